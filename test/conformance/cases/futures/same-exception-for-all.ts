/** All who await a failed future get the same error, which a class stands for as well. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* wait(future: asyncio.Future<unknown>) {
  try {
    yield* future;
  } catch (error) {
    return error;
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  const tasks = [1, 2, 3].map(() => asyncio.createTask(wait(future)));
  yield* asyncio.sleep(0);
  future.setException(new Boom("for all"));
  const errors = yield* asyncio.gather(tasks);
  print(
    errors.map(show),
    errors.every((error) => error === future.exception()),
  );
  const byClass = loop.createFuture();
  byClass.setException(Boom);
  print(show(byClass.exception()), byClass.exception() instanceof Boom);
}

await asyncio.run(main());
