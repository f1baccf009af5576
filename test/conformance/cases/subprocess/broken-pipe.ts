/** A process that reads no more: writing goes on for a while, then draining raises. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const script = "exec <&-; echo deaf; exec sleep 600";
  const process = yield* asyncio.createSubprocessShell(script, { stdin: PIPE, stdout: PIPE });
  print(yield* process.stdout.readline());
  try {
    for (;;) {
      process.stdin.write(b("x".repeat(100_000)));
      yield* process.stdin.drain();
    }
  } catch (error) {
    print(error instanceof asyncio.BrokenPipeError || error instanceof asyncio.ConnectionResetError);
  }
  print(process.stdin.isClosing());
  process.stdin.write(b("dropped"));
  process.kill();
  print(tuple(yield* process.communicate(b("dropped, too"))), process.returncode);
}

await asyncio.run(main());
