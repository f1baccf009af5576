// For the time to the first stop.
import * as asyncio from "loopscope";

function* main() {
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
