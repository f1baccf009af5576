/** A task cannot await a future of another loop. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const other = asyncio.newEventLoop();
  const foreign = other.createFuture();
  try {
    yield* foreign;
  } catch (error) {
    const text = show(error);
    print(text.startsWith("RuntimeError: Task <Task pending"));
    print(text.endsWith("attached to a different loop"));
  }
  print(foreign.getLoop() === other);
  other.close();
}

await asyncio.run(main());
