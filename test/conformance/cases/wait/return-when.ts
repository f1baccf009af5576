/** When wait returns, and what is done and pending then. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number, fail = false) {
  for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
  print(name, "ends");
  if (fail) throw new Boom(name);
}

function names(tasks: Iterable<asyncio.Task<void>>): string[] {
  return [...tasks].map((task) => task.getName()).sort();
}

function* main() {
  for (const returnWhen of [
    asyncio.FIRST_COMPLETED,
    asyncio.FIRST_EXCEPTION,
    asyncio.ALL_COMPLETED,
  ] as const) {
    const tasks = [
      asyncio.createTask(work("a", 2), { name: "a" }),
      asyncio.createTask(work("b", 6, true), { name: "b" }),
      asyncio.createTask(work("c", 10), { name: "c" }),
    ];
    let [done, pending] = yield* asyncio.wait(tasks, { returnWhen });
    print(returnWhen, names(done), names(pending));
    if (pending.size > 0) {
      [done, pending] = yield* asyncio.wait(pending);
      print("the rest", names(done), names(pending));
    }
    print(show(tasks[1]?.exception()));
  }
}

await asyncio.run(main());
