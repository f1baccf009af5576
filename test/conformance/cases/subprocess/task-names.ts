/** Starting a process and communicating with it count as tasks, as their default names tell. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* nothing() {}

function nextName() {
  const task = asyncio.createTask(nothing());
  return Number(task.getName().slice("Task-".length));
}

function* main() {
  const first = nextName();
  const name = (number: number) => `Task-${number - first + 2}`;
  print(name(first));
  const process = yield* asyncio.createSubprocessExec("true", { stdin: PIPE, stdout: PIPE });
  print(name(nextName()));
  yield* process.wait();
  print(name(nextName()));
  yield* process.communicate();
  print(name(nextName()));
}

await asyncio.run(main());
