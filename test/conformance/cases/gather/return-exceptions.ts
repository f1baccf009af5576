/** With return_exceptions, failures and cancellations are results. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, fail: boolean) {
  yield* asyncio.sleep(0);
  if (fail) throw new Boom(name);
  return name;
}

function* main() {
  const doomed = asyncio.createTask(work("doomed", false));
  doomed.cancel("no more");
  const results = yield* asyncio.gather([work("a", false), work("b", true), doomed], {
    returnExceptions: true,
  });
  print(results[0], show(results[1]), show(results[2]));
  print(yield* asyncio.gather([]), yield* asyncio.gather([], { returnExceptions: true }));
}

await asyncio.run(main());
