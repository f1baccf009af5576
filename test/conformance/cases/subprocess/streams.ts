/** Talking to a process line by line, through its streams. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
  for (const line of [b("one\n"), b("two\n")]) {
    process.stdin.write(line);
    yield* process.stdin.drain();
    print(yield* process.stdout.readline());
  }
  process.stdin.write(b("rest"));
  print(process.stdin.canWriteEof(), process.stdin.isClosing());
  process.stdin.writeEof();
  print(process.stdin.isClosing());
  print(yield* process.stdout.read(), process.stdout.atEof());
  print(yield* process.wait(), process.returncode);
}

await asyncio.run(main());
