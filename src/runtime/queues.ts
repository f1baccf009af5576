/**
 * Queues between tasks.
 *
 * Source: CPython 3.13 `Lib/asyncio/queues.py`. Who waits in `get`, `put` or `join` waits, for a debugger, for the
 * queue itself.
 */
import type { Coroutine } from "./coroutines.js";
import { currentTaskOrNull } from "./current_task.js";
import { Deque } from "./deque.js";
import { ValueError } from "./exceptions.js";
import { observer } from "./instrumentation.js";
import { Event } from "./locks.js";
import { LoopBound, type ResourceOptions } from "./mixins.js";
import { type Compare, compareItems, heapPop, heapPush } from "./priority.js";
import { repr } from "./repr.js";
import { WaiterList } from "./waiters.js";

/** `getNowait` on an empty queue. */
export class QueueEmpty extends Error {}

/** `putNowait` on a full queue. */
export class QueueFull extends Error {}

/** `put` to a queue that was shut down, or `get` from one that is empty besides. */
export class QueueShutDown extends Error {}

for (const error of [QueueEmpty, QueueFull, QueueShutDown]) {
  Object.defineProperty(error.prototype, "name", { value: error.name, configurable: true, writable: true });
}

/** What a queue keeps its items in. */
interface Store<T> extends Iterable<T> {
  readonly length: number;
}

/**
 * First in, first out. With a `maxsize` above zero, `put` waits while the queue is that long.
 *
 * A subclass changes the order by overriding `_init`, `_get` and `_put`, as in CPython.
 */
export class Queue<T = unknown> extends LoopBound {
  /** How many items it holds at most; zero or less: any number. */
  readonly maxsize: number;
  /** @internal */ readonly _getters = new WaiterList();
  /** @internal */ readonly _putters = new WaiterList();
  /** @internal How many items were put and not yet declared done. */ _unfinishedTasks = 0;
  /** @internal */ readonly _finished: Event;
  /** @internal */ _isShutdown = false;
  /** The observer's own record of this queue. */ probe: unknown = null;
  /** The items. */
  declare protected _queue: Store<T>;

  constructor(maxsize = 0, options: ResourceOptions = {}) {
    super("queue.get", options);
    this.maxsize = maxsize;
    this._finished = new Event()._standFor("queue.join", this);
    this._finished.set();
    this._init(maxsize);
  }

  /** Makes the empty store, `_queue`. */
  protected _init(_maxsize: number): void {
    this._queue = new Deque<T>();
  }
  /** Takes the next item out of the store. */
  protected _get(): T {
    return (this._queue as Deque<T>).shift();
  }
  /** Puts an item into the store. */
  protected _put(item: T): void {
    (this._queue as Deque<T>).push(item);
  }

