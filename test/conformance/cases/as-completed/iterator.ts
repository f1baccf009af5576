/** The plain iterator gives awaitables; each gives the next result in order of completion. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number, fail = false) {
  for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
  if (fail) throw new Boom(name);
  return name;
}

function* main() {
  for (const earliest of asyncio.asCompleted([work("c", 9), work("a", 1), work("b", 5, true)])) {
    try {
      print(yield* earliest);
    } catch (error) {
      print(show(error));
    }
  }
  for (const _ of asyncio.asCompleted([])) print("never");
  print("end");
}

await asyncio.run(main());
