/** Cancelled in the body, in the entry and in the exit of a context manager. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

/** A context manager that goes on at every stage but one, until it is cancelled there. */
class Manager {
  readonly reached = new asyncio.Event();
  constructor(readonly stays: string) {}
  *comeTo(stage: string) {
    yield* asyncio.sleep(0);
    if (stage !== this.stays) return;
    this.reached.set();
    yield* new asyncio.Event().wait();
  }
  *aenter() {
    try {
      yield* this.comeTo("entry");
    } catch (error) {
      print("entry", show(error));
      throw error;
    }
  }
  *aexit(error: unknown) {
    print("exit told", show(error));
    try {
      yield* this.comeTo("exit");
    } catch (again) {
      print("exit", show(again));
      throw again;
    }
  }
}

function* use(manager: Manager) {
  yield* asyncio.asyncWith(manager, function* () {
    print("body");
    yield* manager.comeTo("body");
  });
  print("never");
}

function* main() {
  for (const stage of ["entry", "body", "exit"]) {
    const manager = new Manager(stage);
    const task = asyncio.createTask(use(manager));
    yield* manager.reached.wait();
    task.cancel(`cancelled in the ${stage}`);
    try {
      yield* task;
    } catch (error) {
      print("main", show(error));
    }
  }
}

await asyncio.run(main());
