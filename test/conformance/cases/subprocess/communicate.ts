/** communicate feeds and reads at once, then waits: more than any pipe holds. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
  print(process.returncode);
  const [stdout, stderr] = yield* process.communicate(b("x".repeat(1_000_000)));
  print(stdout.length, stderr, process.returncode);
}

await asyncio.run(main());
