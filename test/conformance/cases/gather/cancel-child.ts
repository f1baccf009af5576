/** A child that somebody else cancels counts as one that raised CancelledError. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string) {
  yield* asyncio.sleep(0.02);
  print(name, "done");
  return name;
}

function* main() {
  const a = asyncio.createTask(child("a"));
  const b = asyncio.createTask(child("b"));
  const group = asyncio.gather([a, b]);
  asyncio.getRunningLoop().callSoon(() => a.cancel("only a"));
  try {
    yield* group;
  } catch (error) {
    print("main", show(error), group.cancelled(), b.done(), asyncio.currentTask()?.cancelling());
  }
  print(yield* b);
}

await asyncio.run(main());
