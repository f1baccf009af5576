// `wait` never throws and never cancels: it gives the tasks that are done, and those that are not.
import * as asyncio from "loopscope";

function* answerAfter(delay: number, server: string) {
  yield* asyncio.sleep(delay);
  return server;
}

function* main() {
  const slow = asyncio.createTask(answerAfter(3600, "slow server"));
  const fast = asyncio.createTask(answerAfter(0.02, "fast server"));

  const [done, pending] = yield* asyncio.wait([slow, fast], { returnWhen: asyncio.FIRST_COMPLETED });
  for (const task of done) console.log(`first answer: ${task.result()}`);

  for (const task of pending) task.cancel();
  console.log(`${pending.size} still pending, cancelled`);
}

await asyncio.run(main());

// Prints:
// first answer: fast server
// 1 still pending, cancelled
