/** What is no coroutine does not run, and a runner or a loop that is closed runs nothing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  return "done";
}

async function attempt(name: string, f: () => unknown): Promise<void> {
  try {
    print(name, await f());
  } catch (error) {
    print(name, show(error));
  }
}

for (const refused of [5, "text"] as never[]) await attempt("run", () => asyncio.run(refused));
const runner = new asyncio.Runner();
for (const refused of [5, "text"] as never[]) await attempt("runner", () => runner.run(refused));
await attempt("runner", () => runner.run(work()));
await runner.close();
await runner.close();
await attempt("closed runner", () => runner.run(work()));
await attempt("closed runner", () => runner.getLoop());

const loop = asyncio.newEventLoop();
for (const refused of [5, "text", null, [1]] as never[]) {
  await attempt("run_until_complete", () => loop.runUntilComplete(refused));
}
await attempt("run_until_complete", () => loop.runUntilComplete(work()));
loop.close();
await attempt("closed loop", () => loop.runForever());
await attempt("closed loop", () => loop.callSoon(print));
await attempt("closed loop", () => loop.callLater(1, print));
await attempt("closed loop", () => loop.callSoonThreadsafe(print));
await attempt("closed loop", () => loop.createTask(work()));
