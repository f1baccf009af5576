/** Closing the pipe to a process, and waiting until it is closed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
  process.stdin.writelines([b("one"), b(""), b("two")]);
  print(process.stdin.isClosing());
  process.stdin.close();
  process.stdin.close();
  print(process.stdin.isClosing());
  yield* process.stdin.waitClosed();
  yield* process.stdin.waitClosed();
  print(tuple(yield* process.communicate()), process.returncode);
}

await asyncio.run(main());
