// Both ways over the border: tasks await native promises, and native `async` code awaits tasks.
import { setTimeout as nativeSleep } from "node:timers/promises";
import * as asyncio from "loopscope";

async function nativeHelper(name: string): Promise<string> {
  await nativeSleep(10);
  return `hello from async, ${name}`;
}

function* coroutine() {
  yield* asyncio.sleep(0.01);
  return "hello from a task";
}

async function nativeCaller(task: asyncio.Task<string>): Promise<void> {
  console.log(await task); // a Task is thenable
}

function* main() {
  console.log(yield* asyncio.fromPromise(nativeHelper("coroutine")));

  const task = asyncio.createTask(coroutine());
  yield* asyncio.fromPromise(nativeCaller(task));

  // As a Future, a promise goes wherever futures go: into `waitFor`, `gather`, `wait`.
  const future = asyncio.wrapPromise(nativeHelper("future"));
  console.log(yield* asyncio.waitFor(future, 5));
}

await asyncio.run(main());

// Prints:
// hello from async, coroutine
// hello from a task
// hello from async, future
