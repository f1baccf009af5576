/** What a process has written can be read after it has ended. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const script = "echo one; echo two; exit 4";
  const process = yield* asyncio.createSubprocessShell(script, { stdout: PIPE });
  print(yield* process.wait());
  print(yield* process.stdout.readline(), process.stdout.atEof());
  print(yield* process.stdout.read(), process.stdout.atEof());
  print(yield* process.stdout.read(), tuple(yield* process.communicate()));
}

await asyncio.run(main());
