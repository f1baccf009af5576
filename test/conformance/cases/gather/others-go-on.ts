/** When one fails, gather raises at once, and the others go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number, fails: boolean) {
  for (let i = 0; i < turns; i++) yield* asyncio.sleep(0);
  print(name, "ends");
  if (fails) throw new Boom(name);
  return name;
}

function* main() {
  const [slow, bad, worse] = [
    asyncio.createTask(work("slow", 5, false)),
    asyncio.createTask(work("bad", 1, true)),
    asyncio.createTask(work("worse", 2, true)),
  ];
  try {
    yield* asyncio.gather([slow, bad, worse]);
  } catch (error) {
    print(
      show(error),
      [slow, bad, worse].map((task) => task.done()),
    );
  }
  print(yield* slow, show(worse.exception()));
}

await asyncio.run(main());
