/** Every way to read from a process, up to an end that comes too soon. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const text = "one\\ntwo;three;12345end";
  const process = yield* asyncio.createSubprocessExec("printf", text, { stdout: PIPE });
  const reader = process.stdout;
  print(yield* reader.readline());
  print(yield* reader.readuntil(b(";")));
  print(yield* reader.readuntil(b(";")));
  print(yield* reader.readexactly(5));
  try {
    yield* reader.readexactly(10);
  } catch (error) {
    const { partial, expected } = error as asyncio.IncompleteReadError;
    print(show(error), partial, expected);
  }
  print(yield* reader.readline(), reader.atEof());
  yield* process.wait();
}

await asyncio.run(main());
