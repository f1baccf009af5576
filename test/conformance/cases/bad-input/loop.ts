/** What a loop and a future refuse, and that nothing is left scheduled by it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<string>();

  function* attempt(name: string, f: () => unknown): asyncio.Coroutine<void> {
    try {
      const value = f();
      print(name, value instanceof Promise ? yield* asyncio.fromPromise(value) : value);
    } catch (error) {
      print(name, show(error));
    }
  }

  yield* attempt("call_later", () => loop.callLater(null as never, print));
  yield* attempt("call_at", () => loop.callAt(null as never, print));
  yield* attempt("set_exception_handler", () => loop.setExceptionHandler(5 as never));
  yield* attempt("set_default_executor", () => loop.setDefaultExecutor(5 as never));
  yield* attempt("close", () => loop.close());
  yield* attempt("result", () => future.result());
  yield* attempt("exception", () => future.exception());
  yield* attempt("set_exception", () => future.setException(null));
  print(future.done());
  future.setResult("set");
  yield* attempt("set_result", () => future.setResult("again"));
  yield* attempt("set_exception", () => future.setException(new Boom("late")));
  print(future.cancel(), yield* future);
  loop.setDebug(true);
  yield* attempt("call_soon", () => loop.callSoon(5 as never));
  yield* attempt("call_soon", () => loop.callSoon("text" as never));
  yield* attempt("call_later", () => loop.callLater(0, "text" as never));
  yield* attempt("call_soon_threadsafe", () => loop.callSoonThreadsafe(5 as never));
  loop.setDebug(false);
}

await asyncio.run(main());
