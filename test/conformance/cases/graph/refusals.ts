/** There is no call graph outside of a loop, nor in a callback, nor of what is no future. */
import * as asyncio from "../../../../src/runtime/index.js";
import { graphLines, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);
const { coroutine } = asyncio;

const main = coroutine(function* main(): asyncio.Coroutine<[asyncio.Future<unknown>]> {
  const loop = asyncio.getRunningLoop();
  for (const refused of [5, "text", [1]] as never[]) {
    for (const f of [asyncio.captureCallGraph, asyncio.formatCallGraph]) {
      try {
        f(refused);
      } catch (error) {
        print(show(error));
      }
    }
  }
  const done = loop.createFuture<unknown[]>();
  const called: unknown[] = [];
  const task = asyncio.currentTask();
  loop.callSoon(() => {
    called.push(asyncio.captureCallGraph());
    called.push(asyncio.formatCallGraph());
    called.push(asyncio.captureCallGraph(task)?.future === task);
    done.setResult(called);
  });
  print(yield* done);
  return [done]; // by itself, Node would await it
});

for (const f of [asyncio.captureCallGraph, asyncio.formatCallGraph]) {
  try {
    f();
  } catch (error) {
    print(show(error));
  }
}
const [future] = await asyncio.run(main());
const graph = asyncio.captureCallGraph(future);
print(graph?.future === future, graph?.callStack.length, graph?.awaitedBy.length);
for (const line of graphLines(asyncio.formatCallGraph(future))) print(line);
