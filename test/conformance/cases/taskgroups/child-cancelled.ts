/** A child that is cancelled alone disturbs nobody; one that suppresses it goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string, stubborn = false) {
  try {
    yield* asyncio.sleep(0.02);
  } catch (error) {
    print(name, show(error));
    if (!stubborn) throw error;
  }
  return name;
}

function* main() {
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    const a = group.createTask(child("a"));
    const b = group.createTask(child("b"));
    const c = group.createTask(child("c", true));
    yield* asyncio.sleep(0);
    a.cancel("only a");
    c.cancel("c, too");
    yield* asyncio.wait([a, b, c]);
    print(a.cancelled(), b.result(), c.result());
  });
}

await asyncio.run(main());
