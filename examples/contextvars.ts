// A ContextVar has its own value in every task: a task starts with a copy of its creator's values, and what it sets
// stays with it.
import * as asyncio from "loopscope";

const requestId = new asyncio.ContextVar("requestId", { default: "none" });

function log(message: string) {
  console.log(`[${requestId.get()}] ${message}`);
}

function* handle(id: string, seconds: number) {
  requestId.set(id);
  log("started");
  yield* asyncio.sleep(seconds);
  log("answered"); // still ours, although the other request ran in between
}

function* main() {
  yield* asyncio.gather([handle("A", 0.01), handle("B", 0.03)]);
  log("main never had a request");
}

await asyncio.run(main());

// Prints:
// [A] started
// [B] started
// [A] answered
// [B] answered
// [none] main never had a request
