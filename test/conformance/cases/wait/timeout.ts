/** A timeout of wait raises nothing and cancels nothing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, delay: number) {
  yield* asyncio.sleep(delay);
  print(name, "ends");
}

function* main() {
  const fast = asyncio.createTask(work("fast", 0.02), { name: "fast" });
  const slow = asyncio.createTask(work("slow", 0.1), { name: "slow" });
  let [done, pending] = yield* asyncio.wait([fast, slow], { timeout: 0 });
  print(done.size, pending.size);
  [done, pending] = yield* asyncio.wait([fast, slow], { timeout: 0.05 });
  print(
    [...done].map((task) => task.getName()),
    [...pending].map((task) => task.getName()),
  );
  print(slow.cancelling());
  [done, pending] = yield* asyncio.wait([fast, slow], { timeout: 5 });
  print(done.size, pending.size);
}

await asyncio.run(main());
