/** communicate does not mind a process that does not read its input. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const echo = yield* asyncio.createSubprocessExec("echo", "done", { stdin: PIPE, stdout: PIPE });
  print(tuple(yield* echo.communicate(b("x".repeat(2_000_000)))), echo.returncode);
  const head = yield* asyncio.createSubprocessExec("head", "-c", "5", { stdin: PIPE, stdout: PIPE });
  print(tuple(yield* head.communicate(b("x".repeat(2_000_000)))), head.returncode);
}

await asyncio.run(main());
