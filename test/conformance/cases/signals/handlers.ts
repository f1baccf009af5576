/** A handler is a callback of the loop, with arguments; a second one takes the place of the first. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const arrived = new asyncio.Event();

  function handler(text: string, number: number) {
    print(text, number, asyncio.currentTask());
    arrived.set();
  }

  function* send() {
    arrived.clear();
    process.kill(process.pid, "SIGUSR2");
    print("sent");
    yield* arrived.wait();
  }

  print(loop.removeSignalHandler("SIGUSR2"));
  loop.addSignalHandler("SIGUSR2", handler, "first", 1);
  yield* send();
  loop.addSignalHandler("SIGUSR2", handler, "second", 2);
  yield* send();
  print(loop.removeSignalHandler("SIGUSR2"));
  print(loop.removeSignalHandler("SIGUSR2"));
}

await asyncio.run(main());
