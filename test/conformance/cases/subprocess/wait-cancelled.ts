/** Whoever waits can be cancelled, or run out of time; the process goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const process = yield* asyncio.createSubprocessExec("sleep", "600");
  const waiting = asyncio.createTask(process.wait());
  yield* asyncio.sleep(0);
  waiting.cancel("enough");
  try {
    yield* waiting;
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.waitFor(process.wait(), 0.01);
  } catch (error) {
    print(show(error));
  }
  print(process.returncode);
  process.kill();
  print(yield* process.wait());
}

await asyncio.run(main());
