/** What wait does not take. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {}

function* main() {
  const future = asyncio.getRunningLoop().createFuture();
  future.setResult(null);
  const coro = work();
  for (const attempt of [
    () => asyncio.wait([]),
    () => asyncio.wait([future], { returnWhen: "SOME_DAY" as never }),
    () => asyncio.wait([coro as never, future]),
  ]) {
    try {
      yield* attempt();
    } catch (error) {
      print(show(error));
    }
  }
  for (const alone of [future, coro]) {
    try {
      yield* asyncio.wait(alone as never);
    } catch (error) {
      print(show(error).split(",")[0]);
    }
  }
  yield* coro;
  const [done, pending] = yield* asyncio.wait([future, future]);
  print(done.size, pending.size);
}

await asyncio.run(main());
