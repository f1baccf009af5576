/** The coroutines of a task that waits, innermost first, and whoever awaits it with theirs. */
import * as asyncio from "../../../../src/runtime/index.js";
import { graphLines, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { coroutine } = asyncio;

const forever = coroutine(function* forever(future: asyncio.Future<void>): asyncio.Coroutine<void> {
  yield* future;
});

const middle = coroutine(function* middle(future: asyncio.Future<void>): asyncio.Coroutine<void> {
  yield* forever(future);
});

const waitsFor = coroutine(function* waits_for(task: asyncio.Task<void>): asyncio.Coroutine<void> {
  yield* task;
});

const main = coroutine(function* main(): asyncio.Coroutine<void> {
  const future = asyncio.getRunningLoop().createFuture<void>();
  const worker = asyncio.createTask(middle(future), { name: "worker" });
  for (const line of graphLines(asyncio.formatCallGraph(worker))) print(line);
  const waiter = asyncio.createTask(waitsFor(worker), { name: "waiter" });
  const last = asyncio.createTask(waitsFor(waiter), { name: "last" });
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  for (const limit of [null, 1, -1, 0, 5]) {
    print(limit);
    for (const line of graphLines(asyncio.formatCallGraph(worker, { limit }))) print(line);
  }
  const graph = asyncio.captureCallGraph(worker);
  const [awaiter] = graph?.awaitedBy ?? [];
  print(graph?.future === worker, awaiter?.future === waiter);
  print(awaiter?.awaitedBy[0]?.future === last, awaiter?.awaitedBy[0]?.awaitedBy.length);
  future.setResult();
  yield* last;
});

await asyncio.run(main());
