/** A task knows its coroutine, its context and its name. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* work() {
  variable.set("set by the task");
  return variable.get();
}

function* main() {
  const coro = work();
  const context = asyncio.copyContext();
  const task = asyncio.createTask(coro, { name: "worker", context });
  print(task.getCoro() === coro, task.getContext() === context, task.getName());
  print(
    yield* task,
    variable.get(),
    context.run(() => variable.get()),
  );
  task.setName(42);
  print([task.getName()].map((name) => `'${name}'`)[0]);
  const other = asyncio.createTask(asyncio.sleep(0));
  print(other.getContext() === context, other.getName().startsWith("Task-"));
  yield* other;
}

await asyncio.run(main());
