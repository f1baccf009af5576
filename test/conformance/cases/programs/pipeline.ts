/** A small program of many parts: stages over queues, a semaphore, a deadline, a clean end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

type Numbers = asyncio.Queue<number | null>;

function* source(count: number, out: Numbers) {
  for (let number = 0; number < count; number++) yield* out.put(number);
  yield* out.put(null);
}

function* stage(name: string, inbox: Numbers, out: Numbers, slots: asyncio.Semaphore) {
  for (let item = yield* inbox.get(); item !== null; item = yield* inbox.get()) {
    yield* asyncio.asyncWith(slots, function* () {
      print(name, item);
      yield* asyncio.sleep(0);
    });
    yield* out.put(item * 10);
  }
  yield* out.put(null);
  print(name, "closes");
}

function* sink(inbox: Numbers) {
  let total = 0;
  for (let item = yield* inbox.get(); item !== null; item = yield* inbox.get()) {
    total += item;
    print("total", total);
  }
  return total;
}

function* main() {
  const slots = new asyncio.Semaphore(1);
  const [a, b, c]: Numbers[] = [new asyncio.Queue(1), new asyncio.Queue(1), new asyncio.Queue(2)];
  const result = yield* asyncio.asyncWith(asyncio.timeout(5), () =>
    asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(source(4, a as Numbers));
      group.createTask(stage("first", a as Numbers, b as Numbers, slots));
      group.createTask(stage("second", b as Numbers, c as Numbers, slots));
      return group.createTask(sink(c as Numbers));
    }),
  );
  print("result", result.result());
}

await asyncio.run(main());
