/** Cancelling what gather returned cancels all children; it ends when they have. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string, polite: boolean) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print(name, show(error));
    if (polite) throw error;
    yield* asyncio.sleep(0);
    print(name, "declines");
    return name;
  }
}

function* main() {
  for (const returnExceptions of [false, true]) {
    const group = asyncio.gather(new Set([child("a", true), child("b", false)]), { returnExceptions });
    yield* asyncio.sleep(0);
    print(group.cancel("stop all"), group.done());
    try {
      print(yield* group);
    } catch (error) {
      print("main", show(error), group.cancelled());
    }
    print(group.cancel());
    yield* asyncio.sleep(0);
    yield* asyncio.sleep(0);
  }
}

await asyncio.run(main());
