/**
 * What the type checker must see in user code: this file is compiled, never run. Each `Expect<Equal<…>>` fails to
 * compile when the types differ, each `@ts-expect-error` when the line compiles.
 */
import * as asyncio from "../../src/runtime/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;
/** What `yield*` of it gives. */
type Awaited_<A> = A extends { [Symbol.iterator](): Iterator<unknown, infer T, never> } ? T : never;

function* number() {
  yield* asyncio.sleep(0);
  return 1;
}

function* text() {
  yield* asyncio.sleep(0);
  return "a";
}

function* nothing() {
  yield* asyncio.sleep(0);
}

export function* awaiting() {
  const fromCoroutine = yield* number();
  const fromTask = yield* asyncio.createTask(text());
  const fromFuture = yield* asyncio.getRunningLoop().createFuture<boolean>();
  const fromSleep = yield* asyncio.sleep(1);
  const fromSleepWithResult = yield* asyncio.sleep(1, "done" as const);
  const fromPromise = yield* asyncio.fromPromise(Promise.resolve(1n));
  const fromShield = yield* asyncio.shield(number());
  return {} as [
    Expect<Equal<typeof fromCoroutine, number>>,
    Expect<Equal<typeof fromTask, string>>,
    Expect<Equal<typeof fromFuture, boolean>>,
    Expect<Equal<typeof fromSleep, void>>,
    Expect<Equal<typeof fromSleepWithResult, "done">>,
    Expect<Equal<typeof fromPromise, bigint>>,
    Expect<Equal<typeof fromShield, number>>,
  ];
}

export function running() {
  const result = asyncio.run(number());
  const empty = asyncio.run(nothing(), { debug: true });
  const loop = asyncio.newEventLoop();
  const until = loop.runUntilComplete(text());
  return {} as [
    Expect<Equal<typeof result, Promise<number>>>,
    Expect<Equal<typeof empty, Promise<void>>>,
    Expect<Equal<typeof until, Promise<string>>>,
  ];
}

export function* tasks() {
  const task = asyncio.createTask(number(), { name: "n" });
  const ensured = asyncio.ensureFuture(task);
  const result = task.result();
  const exception = task.exception();
  const current = asyncio.currentTask();
  const all = asyncio.allTasks();
  yield* task;
  return {} as [
    Expect<Equal<typeof task, asyncio.Task<number>>>,
    Expect<Equal<Awaited_<typeof ensured>, number>>,
    Expect<Equal<typeof result, number>>,
    Expect<Equal<unknown extends typeof exception ? true : false, true>>,
    Expect<Equal<typeof current, asyncio.Task<unknown> | null>>,
    Expect<Equal<typeof all, Set<asyncio.Task<unknown>>>>,
  ];
}

export function* gathering() {
  const pair = yield* asyncio.gather([number(), asyncio.createTask(text())]);
  const list = yield* asyncio.gather([1, 2].map(() => number()));
  const outcomes = yield* asyncio.gather([number(), text()], { returnExceptions: true });
  return {} as [
    Expect<Equal<typeof pair, [number, string]>>,
    Expect<Equal<typeof list, number[]>>,
    Expect<Equal<(typeof outcomes)[0] extends number ? true : false, false>>,
  ];
}

export function* waiting() {
  const limited = yield* asyncio.waitFor(text(), 1);
  const unlimited = yield* asyncio.waitFor(number(), null);
  const [done, pending] = yield* asyncio.wait([asyncio.createTask(number())], {
    timeout: 5,
    returnWhen: asyncio.FIRST_COMPLETED,
  });
  return {} as [
    Expect<Equal<typeof limited, string>>,
    Expect<Equal<typeof unlimited, number>>,
    Expect<Equal<typeof done, Set<asyncio.Task<number>>>>,
    Expect<Equal<typeof pending, Set<asyncio.Task<number>>>>,
  ];
}

export function* withContexts() {
  const value = yield* asyncio.asyncWith(new asyncio.Lock(), function* () {
    return yield* number();
  });
  const inGroup = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    const task = group.createTask(text());
    return {} as [
      Expect<Equal<typeof group, asyncio.TaskGroup>>,
      Expect<Equal<typeof task, asyncio.Task<string>>>,
    ];
  });
  const limit = yield* asyncio.asyncWith(asyncio.timeout(null), function* (timeout) {
    return timeout;
  });
  return {} as [
    Expect<Equal<typeof value, number>>,
    Expect<Equal<(typeof inGroup)["length"], 2>>,
    Expect<Equal<typeof limit, asyncio.Timeout>>,
  ];
}

export function* queues() {
  const queue = new asyncio.Queue<Date>(2);
  const item = yield* queue.get();
  const now = queue.getNowait();
  yield* queue.put(new Date(0));
  // @ts-expect-error: a string is not an item of this queue
  queue.putNowait("a");
  return {} as [Expect<Equal<typeof item, Date>>, Expect<Equal<typeof now, Date>>];
}

export function* completing() {
  for (const next of asyncio.asCompleted([number(), number()], { timeout: 1 })) {
    const value = yield* next;
    type Check = Expect<Equal<typeof value, number>>;
    void ({} as Check);
  }
  for (const next of asyncio.asCompleted([number(), asyncio.createTask(text())])) {
    const value = yield* next;
    type Check = Expect<Equal<typeof value, number | string>>;
    void ({} as Check);
  }
  yield* asyncio.asyncFor(asyncio.asCompleted([asyncio.createTask(number())]), function* (future) {
    const value = future.result();
    type Check = Expect<Equal<typeof value, number>>;
    void ({} as Check);
  });
}

export function contexts() {
  const withDefault = new asyncio.ContextVar("a", { default: 1 });
  const value = withDefault.get();
  const result = asyncio.copyContext().run((n: number) => String(n), 1);
  return {} as [Expect<Equal<typeof value, number>>, Expect<Equal<typeof result, string>>];
}

export const decorated = asyncio.coroutine(function* named(count: number, label = "x") {
  yield* asyncio.sleep(0);
  return [count, label] as const;
});

export function* calling() {
  const result = yield* decorated(1);
  // @ts-expect-error: it takes a number
  decorated("1");
  return {} as Expect<Equal<typeof result, readonly [number, string]>>;
}

export function* refused() {
  // @ts-expect-error: the delay is a number of seconds
  yield* asyncio.sleep("1");
  // @ts-expect-error: a function is not a coroutine; call it
  asyncio.createTask(number);
  // @ts-expect-error: a promise is awaited through fromPromise
  asyncio.createTask(Promise.resolve(1));
  // @ts-expect-error: not a promise either
  yield* Promise.resolve(1);
  // @ts-expect-error: keyword arguments go into an object
  asyncio.createTask(number(), "name");
  // @ts-expect-error: there is no such constant
  yield* asyncio.wait([asyncio.createTask(number())], { returnWhen: "SOMETIMES" });
  // @ts-expect-error: the timeout is required, null for none
  yield* asyncio.waitFor(number());
  // @ts-expect-error: a number is no context manager
  yield* asyncio.asyncWith(1, function* () {});
  const future = asyncio.getRunningLoop().createFuture<number>();
  // @ts-expect-error: the future is of a number
  future.setResult("1");
}
