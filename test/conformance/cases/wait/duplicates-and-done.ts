/** What is given twice is waited for once; what is done already counts. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [ready, never] = [loop.createFuture<unknown>(), loop.createFuture<unknown>()];
  ready.setResult(1);
  const task = asyncio.createTask(asyncio.sleep(0));
  let [done, pending] = yield* asyncio.wait<asyncio.Future<unknown>>([task, task, ready]);
  print(done.size, pending.size);
  [done, pending] = yield* asyncio.wait([ready, never], { returnWhen: asyncio.FIRST_COMPLETED });
  print(done.has(ready), pending.has(never));
  [done, pending] = yield* asyncio.wait([never].values(), { timeout: 0 });
  print(done.size, pending.size, never.cancelled());
  [done, pending] = yield* asyncio.wait(new Set([ready]), { timeout: -1 });
  print(done.size, pending.size);
}

await asyncio.run(main());
