/** Errors come in their turn, what is given twice comes once, and nothing gives nothing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number, fails = false) {
  for (let i = 0; i < turns; i++) yield* asyncio.sleep(0);
  if (fails) throw new Boom(name);
  return name;
}

function* main() {
  const twice = asyncio.createTask(work("twice", 3));
  for (const next of asyncio.asCompleted([twice, work("bad", 1, true), twice, work("first", 0)])) {
    try {
      print(yield* next);
    } catch (error) {
      print(show(error));
    }
  }
  print([...asyncio.asCompleted([])]);
  yield* asyncio.asyncFor(asyncio.asCompleted([work("only", 1)]), function* (task) {
    print(task.result());
  });
  try {
    asyncio.asCompleted(twice as never);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
