// A database: SQLite through @libsql/client, whose calls give promises. A connection serves one transaction at a time,
// so a lock stands before it; a transaction that fails, or is cancelled in the middle, leaves nothing behind.
import { type Client, createClient } from "@libsql/client";
import * as asyncio from "loopscope";

class Bank {
  readonly #client: Client = createClient({ url: "file::memory:" });
  readonly #oneAtATime = new asyncio.Lock({ name: "bank" });

  *open() {
    yield* asyncio.fromPromise(
      this.#client.batch([
        "CREATE TABLE accounts (name TEXT PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0))",
        "INSERT INTO accounts VALUES ('Ann', 100), ('Bob', 50)",
      ]),
    );
  }

  /** Moves money; `pause` is how many seconds pass in the middle. */
  *transfer(from: string, to: string, amount: number, pause = 0) {
    yield* asyncio.asyncWith(this.#oneAtATime, () => this.#move(from, to, amount, pause));
  }

  *#move(from: string, to: string, amount: number, pause: number) {
    const add = "UPDATE accounts SET balance = balance + ? WHERE name = ?";
    const transaction = yield* asyncio.fromPromise(this.#client.transaction("write"));
    try {
      yield* asyncio.fromPromise(transaction.execute({ sql: add, args: [amount, to] }));
      yield* asyncio.sleep(pause);
      yield* asyncio.fromPromise(transaction.execute({ sql: add, args: [-amount, from] }));
      yield* asyncio.fromPromise(transaction.commit());
    } finally {
      transaction.close(); // takes back what was not committed
    }
  }

  *balances() {
    const { rows } = yield* asyncio.fromPromise(
      this.#client.execute("SELECT name, balance FROM accounts ORDER BY name"),
    );
    return rows.map(({ name, balance }) => `${name} ${balance}`).join(", ");
  }

  close() {
    this.#client.close();
  }
}

function* main() {
  const bank = new Bank();
  try {
    yield* bank.open();
    yield* asyncio.gather([bank.transfer("Ann", "Bob", 30, 0.02), bank.transfer("Bob", "Ann", 10)]);
    console.log(`two transfers: ${yield* bank.balances()}`);

    const [failure] = yield* asyncio.gather([bank.transfer("Bob", "Ann", 1000)], { returnExceptions: true });
    console.log(`too much: ${/CHECK/.test(String(failure)) ? "refused" : failure}`);

    const slow = asyncio.createTask(bank.transfer("Ann", "Bob", 5, 3600));
    yield* asyncio.sleep(0.05);
    slow.cancel();
    yield* asyncio.wait([slow]);
    console.log(`cancelled: ${slow.cancelled()}`);
    console.log(`afterwards: ${yield* bank.balances()}`);
  } finally {
    bank.close();
  }
}

await asyncio.run(main());

// Prints:
// two transfers: Ann 80, Bob 70
// too much: refused
// cancelled: true
// afterwards: Ann 80, Bob 70
