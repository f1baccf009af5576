// `createTask` starts a coroutine in the background; awaiting the task gives what the coroutine returned.
import * as asyncio from "loopscope";

function* fetchPrice(item: string) {
  console.log(`looking up ${item}`);
  yield* asyncio.sleep(0.05);
  return item.length * 10;
}

function* main() {
  const task = asyncio.createTask(fetchPrice("tea"), { name: "price of tea" });
  console.log(`created: ${task.getName()}, done: ${task.done()}`);
  // The task has not started yet: it takes its first step when this coroutine suspends.
  const price = yield* task;
  console.log(`price: ${price}, done: ${task.done()}`);
}

await asyncio.run(main());

// Prints:
// created: price of tea, done: false
// looking up tea
// price: 30, done: true
