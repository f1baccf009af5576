/** A Runner keeps its loop and its context from run to run, until it is closed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "unset" });

function* setter(value: string) {
  const before = variable.get();
  variable.set(value);
  yield* asyncio.sleep(0);
  return [before, asyncio.getRunningLoop()] as const;
}

function* inside(runner: asyncio.Runner, coro: asyncio.Coroutine<unknown>) {
  try {
    runner.run(coro);
  } catch (error) {
    print(show(error));
  }
}

function* background() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    print("background ends");
  }
}

function* start() {
  asyncio.createTask(background());
  yield* asyncio.sleep(0);
}

const runner = new asyncio.Runner();
const [first, loop] = await runner.run(setter("one"));
const [second, same] = await runner.run(setter("two"));
print(first, second, loop === same, runner.getLoop() === loop, variable.get());
const given = asyncio.copyContext();
given.run(() => variable.set("given"));
print((await runner.run(setter("three"), { context: given }))[0], given.get(variable));
await runner.run(inside(runner, setter("never")));
await runner.run(start());
print("closing", loop.isClosed());
await runner.close();
print("closed", loop.isClosed());
await runner.close();
for (const refused of [() => runner.run(setter("never")), () => runner.getLoop()]) {
  try {
    refused();
  } catch (error) {
    print(show(error));
  }
}
