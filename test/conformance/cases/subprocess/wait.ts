/** Any number may wait, before and after the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* main() {
  const process = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE });

  function* wait(name: string) {
    print(name, yield* process.wait());
  }

  const waiting = [..."abc"].map((name) => asyncio.createTask(wait(name)));
  yield* asyncio.sleep(0);
  process.stdin.close();
  yield* asyncio.gather(waiting);
  print(yield* process.wait(), yield* process.wait());
}

await asyncio.run(main());
