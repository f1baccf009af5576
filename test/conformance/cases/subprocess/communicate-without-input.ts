/** communicate without input closes standard input; what is no pipe gives None. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  let process: asyncio.subprocess.Process;
  process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE, stderr: PIPE });
  print(tuple(yield* process.communicate()));
  process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
  print(tuple(yield* process.communicate(b(""))));
  process = yield* asyncio.createSubprocessExec("true");
  print(tuple(yield* process.communicate()));
  process = yield* asyncio.createSubprocessExec("true");
  print(tuple(yield* process.communicate(b("dropped"))), process.returncode);
}

await asyncio.run(main());
