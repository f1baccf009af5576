/** The states of a future, and what each refuses. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<number>();
  print(future.done(), future.cancelled());
  for (const read of [() => future.result(), () => future.exception()]) {
    try {
      read();
    } catch (error) {
      print(show(error));
    }
  }
  future.setResult(42);
  print(future.done(), future.cancelled(), future.result(), future.exception());
  for (const write of [() => future.setResult(1), () => future.setException(new Boom("late"))]) {
    try {
      write();
    } catch (error) {
      print(show(error));
    }
  }
  print(future.cancel(), future.result());
}

await asyncio.run(main());
