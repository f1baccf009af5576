// A producer and two consumers share a queue. Its bound makes the producer wait for them; `join` waits until every
// item has been worked on, and `shutdown` sends the consumers home.
import * as asyncio from "loopscope";

function* producer(queue: asyncio.Queue<number>) {
  for (let n = 1; n <= 4; n++) {
    yield* queue.put(n);
    console.log(`produced ${n}`);
  }
}

function* consumer(name: string, queue: asyncio.Queue<number>) {
  try {
    while (true) {
      const n = yield* queue.get();
      yield* asyncio.sleep(0.02 * n);
      console.log(`${name} consumed ${n}`);
      queue.taskDone();
    }
  } catch (error) {
    if (!(error instanceof asyncio.QueueShutDown)) throw error;
    console.log(`${name} goes home`);
  }
}

function* main() {
  const queue = new asyncio.Queue<number>(1);
  const consumers = [asyncio.createTask(consumer("Ann", queue)), asyncio.createTask(consumer("Bob", queue))];
  yield* producer(queue);
  yield* queue.join();
  queue.shutdown();
  yield* asyncio.gather(consumers);
}

await asyncio.run(main());

// Prints:
// produced 1
// produced 2
// produced 3
// Ann consumed 1
// produced 4
// Bob consumed 2
// Ann consumed 3
// Bob consumed 4
// Ann goes home
// Bob goes home
