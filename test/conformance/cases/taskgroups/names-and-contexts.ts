/** The options of create_task are those of the tasks of a group. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* work() {
  const before = variable.get();
  variable.set("task");
  return [before, asyncio.currentTask()?.getName()];
}

function* main() {
  variable.set("main");
  const context = asyncio.copyContext();
  context.run(() => variable.set("given"));
  const [one, two] = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    return [
      group.createTask(work(), { name: "one" }),
      group.createTask(work(), { name: "two", context }),
    ] as const;
  });
  print(
    one.result(),
    two.result(),
    variable.get(),
    context.run(() => variable.get()),
  );
}

await asyncio.run(main());
