/** Who awaits a task, through whatever asyncio has to wait with. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* forever(future: asyncio.Future<void>): asyncio.Coroutine<void> {
  yield* future;
}

type Pending = asyncio.Task<void>;

function* by_gather(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.gather([task]);
}

function* by_wait(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.wait([task]);
}

function* by_wait_for(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.waitFor(task, 3600);
}

function* by_wait_for_without_end(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.waitFor(task, null);
}

function* by_itself(task: Pending): asyncio.Coroutine<void> {
  yield* task;
}

function* by_timeout(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.asyncWith(asyncio.timeout(3600), () => task);
}

function* by_group(task: Pending): asyncio.Coroutine<void> {
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    group.createTask(by_itself(task), { name: "child" });
  });
}

function tree({ future, awaitedBy }: asyncio.FutureCallGraph): string {
  const names = awaitedBy.map(tree).sort();
  return (future as Pending).getName() + (names.length > 0 ? `(${names.join(", ")})` : "");
}

function* main() {
  for (const wait of [
    by_gather,
    by_wait,
    by_wait_for,
    by_wait_for_without_end,
    by_itself,
    by_timeout,
    by_group,
  ]) {
    const future = asyncio.getRunningLoop().createFuture<void>();
    const task = asyncio.createTask(forever(future), { name: "task" });
    const waiter = asyncio.createTask(wait(task), { name: "waiter" });
    for (let turn = 0; turn < 4; turn++) yield* asyncio.sleep(0);
    print(wait.name, tree(asyncio.captureCallGraph(task, { limit: 0 })!));
    future.setResult();
    yield* waiter;
    print(wait.name, tree(asyncio.captureCallGraph(task)!));
  }
  const future = asyncio.getRunningLoop().createFuture<void>();
  const task = asyncio.createTask(forever(future), { name: "task" });
  const waiters = Array.from("abc", (name) => asyncio.createTask(by_itself(task), { name }));
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  print(tree(asyncio.captureCallGraph(task)!));
  waiters[1]?.cancel();
  yield* asyncio.wait([waiters[1] as Pending]);
}

await asyncio.run(main());
