/** shutdown_asyncgens closes those of its loop, once; those that were closed are not its business. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const guarded = asyncio.asyncGenerator(function* guarded(name: string) {
  try {
    yield name;
    yield name;
  } finally {
    print(name, "closed");
  }
});

function* main() {
  const loop = asyncio.getRunningLoop();
  yield* loop.shutdownAsyncgens();
  const [first, second] = [guarded("first"), guarded("second")];
  const caught: string[] = [];
  const listen = (warning: Error) => caught.push(`${warning.name}: ${warning.message.split(" ")[0]}`);
  process.on("warning", listen);
  print(yield* first.anext(), yield* second.anext());
  while (caught.length < 2) yield* asyncio.sleep(0.001);
  process.off("warning", listen);
  print(caught);
  yield* first.aclose();
  yield* loop.shutdownAsyncgens();
  try {
    yield* second.anext();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
