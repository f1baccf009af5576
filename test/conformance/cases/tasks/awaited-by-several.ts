/** Several tasks await one task: it runs once, and each gets its outcome, in order. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(fail: boolean) {
  print("work runs");
  yield* asyncio.sleep(0);
  if (fail) throw new Boom("work");
  return "result";
}

function* awaiter(name: string, task: asyncio.Task<string>) {
  try {
    print(name, yield* task);
  } catch (error) {
    if (error instanceof Boom) {
      print(name, show(error));
    } else {
      print(name, show(error), asyncio.currentTask()?.cancelling());
      throw error;
    }
  }
}

function* main() {
  for (const how of ["return", "fail", "cancel"]) {
    const task = asyncio.createTask(work(how === "fail"));
    const awaiters = ["a", "b", "c"].map((name) => asyncio.createTask(awaiter(name, task)));
    yield* asyncio.sleep(0);
    if (how === "cancel") task.cancel("nobody needs it");
    yield* asyncio.wait(awaiters);
    print(
      how,
      awaiters.map((each) => each.cancelled()),
    );
  }
}

await asyncio.run(main());
