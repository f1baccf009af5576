/** Callbacks run in the turn after, in order; removing and adding late work. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<string>();

  function first(done: asyncio.Future<string>): void {
    print("first", done === future);
    future.addDoneCallback(() => print("added by first"));
  }

  function second(done: asyncio.Future<string>): void {
    print("second", done.result());
  }

  function removed(): void {
    print("never");
  }

  future.addDoneCallback(first);
  future.addDoneCallback(removed);
  future.addDoneCallback(second);
  future.addDoneCallback(removed);
  print("removed", future.removeDoneCallback(removed), future.removeDoneCallback(removed));
  future.addDoneCallback(first);
  future.setResult("value");
  print("set");
  future.addDoneCallback(() => print("added when done"));
  yield* asyncio.sleep(0);
  print("one turn later");
  yield* asyncio.sleep(0);
  print("two turns later");
}

await asyncio.run(main());
