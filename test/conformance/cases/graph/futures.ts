/** A future has no stack, but those that await it; edges can be added and taken back. */
import * as asyncio from "../../../../src/runtime/index.js";
import { graphLines, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { coroutine } = asyncio;

const waitsFor = coroutine(function* waits_for(future: asyncio.Future<unknown>): asyncio.Coroutine<void> {
  yield* future;
});

const gathers = coroutine(function* gathers(future: asyncio.Future<unknown>): asyncio.Coroutine<void> {
  yield* asyncio.gather([future]);
});

const main = coroutine(function* main(): asyncio.Coroutine<void> {
  const loop = asyncio.getRunningLoop();
  const show = (text: string): void => {
    for (const line of graphLines(text)) print(line);
  };
  const future = loop.createFuture<null>();
  show(asyncio.formatCallGraph(future));
  const waiter = asyncio.createTask(waitsFor(future), { name: "waiter" });
  yield* asyncio.sleep(0);
  show(asyncio.formatCallGraph(future));
  const last = asyncio.createTask(gathers(waiter), { name: "last" });
  yield* asyncio.sleep(0);
  show(asyncio.formatCallGraph(future));
  let printed = "";
  asyncio.printCallGraph(future, { file: { write: (text) => (printed += text) }, limit: 0 });
  show(printed);
  future.setResult(null);
  yield* last;
  show(asyncio.formatCallGraph(future));

  const byHand = loop.createFuture();
  const outer = loop.createFuture();
  asyncio.futureAddToAwaitedBy(byHand, outer);
  asyncio.futureAddToAwaitedBy(byHand, outer);
  asyncio.futureAddToAwaitedBy(byHand, "no future");
  asyncio.futureAddToAwaitedBy("no future", outer);
  print(asyncio.captureCallGraph(byHand)?.awaitedBy.map((graph) => graph.future === outer));
  asyncio.futureDiscardFromAwaitedBy(byHand, outer);
  asyncio.futureDiscardFromAwaitedBy(byHand, outer);
  asyncio.futureDiscardFromAwaitedBy(byHand, "no future");
  print(asyncio.captureCallGraph(byHand)?.awaitedBy.length === 0);
});

await asyncio.run(main());