  /** How many items it holds. */
  qsize(): number {
    return this._queue.length;
  }
  /** Whether there is no item: {@link Queue.getNowait} would raise {@link QueueEmpty}. */
  empty(): boolean {
    return this.qsize() === 0;
  }
  /** Whether it holds `maxsize` items; never, when that is zero. */
  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize;
  }

  /**
   * Adds an item; waits for room.
   * @throws {QueueShutDown} when it is shut down.
   */
  *put(item: T): Coroutine<void> {
    while (this.full()) {
      if (this._isShutdown) throw new QueueShutDown();
      yield* this.#wait(this._putters, "queue.put", () => !this.full());
    }
    this.putNowait(item);
  }

  /**
   * Adds an item at once.
   * @throws {QueueFull} when there is no room.
   * @throws {QueueShutDown} when it is shut down.
   */
  putNowait(item: T): void {
    if (this._isShutdown) throw new QueueShutDown();
    if (this.full()) throw new QueueFull();
    this._put(item);
    this._unfinishedTasks++;
    this._finished.clear();
    if (observer.current !== null) observer.current.queueUsed(this as Queue, "put", currentTaskOrNull());
    wakeNext(this._getters);
  }

  /**
   * Takes the next item; waits for one.
   * @throws {QueueShutDown} when it is empty and shut down.
   */
  *get(): Coroutine<T> {
    while (this.empty()) {
      if (this._isShutdown) throw new QueueShutDown();
      yield* this.#wait(this._getters, "queue.get", () => !this.empty());
    }
    return this.getNowait();
  }

  /**
   * Takes the next item at once.
   * @throws {QueueEmpty} when there is none.
   * @throws {QueueShutDown} when there is none, and it is shut down.
   */
  getNowait(): T {
    if (this.empty()) throw this._isShutdown ? new QueueShutDown() : new QueueEmpty();
    const item = this._get();
    if (observer.current !== null) observer.current.queueUsed(this as Queue, "get", currentTaskOrNull());
    wakeNext(this._putters);
    return item;
  }

  *#wait(waiters: WaiterList, kind: "queue.get" | "queue.put", canGoOn: () => boolean): Coroutine<void> {
    const future = this._createWaiter(kind);
    const waiter = waiters.append(future);
    let woken = false;
    try {
      yield* future;
      woken = true;
    } finally {
      if (!woken) {
        future.cancel();
        waiters.remove(waiter);
        // We were woken, and cannot use it any more: it is the next one's turn.
        if (canGoOn() && !future.cancelled()) wakeNext(waiters);
      }
    }
  }

  /**
   * Declares one item that was taken as dealt with, for {@link join}.
   * @throws {ValueError} when called more often than items were put.
   */
  taskDone(): void {
    if (this._unfinishedTasks <= 0) throw new ValueError("task_done() called too many times");
    this._unfinishedTasks--;
    if (this._unfinishedTasks === 0) this._finished.set();
  }

  /** Waits until every item was taken and declared done. */
  *join(): Coroutine<void> {
    if (this._unfinishedTasks > 0) yield* this._finished.wait();
  }

  /**
   * Ends it: `put` raises {@link QueueShutDown}, and `get` does when the queue is empty; who waits is woken. With
   * `immediate` it is emptied, and the items count as done.
   */
  shutdown(options: { readonly immediate?: boolean } = {}): void {
    this._isShutdown = true;
    if (options.immediate === true) {
      while (!this.empty()) {
        this._get();
        if (this._unfinishedTasks > 0) this._unfinishedTasks--;
      }
      if (this._unfinishedTasks === 0) this._finished.set();
    }
    while (this._getters.size > 0) wakeNext(this._getters);
    while (this._putters.size > 0) wakeNext(this._putters);
  }

  override toString(): string {
    const words = [this._label, `maxsize=${this.maxsize}`];
    if (!this.empty()) words.push(`_queue=${repr([...this._queue])}`);
    if (this._getters.size > 0) words.push(`_getters[${this._getters.size}]`);
    if (this._putters.size > 0) words.push(`_putters[${this._putters.size}]`);
    if (this._unfinishedTasks > 0) words.push(`tasks=${this._unfinishedTasks}`);
    if (this._isShutdown) words.push("shutdown");
    return `<${words.join(" ")}>`;
  }
}

/** Wakes the first waiter that is not done, and takes it and those before it out. */
function wakeNext(waiters: WaiterList): void {
  for (let future = waiters.shift(); future !== null; future = waiters.shift()) {
    if (future.done()) continue;
    future.setResult(null);
    return;
  }
}

/** Options of {@link PriorityQueue}. */
export interface PriorityQueueOptions<T> extends ResourceOptions {
  /** The order of the items, as for `Array.prototype.sort`; by default Python's `<`: numbers, strings, and lists item by item. */
  readonly compare?: Compare<T> | undefined;
}

/** The smallest item first; items are often pairs of a priority and data. */
export class PriorityQueue<T = unknown> extends Queue<T> {
  readonly #compare: Compare<T>;

  constructor(maxsize = 0, options: PriorityQueueOptions<T> = {}) {
    super(maxsize, options);
    this.#compare = options.compare ?? compareItems;
  }
  protected override _init(_maxsize: number): void {
    this._queue = [];
  }
  protected override _get(): T {
    return heapPop(this._queue as T[], this.#compare);
  }
  protected override _put(item: T): void {
    heapPush(this._queue as T[], item, this.#compare);
  }
}

/** Last in, first out. */
export class LifoQueue<T = unknown> extends Queue<T> {
  protected override _init(_maxsize: number): void {
    this._queue = [];
  }
  protected override _get(): T {
    return (this._queue as T[]).pop() as T;
  }
  protected override _put(item: T): void {
    (this._queue as T[]).push(item);
  }
}
