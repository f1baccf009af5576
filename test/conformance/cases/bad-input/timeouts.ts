/** A timeout is used once, in a task, and moved only while it is open. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* entered(cm: asyncio.Timeout): asyncio.Coroutine<void> {
    try {
      yield* asyncio.asyncWith(cm, function* () {
        print("inside", cm.expired());
      });
    } catch (error) {
      print(show(error));
    }
  }

  const moved = (cm: asyncio.Timeout): void => {
    try {
      cm.reschedule(null);
      print("moved", cm.when());
    } catch (error) {
      print(show(error));
    }
  };

  const cm = asyncio.timeout(null);
  moved(cm);
  yield* entered(cm);
  moved(cm);
  yield* entered(cm);
  const late = asyncio.timeout(-1);
  try {
    yield* asyncio.asyncWith(late, () => asyncio.sleep(10));
  } catch (error) {
    print(show(error), late.expired());
  }
  moved(late);
  yield* entered(late);
  for (const delay of ["soon", [1]] as never[]) {
    try {
      asyncio.timeout(delay);
    } catch (error) {
      print(show(error));
    }
  }
  const outside = asyncio.timeout(null);
  asyncio.getRunningLoop().callSoon(() => void entered(outside).next());
  yield* asyncio.sleep(0);
  for (const delay of ["soon", [1]] as never[]) {
    try {
      yield* asyncio.waitFor(asyncio.sleep(0, "in time"), delay);
    } catch (error) {
      print(show(error));
    }
  }
  print(yield* asyncio.waitFor(asyncio.sleep(0, "in time"), 5));
}

await asyncio.run(main());
