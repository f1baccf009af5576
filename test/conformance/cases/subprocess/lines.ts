/** The lines of a process, with async for. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const process = yield* asyncio.createSubprocessExec("seq", "4", { stdout: PIPE });
  yield* asyncio.asyncFor(process.stdout, function* (line) {
    print(line);
    if (line[0] === 51) return asyncio.BREAK;
  });
  print(yield* process.stdout.read(), yield* process.wait());
}

await asyncio.run(main());
