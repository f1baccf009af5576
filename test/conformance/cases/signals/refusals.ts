/** What is no signal, no callback, or cannot be caught. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* coroutine() {}

function* main() {
  const loop = asyncio.getRunningLoop();

  function attempt(signal: asyncio.Signal, callback: unknown) {
    try {
      print(loop.addSignalHandler(signal, callback as () => void) ?? null);
    } catch (error) {
      print(show(error));
    }
  }

  attempt("SIGUSR2", coroutine);
  const awaitable = coroutine();
  attempt("SIGUSR2", awaitable);
  yield* awaitable;
  attempt(1.5, print);
  attempt(0, print);
  attempt(-1, print);
  attempt(1000, print);
  attempt("SIGKILL", print);
  attempt("SIGSTOP", print);
  try {
    loop.removeSignalHandler(1.5);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());

const loop = asyncio.newEventLoop();
loop.close();
try {
  loop.addSignalHandler("SIGUSR2", print);
} catch (error) {
  print(show(error));
}
