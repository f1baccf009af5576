/** run gives main's result, raises its error, and takes coroutines only, outside of loops only. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main(result: string | null) {
  yield* asyncio.sleep(0);
  if (result === null) throw new Boom("main");
  return result;
}

function* nested() {
  const inner = main("never");
  try {
    asyncio.run(inner);
  } catch (error) {
    print(show(error));
  }
  return "nested done";
}

function* cancelsItself() {
  asyncio.currentTask()?.cancel("myself");
  yield* asyncio.sleep(0);
}

print(await asyncio.run(main("result")));
try {
  await asyncio.run(main(null));
} catch (error) {
  print(show(error));
}
print(await asyncio.run(nested()));
try {
  await asyncio.run(cancelsItself());
} catch (error) {
  print(show(error));
}
try {
  await asyncio.run(42 as never);
} catch (error) {
  print(show(error));
}
try {
  asyncio.getRunningLoop();
} catch (error) {
  print(show(error));
}
