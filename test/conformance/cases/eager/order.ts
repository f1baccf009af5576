/** How eager tasks interleave with their creator, callbacks, and each other. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string, depth: number): asyncio.Coroutine<void> {
  print(name, "begins");
  if (depth > 0) asyncio.createTask(child(`${name}'`, depth - 1));
  yield* asyncio.sleep(0);
  print(name, "ends");
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setTaskFactory(asyncio.eagerTaskFactory);
  loop.callSoon(print, "first callback");
  const a = asyncio.createTask(child("a", 2));
  loop.callSoon(print, "second callback");
  const b = asyncio.createTask(child("b", 0));
  print("main waits");
  yield* a;
  yield* b;
}

await asyncio.run(main());
