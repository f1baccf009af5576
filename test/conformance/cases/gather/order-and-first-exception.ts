/** Results come in the given order; the first exception is raised at once, the others go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, delay: number, fail = false) {
  yield* asyncio.sleep(delay);
  print(name, "finishing");
  if (fail) throw new Boom(name);
  return name;
}

function* main() {
  print(yield* asyncio.gather([work("slow", 0.05), work("fast", 0), work("middle", 0.025)]));
  const survivor = asyncio.createTask(work("survivor", 0.05));
  try {
    yield* asyncio.gather([work("first", 0, true), survivor, work("second", 0.025, true)]);
  } catch (error) {
    print(show(error), survivor.done());
  }
  print(yield* survivor);
}

await asyncio.run(main());
