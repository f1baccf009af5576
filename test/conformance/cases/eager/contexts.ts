/** An eager task has a context of its own, in its first step as well. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* work(value: string) {
  const before = variable.get();
  variable.set(value);
  yield* asyncio.sleep(0);
  return [before, variable.get()];
}

function* main() {
  asyncio.getRunningLoop().setTaskFactory(asyncio.eagerTaskFactory);
  variable.set("main");
  const one = asyncio.createTask(work("one"));
  print(variable.get());
  const two = asyncio.createTask(work("two"));
  print(variable.get());
  print(yield* asyncio.gather([one, two]));
}

await asyncio.run(main());
