/** What run refuses: what is no coroutine, and to be called inside of a loop. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main(): asyncio.Coroutine<void> {
  try {
    void asyncio.run(main());
  } catch (error) {
    print(show(error));
  }
  try {
    void runner.run(main());
  } catch (error) {
    print(show(error));
  }
}

const runner = new asyncio.Runner();
await asyncio.run(main());
await runner.close();
for (const refused of [5, null, main]) {
  try {
    await asyncio.run(refused as never);
  } catch (error) {
    print((error as Error).constructor.name, (error as Error).message.slice(0, 25));
  }
}
