/**
 * An order service that comes to a standstill: the program to find and unstick with the debugger.
 *
 * Three clerks take orders from a queue. Each needs one of three database connections, reserves the goods (the
 * `inventory` lock) and books the payment (the `ledger` lock). Customers also send goods back: `refunds` pays the money
 * back and puts the goods on the shelf again. All goes well while the shop is quiet. About a second after the start,
 * in the rush hour, orders stop being placed, although nothing failed and `metrics` still reports every second.
 *
 * Run `loopscope run examples/order-service.ts`, or press F5 on this file, and look at who waits for whom. Cancel one of
 * the tasks that hold each other up: it lets go of what it holds, the others go on, and the backlog drains.
 */
import * as asyncio from "loopscope";

const CLERKS = 3;
const CONNECTIONS = 3;
const LOOKUP_SECONDS = 0.04;
const WRITE_SECONDS = 0.04;

interface Order {
  readonly id: number;
  readonly item: string;
}

class Shop {
  readonly orders = new asyncio.Queue<Order>(0, { name: "orders" });
  readonly returns = new asyncio.Queue<Order>(0, { name: "returns" });
  readonly connections = new asyncio.Semaphore(CONNECTIONS, { name: "connections" });
  readonly inventory = new asyncio.Lock({ name: "inventory" });
  readonly ledger = new asyncio.Lock({ name: "ledger" });
  placed = 0;

  /** Reserves the goods, then books the payment. */
  *placeOrder(order: Order) {
    yield* asyncio.asyncWith(this.connections, () => this.reserveAndBook(order));
    this.placed++;
  }

  *reserveAndBook(order: Order) {
    const { inventory, ledger } = this;
    yield* asyncio.asyncWith(inventory, function* reserve() {
      yield* checkShelf(order);
      yield* asyncio.asyncWith(ledger, function* book() {
        yield* writeEntry(order);
      });
    });
  }

  /** Pays the money back, then puts the goods back on the shelf. */
  *refund(order: Order) {
    yield* asyncio.asyncWith(this.connections, () => this.payBackAndRestock(order));
  }

  *payBackAndRestock(order: Order) {
    const { inventory, ledger } = this;
    yield* asyncio.asyncWith(ledger, function* payBack() {
      yield* writeEntry(order);
      yield* asyncio.asyncWith(inventory, function* restock() {
        yield* checkShelf(order);
      });
    });
  }
}

function* checkShelf(_order: Order) {
  yield* asyncio.sleep(LOOKUP_SECONDS);
}

function* writeEntry(_order: Order) {
  yield* asyncio.sleep(WRITE_SECONDS);
}

/** Takes orders from the queue for ever. An order that is interrupted goes back to the queue. */
function* clerk(shop: Shop) {
  const name = asyncio.currentTask()!.getName();
  while (true) {
    const order = yield* shop.orders.get();
    try {
      yield* shop.placeOrder(order);
      console.log(`${name}: order ${order.id} placed (${order.item})`);
    } catch (error) {
      if (error instanceof asyncio.CancelledError) {
        console.log(`${name}: order ${order.id} was interrupted, it goes back to the queue`);
        shop.orders.putNowait(order);
      }
      throw error;
    }
  }
}

/** Handles what customers send back. A refund that is interrupted is left to a person. */
function* refunds(shop: Shop) {
  while (true) {
    const order = yield* shop.returns.get();
    try {
      yield* shop.refund(order);
      console.log(`refunds: order ${order.id} paid back`);
    } catch (error) {
      if (error instanceof asyncio.CancelledError)
        console.log(`refunds: order ${order.id} was interrupted, somebody has to look at it`);
      throw error;
    }
  }
}

/** A quiet morning with one return, the rush hour with another, and then customers now and then. */
function* customers(shop: Shop) {
  const items = ["tea", "bread", "honey", "apples"];
  let id = 100;
  const order = (): Order => ({ id: ++id, item: items[id % items.length]! });

  shop.returns.putNowait({ id: 97, item: "jam" });
  yield* asyncio.sleep(0.3);
  for (let rush = 0; rush < 25; rush++) {
    shop.orders.putNowait(order());
    if (rush === 15) shop.returns.putNowait({ id: 98, item: "honey" });
    yield* asyncio.sleep(0.05);
  }
  while (true) {
    shop.orders.putNowait(order());
    yield* asyncio.sleep(0.25);
  }
}

function* metrics(shop: Shop) {
  while (true) {
    yield* asyncio.sleep(1);
    console.log(`metrics: ${shop.placed} orders placed, ${shop.orders.qsize()} waiting`);
  }
}

/** Starts the jobs, and starts one anew when it ends. */
function* supervise(jobs: ReadonlyMap<string, () => asyncio.Coroutine<void>>) {
  const start = (name: string) => asyncio.createTask(jobs.get(name)!(), { name });
  let running = [...jobs.keys()].map(start);
  while (true) {
    const [done, pending] = yield* asyncio.wait(running, { returnWhen: asyncio.FIRST_COMPLETED });
    running = [...pending];
    for (const task of done) {
      const why = task.cancelled() ? "was cancelled" : `failed: ${task.exception()}`;
      console.log(`supervisor: ${task.getName()} ${why}; starting it anew`);
      running.push(start(task.getName()));
    }
  }
}

function* main() {
  const shop = new Shop();
  const jobs = new Map<string, () => asyncio.Coroutine<void>>([
    ["refunds", () => refunds(shop)],
    ["customers", () => customers(shop)],
    ["metrics", () => metrics(shop)],
  ]);
  for (let n = 1; n <= CLERKS; n++) jobs.set(`clerk-${n}`, () => clerk(shop));
  yield* supervise(jobs);
}

await asyncio.run(main());
