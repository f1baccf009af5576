/** A cancelled task is no exception to wait, a failed one is. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fails() {
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  throw new Boom("after two turns");
}

function* main() {
  const cancelled = asyncio.createTask(asyncio.sleep(10), { name: "cancelled" });
  const failed = asyncio.createTask(fails(), { name: "failed" });
  const slow = asyncio.createTask(asyncio.sleep(0.05), { name: "slow" });
  asyncio.getRunningLoop().callSoon(() => cancelled.cancel());
  const names = (tasks: Iterable<asyncio.Task<void>>) => [...tasks].map((task) => task.getName()).sort();
  let [done, pending] = yield* asyncio.wait([cancelled, failed, slow], {
    returnWhen: asyncio.FIRST_EXCEPTION,
  });
  print(names(done), names(pending));
  [done, pending] = yield* asyncio.wait(pending, { returnWhen: asyncio.FIRST_EXCEPTION });
  print(names(done), pending.size, show(failed.exception()));
}

await asyncio.run(main());
