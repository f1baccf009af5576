/** What comes from outside of the loop, and what is built of several awaitables, keeps its type: compiled, never run. */
import * as asyncio from "../../src/runtime/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
/** Fails for a type that is not this one, and for `any`. */
type Is<A, B> = IsAny<A> extends true ? false : Equal<A, B>;
type Expect<T extends true> = T;

function* count() {
  yield* asyncio.sleep(0);
  return 1;
}

function* text() {
  yield* asyncio.sleep(0);
  return "a";
}

export function* tuples(perhaps: boolean) {
  const none = yield* asyncio.gather([]);
  const three = yield* asyncio.gather([count(), asyncio.createTask(text()), asyncio.shield(count())]);
  const nested = yield* asyncio.gather([asyncio.gather([count(), text()]), asyncio.waitFor(text(), 1)]);
  const constant = yield* asyncio.gather([count(), text()] as const);
  const fromSet = yield* asyncio.gather(new Set([count()]));
  const settledSet = yield* asyncio.gather(new Set([count()]), { returnExceptions: true });
  const settled = yield* asyncio.gather([count(), text()], { returnExceptions: true });
  const undecided = yield* asyncio.gather([count(), text()], { returnExceptions: perhaps });
  const future = asyncio.gather([count(), text()]);
  // @ts-expect-error a tuple has no third item
  three[3];
  // @ts-expect-error a number is nothing to await
  asyncio.gather([1]);
  return {} as [
    Expect<Is<typeof none, []>>,
    Expect<Is<typeof three, [number, string, number]>>,
    Expect<Is<typeof nested, [[number, string], string]>>,
    Expect<Is<typeof constant, [number, string]>>,
    Expect<Is<typeof fromSet, number[]>>,
    Expect<Is<typeof settledSet, (number | Error)[]>>,
    Expect<Is<typeof settled, [number | Error, string | Error]>>,
    Expect<Is<typeof undecided, [number | Error, string | Error]>>,
    Expect<Is<typeof future, asyncio.Future<[number, string]>>>,
  ];
}

export function* awaitables() {
  const ensured = asyncio.ensureFuture(count());
  const shielded = asyncio.shield(text());
  const task = new asyncio.Task(count());
  const made = asyncio.getRunningLoop().createTask(text());
  const eager = asyncio.createTask(count(), { eagerStart: true });
  const coro = task.getCoro();
  const ended = yield* asyncio.timeoutAt(null).aenter();
  const met = yield* new asyncio.Condition().waitFor(() => "met" as const);
  const taken = yield* new asyncio.Semaphore(1).acquire();
  yield* new asyncio.Queue<number>().join();
  return {} as [
    Expect<Is<typeof ensured, asyncio.Future<number>>>,
    Expect<Is<typeof shielded, asyncio.Future<string>>>,
    Expect<Is<typeof task, asyncio.Task<number>>>,
    Expect<Is<typeof made, asyncio.Task<string>>>,
    Expect<Is<typeof eager, asyncio.Task<number>>>,
    Expect<Is<typeof coro, asyncio.Coroutine<number>>>,
    Expect<Is<typeof ended, asyncio.Timeout>>,
    Expect<Is<typeof met, "met">>,
    Expect<Is<typeof taken, true>>,
  ];
}

export function* promises() {
  const value = yield* asyncio.fromPromise(Promise.resolve(new Date(0)));
  const started = yield* asyncio.fromPromise(async (signal: AbortSignal) => signal.aborted);
  const wrapped = asyncio.wrapPromise(Promise.resolve(1));
  const given = asyncio.toPromise(text());
  const [code] = yield* asyncio.fromEvent<[number]>(new EventTarget(), "exit");
  return {} as [
    Expect<Is<typeof value, Date>>,
    Expect<Is<typeof started, boolean>>,
    Expect<Is<typeof wrapped, asyncio.Future<number>>>,
    Expect<Is<typeof given, Promise<string>>>,
    Expect<Is<typeof code, number>>,
  ];
}

export async function native() {
  const result = await asyncio.createTask(count());
  const own = await asyncio.run(text());
  await using runner = new asyncio.Runner();
  const run = await runner.run(count());
  return {} as [
    Expect<Is<typeof result, number>>,
    Expect<Is<typeof own, string>>,
    Expect<Is<typeof run, number>>,
  ];
}

export function* threads() {
  const joined = yield* asyncio.toThread((a: string, b: number) => a.repeat(b), "a", 2);
  const later = yield* asyncio.toThread(async () => 1n);
  const executed = yield* asyncio.getRunningLoop().runInExecutor(null, (n: number) => n > 1, 2);
  // @ts-expect-error the function takes a number
  asyncio.toThread((n: number) => n, "1");
  return {} as [
    Expect<Is<typeof joined, string>>,
    Expect<Is<typeof later, bigint>>,
    Expect<Is<typeof executed, boolean>>,
  ];
}

export function* network() {
  const server = yield* asyncio.startServer(function* (reader, writer) {
    const data = yield* reader.read(1);
    writer.write(data);
    type Check = [
      Expect<Is<typeof reader, asyncio.StreamReader>>,
      Expect<Is<typeof writer, asyncio.StreamWriter>>,
    ];
    void ({} as Check);
  });
  const loop = asyncio.getRunningLoop();
  class Echo extends asyncio.Protocol {
    readonly lines: string[] = [];
  }
  const [transport, protocol] = yield* loop.createConnection(() => new Echo(), "localhost", 1);
  const [datagrams] = yield* loop.createDatagramEndpoint(() => new asyncio.DatagramProtocol());
  const name = transport.getExtraInfo("peername");
  return {} as [
    Expect<Is<typeof server, asyncio.Server>>,
    Expect<Is<typeof protocol, Echo>>,
    Expect<Equal<typeof transport extends asyncio.Transport ? true : false, true>>,
    Expect<Equal<typeof datagrams extends asyncio.DatagramTransport ? true : false, true>>,
    Expect<Is<typeof name, asyncio.InternetAddress | null>>,
  ];
}

export function* iteration() {
  const ticks = asyncio.asyncGenerator(function* (limit: number) {
    for (let i = 0; i < limit; i++) {
      yield* asyncio.sleep(0);
      yield String(i);
    }
  });
  const first = yield* ticks(2).anext();
  const whole = yield* asyncio.asyncFor(ticks(2), function* (item) {
    type Check = Expect<Is<typeof item, string>>;
    void ({} as Check);
  });
  // @ts-expect-error it takes a number
  ticks("2");
  // @ts-expect-error an array is no asynchronous iterable
  yield* asyncio.asyncFor([1], function* () {});
  return {} as [Expect<Is<typeof first, string>>, Expect<Is<typeof whole, boolean>>];
}
