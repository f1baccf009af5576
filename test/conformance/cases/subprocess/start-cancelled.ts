/** Cancelled while it starts, a process is killed, and nobody hears of it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { PIPE } = asyncio.subprocess;

function* start() {
  let process: asyncio.subprocess.Process;
  try {
    process = yield* asyncio.createSubprocessExec("sleep", "600", { stdin: PIPE, stdout: PIPE });
  } catch (error) {
    print("start:", show(error));
    throw error;
  }
  print("started", process);
}

function* main() {
  const task = asyncio.createTask(start());
  yield* asyncio.sleep(0);
  task.cancel("enough");
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
  print(asyncio.allTasks().size);
}

await asyncio.run(main());
