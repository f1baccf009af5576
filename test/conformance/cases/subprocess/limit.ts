/** Lines of a process that are longer than the limit. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const script = "printf '%0100d\\nshort\\n' 0";
  let process = yield* asyncio.createSubprocessShell(script, { stdout: PIPE, limit: 60 });
  yield* process.wait();
  try {
    yield* process.stdout.readline();
  } catch (error) {
    print(show(error));
  }
  print(yield* process.stdout.readline());
  process = yield* asyncio.createSubprocessShell(script, { stdout: PIPE, limit: 60 });
  yield* process.wait();
  try {
    yield* process.stdout.readuntil(b("\n"));
  } catch (error) {
    print(show(error), (error as asyncio.LimitOverrunError).consumed);
  }
  print((yield* process.stdout.readexactly(101)).length, yield* process.stdout.read());
}

await asyncio.run(main());
