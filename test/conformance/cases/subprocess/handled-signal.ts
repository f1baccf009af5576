/** A program that handles a signal decides by itself how it ends. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const script = "trap 'echo stopped; exit 5' TERM; echo ready; while :; do sleep 0.01; done";
  const process = yield* asyncio.createSubprocessExec("sh", "-c", script, { stdout: PIPE });
  print(yield* process.stdout.readline());
  process.terminate();
  print(tuple(yield* process.communicate()), process.returncode);
}

await asyncio.run(main());
