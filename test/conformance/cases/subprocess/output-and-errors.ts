/** Standard output and standard error, apart, together, and in the order of writing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { DEVNULL, PIPE, STDOUT } = asyncio.subprocess;

function* main() {
  const script = "for i in 1 2 3; do echo out $i; echo error $i >&2; done";
  let process: asyncio.subprocess.Process;
  process = yield* asyncio.createSubprocessShell(script, { stdout: PIPE, stderr: PIPE });
  print(...(yield* process.communicate()));
  process = yield* asyncio.createSubprocessShell(script, { stdout: PIPE, stderr: STDOUT });
  print(process.stderr);
  print(...(yield* process.communicate()));
  process = yield* asyncio.createSubprocessShell(script, { stdout: DEVNULL, stderr: STDOUT });
  print(...(yield* process.communicate()));
}

await asyncio.run(main());
