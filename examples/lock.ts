// Without a lock, two tasks that read, wait and write lose an update; with one, only one at a time is in the middle.
import * as asyncio from "loopscope";

const account = { balance: 100 };

function* deposit(amount: number) {
  const before = account.balance;
  yield* asyncio.sleep(0.01); // here another task may run
  account.balance = before + amount;
}

function* depositSafely(lock: asyncio.Lock, amount: number) {
  yield* asyncio.asyncWith(lock, function* () {
    yield* deposit(amount);
  });
}

function* main() {
  yield* asyncio.gather([deposit(10), deposit(20)]);
  console.log(`without a lock: ${account.balance}`);

  account.balance = 100;
  const lock = new asyncio.Lock();
  yield* asyncio.gather([depositSafely(lock, 10), depositSafely(lock, 20)]);
  console.log(`with a lock: ${account.balance}, locked now: ${lock.locked()}`);
}

await asyncio.run(main());

// Prints:
// without a lock: 120
// with a lock: 130, locked now: false
