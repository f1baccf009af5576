/** A gather inside of a shield goes on when who waits for it is cancelled. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* step(name: string) {
  yield* asyncio.sleep(0.01);
  print(name, "is over");
  return name;
}

function* waits(future: asyncio.Future<unknown>) {
  yield* asyncio.shield(future);
}

function* main() {
  const gathered = asyncio.gather([step("a"), step("b")]);
  const waiter = asyncio.createTask(waits(gathered));
  yield* asyncio.sleep(0);
  waiter.cancel();
  yield* asyncio.wait([waiter]);
  print(waiter.cancelled(), gathered.done());
  print(yield* gathered);
}

await asyncio.run(main());
