/** Tasks may be added while the group is being left, by its own tasks. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* grow(group: asyncio.TaskGroup, depth: number): asyncio.Coroutine<void> {
  print("depth", depth);
  yield* asyncio.sleep(0);
  if (depth < 3) group.createTask(grow(group, depth + 1));
}

function* main() {
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    group.createTask(grow(group, 1));
    print("body over");
  });
  print("group over");
}

await asyncio.run(main());
