/** Tasks start in the turn after, in the order of their creation; nested ones a turn later. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string) {
  print("child", name);
}

function* parent(name: string) {
  print("parent", name);
  const task = asyncio.createTask(child(name));
  print("created child of", name);
  yield* task;
  print("parent done", name);
}

function* main() {
  const tasks = ["a", "b"].map((name) => asyncio.createTask(parent(name)));
  print("created");
  for (const task of tasks) yield* task;
}

await asyncio.run(main());
