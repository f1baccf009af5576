/** The functions and coroutines that run now, from the caller down to the task; where it begins, and how much is kept. */
import * as asyncio from "../../../../src/runtime/index.js";
import { graphLines, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { coroutine } = asyncio;

function names(options: asyncio.CallGraphOptions): string[] {
  const graph = asyncio.captureCallGraph(null, options);
  return graph?.callStack.map(({ frame }) => frame.name) ?? [];
}

const inner = coroutine(function* inner(options: asyncio.CallGraphOptions): asyncio.Coroutine<string[]> {
  return names(options);
});

const outer = coroutine(function* outer(options: asyncio.CallGraphOptions): asyncio.Coroutine<string[]> {
  yield* asyncio.sleep(0);
  return yield* inner(options);
});

const looks = asyncio.asyncGenerator(function* looks() {
  yield graphLines(asyncio.formatCallGraph());
  yield* asyncio.sleep(0);
  yield graphLines(asyncio.formatCallGraph());
});

const main = coroutine(function* main(): asyncio.Coroutine<void> {
  asyncio.currentTask()?.setName("main");
  for (const options of [
    {},
    { depth: 2 },
    { depth: 3 },
    { limit: 1 },
    { limit: -1 },
    { limit: 2 },
    { limit: 0 },
  ]) {
    print(dict(options), yield* outer(options));
  }
  for (const line of graphLines(asyncio.formatCallGraph())) print(line);
  yield* asyncio.asyncFor(looks(), function* (lines) {
    for (const line of lines) print(line);
  });

  const helper = coroutine(function* helper(parent: asyncio.Task<unknown>): asyncio.Coroutine<void> {
    print(asyncio.captureCallGraph(parent)?.future === parent);
    for (const line of graphLines(asyncio.formatCallGraph())) print(line);
  });

  yield* asyncio.createTask(helper(asyncio.currentTask() as asyncio.Task<unknown>), { name: "helper" });
});

/** What Python prints for a dictionary. */
function dict(options: object): string {
  return `{${Object.entries(options).map(([key, value]) => `'${key}': ${value}`)}}`;
}

await asyncio.run(main());
