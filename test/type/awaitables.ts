/**
 * What may not loosen: compiled, never run, as `api.ts`. `any` equals everything to a careless comparison, so each type is
 * asked whether it is `any` as well.
 */
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

export function* combined() {
  const [first, second] = yield* asyncio.gather([count(), asyncio.sleep(0, "a" as const)]);
  const settled = yield* asyncio.gather([count()], { returnExceptions: true });
  const task = asyncio.createTask(count());
  const [done, pending] = yield* asyncio.wait([task]);
  const limited = yield* asyncio.waitFor(count(), 1);
  const grouped = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    return group.createTask(count());
  });
  const within = yield* asyncio.asyncWith(asyncio.timeout(1), function* (scope) {
    return [scope, yield* count()] as const;
  });
  return {} as [
    Expect<Is<typeof first, number>>,
    Expect<Is<typeof second, "a">>,
    Expect<Is<(typeof settled)[0], number | Error>>,
    Expect<Is<typeof done, Set<asyncio.Task<number>>>>,
    Expect<Is<typeof pending, Set<asyncio.Task<number>>>>,
    Expect<Is<typeof limited, number>>,
    Expect<Is<typeof grouped, asyncio.Task<number>>>,
    Expect<Is<(typeof within)[0], asyncio.Timeout>>,
    Expect<Is<(typeof within)[1], number>>,
  ];
}

export function* resources() {
  const queue = new asyncio.Queue<string>(1);
  const item = yield* queue.get();
  const now = queue.getNowait();
  const locked = yield* new asyncio.Lock().acquire();
  const set = yield* new asyncio.Event().wait();
  const place = yield* new asyncio.Barrier(2).wait();
  // @ts-expect-error an item of another type
  queue.putNowait(5);
  return {} as [
    Expect<Is<typeof item, string>>,
    Expect<Is<typeof now, string>>,
    Expect<Is<typeof locked, true>>,
    Expect<Is<typeof set, true>>,
    Expect<Is<typeof place, number>>,
  ];
}

export function* streams() {
  const [reader, writer] = yield* asyncio.openConnection("localhost", 1);
  const line = yield* reader.readline();
  const closing = writer.isClosing();
  return {} as [
    Expect<Is<typeof reader, asyncio.StreamReader>>,
    Expect<Is<typeof writer, asyncio.StreamWriter>>,
    Expect<Equal<typeof line extends Uint8Array ? true : false, true>>,
    Expect<Is<IsAny<typeof line>, false>>,
    Expect<Is<typeof closing, boolean>>,
  ];
}

export function graphs(task: asyncio.Task<number>) {
  const graph = asyncio.captureCallGraph(task, { limit: 1 });
  const stack = task.getStack({ limit: null });
  const text = asyncio.formatCallGraph();
  // @ts-expect-error a limit is a number
  asyncio.captureCallGraph(task, { limit: "1" });
  // @ts-expect-error a file has `write`
  asyncio.printCallGraph(task, { file: "stdout" });
  return {} as [
    Expect<Is<typeof graph, asyncio.FutureCallGraph | null>>,
    Expect<Is<typeof stack, asyncio.Frame[]>>,
    Expect<Is<typeof text, string>>,
  ];
}
