/** A running loop cannot be closed, nor another one be run inside of it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  try {
    loop.close();
  } catch (error) {
    print(show(error));
  }
  const other = asyncio.newEventLoop();
  try {
    void other.runForever();
  } catch (error) {
    print(show(error));
  }
  other.close();
  print(loop.isRunning(), loop.isClosed(), other.isClosed());
}

await asyncio.run(main());
