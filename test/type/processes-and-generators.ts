/** What the type checker must see of subprocesses and asynchronous generators: compiled, never run. See `api.ts`. */
import * as asyncio from "../../src/runtime/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

const { PIPE, DEVNULL, STDOUT } = asyncio.subprocess;

export function* processes(somewhere: number) {
  const piped = yield* asyncio.createSubprocessExec("cat", "-n", { stdin: PIPE, stdout: PIPE });
  const [stdout, stderr] = yield* piped.communicate();
  const bare = yield* asyncio.createSubprocessExec("true");
  const shell = yield* asyncio.createSubprocessShell("true", { stdout: DEVNULL, stderr: STDOUT });
  const open = yield* asyncio.createSubprocessExec("true", { stdout: somewhere });
  const returncode = yield* piped.wait();
  // @ts-expect-error: what is no pipe cannot be read
  bare.stdout.readline;
  // @ts-expect-error: options come last
  asyncio.createSubprocessExec("cat", { stdin: PIPE }, "-n");
  // @ts-expect-error: arguments are text
  asyncio.createSubprocessExec("cat", 5);
  return { stdin: piped.stdin, stdout, stderr, bare, shell, open, returncode };
}

type Processes = ReturnType<typeof processes> extends Generator<unknown, infer T> ? T : never;
export type Stdin = Expect<Equal<Processes["stdin"], asyncio.StreamWriter>>;
export type Stdout = Expect<Equal<Processes["stdout"], Uint8Array>>;
export type Stderr = Expect<Equal<Processes["stderr"], null>>;
export type Bare = Expect<Equal<Processes["bare"]["stdout"], null>>;
export type Shell = Expect<Equal<Processes["shell"]["stderr"], null>>;
export type Open = Expect<Equal<Processes["open"]["stdout"], asyncio.StreamReader | null>>;
export type Returncode = Expect<Equal<Processes["returncode"], number>>;

const generator = asyncio.asyncGenerator(function* (count: number) {
  yield* asyncio.sleep(1);
  yield count;
  yield* asyncio.asyncFor(asyncio.asyncGenerator(function* () {})(), function* () {
    yield "text";
  });
});
export type Generated = Expect<
  Equal<ReturnType<typeof generator>, asyncio.AsyncGeneratorType<number | string>>
>;
export type Arguments = Expect<Equal<Parameters<typeof generator>, [count: number]>>;

export function* iterating() {
  yield* asyncio.asyncFor(generator(1), function* (item) {
    type _Item = Expect<Equal<typeof item, number | string>>;
  });
}

function* stray() {
  yield* asyncio.asyncFor(generator(1), function* (item) {
    yield item;
  });
}
// @ts-expect-error: items are an asynchronous generator's, a task has no use for them
asyncio.createTask(stray());
