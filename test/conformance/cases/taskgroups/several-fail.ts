/** All errors are collected: those at once, those from cleanup, and the body's; cancellations are not. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail(name: string, turns: number) {
  for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
  throw new Boom(name);
}

function* failsInCleanup() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    yield* asyncio.sleep(0);
    // biome-ignore lint/correctness/noUnsafeFinally: that is what the case is about
    throw new Boom("in cleanup");
  }
}

function* main() {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(fail("first", 1));
      group.createTask(fail("same turn", 1));
      group.createTask(failsInCleanup());
      group.createTask(asyncio.sleep(10));
      try {
        yield* asyncio.sleep(10);
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: that is what the case is about
        throw new Boom("body");
      }
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
