/** A program that cannot be started: the error says what, and names it; the loop goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE, STDOUT } = asyncio.subprocess;

function* attempt(program: string, options: asyncio.SubprocessOptions, ...args: string[]) {
  try {
    yield* asyncio.createSubprocessExec(program, ...args, options);
  } catch (error) {
    const { errno, filename } = error as asyncio.OSError;
    print(show(error), errno, filename);
  }
}

function* main() {
  for (const options of [{}, { stdin: PIPE, stdout: PIPE }, { stdout: PIPE, stderr: STDOUT }]) {
    yield* attempt("no-such-program", options);
    yield* attempt("/etc/passwd", options);
    yield* attempt("/", options);
    yield* attempt("ls", { ...options, cwd: "/no/such/folder" });
    yield* attempt("ls", { ...options, cwd: "/etc/passwd" });
    yield* attempt("/etc/passwd/ls", options);
    yield* attempt("a\0b", options);
    yield* attempt("ls", options, "a\0b");
  }
  const process = yield* asyncio.createSubprocessExec("true");
  print(yield* process.wait(), asyncio.allTasks().size);
}

await asyncio.run(main());
