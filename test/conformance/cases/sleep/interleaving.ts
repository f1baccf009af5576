/** Tasks that only sleep(0) take turns, and a finished one makes room. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* stepper(name: string, steps: number) {
  for (let step = 0; step < steps; step++) {
    print(name, step);
    yield* asyncio.sleep(0);
  }
}

function* main() {
  yield* asyncio.gather([stepper("a", 3), stepper("b", 1), stepper("c", 2)]);
  print("end");
}

await asyncio.run(main());
