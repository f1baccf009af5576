/**
 * Between event emitters and asyncio: Node's `EventEmitter`, and the web's `EventTarget`.
 *
 * Prior art: Node's `events.once` and `events.on`, which give promises; what is given here belongs to a loop, is
 * cancelled with the task that awaits it, and takes its listeners off by itself.
 */
import { type AsyncIterableLike, type AsyncIteratorLike, StopAsyncIteration } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { RuntimeError } from "./exceptions.js";
import { Future } from "./futures.js";
import { Queue } from "./queues.js";

type Listener = (...args: never[]) => void;

/** What emits events: an `EventEmitter`, or an `EventTarget`. */
export type EventSource =
  | { on(name: never, listener: never): unknown; off(name: never, listener: never): unknown }
  | {
      addEventListener(name: never, listener: never): unknown;
      removeEventListener(name: never, listener: never): unknown;
    };

/** Both kinds of sources, to be called with names of any type. */
interface AnySource {
  on?(name: unknown, listener: Listener): unknown;
  off?(name: unknown, listener: Listener): unknown;
  addEventListener?(name: unknown, listener: Listener): unknown;
  removeEventListener?(name: unknown, listener: Listener): unknown;
}

/** Listens until the result is called. @throws {TypeError} for what emits no events. */
function listen(source: AnySource, name: string | symbol, listener: Listener): () => void {
  if (typeof source?.on === "function" && typeof source.off === "function") {
    source.on(name, listener);
    return () => void source.off?.(name, listener);
  }
  if (typeof source?.addEventListener === "function") {
    source.addEventListener(name, listener);
    return () => void source.removeEventListener?.(name, listener);
  }
  throw new TypeError("an EventEmitter or an EventTarget is expected");
}

/** Whether an event called `error` says that the source has failed: it does for emitters, not for targets. */
function failsBy(source: AnySource, name: string | symbol): boolean {
  return name !== "error" && typeof source.on === "function";
}

function errorOf(reason: unknown): unknown {
  return reason ?? new RuntimeError(`the emitter has failed with ${reason}`);
}

/**
 * A future for the next event of this name, as the list of its arguments: `const [code] = yield* fromEvent(child, "exit")`.
 * An emitter's `error` is raised, unless it is the event that is waited for. It listens from the call on, until the future
 * is done or cancelled.
 * @throws {RuntimeError} when no loop is running. @throws {TypeError} for what emits no events.
 */
export function fromEvent<T extends unknown[] = unknown[]>(
  source: EventSource,
  name: string | symbol,
): Future<T> {
  const future = new Future<T>({ loop: getRunningLoop() });
  const settles = (): boolean => !future.done() && !future.getLoop().isClosed();
  const stops = [
    listen(source as AnySource, name, (...args: unknown[]) => {
      if (settles()) future.setResult(args as T);
    }),
  ];
  if (failsBy(source as AnySource, name)) {
    const fail = (reason: unknown): void => {
      if (settles()) future.setException(errorOf(reason));
    };
    stops.push(listen(source as AnySource, "error", fail));
  }
  future.addDoneCallback(() => {
    for (const stop of stops) stop();
  });
  return future;
}

/** Options of {@link fromEvents}. */
export interface FromEventsOptions {
  /** Names of events that end the iteration, such as `close`. */
  readonly close?: readonly (string | symbol)[];
}

/** What {@link fromEvents} gives: the events that have come and nobody has taken, each as the list of its arguments. */
class EventQueue<T extends unknown[]> implements AsyncIterableLike<T>, AsyncIteratorLike<T> {
  readonly #queue: Queue<() => T> = new Queue();
  readonly #stops: (() => void)[] = [];
  #ended = false;

  constructor(source: AnySource, name: string | symbol, closing: readonly (string | symbol)[]) {
    const end = (outcome: () => T) => (): void => {
      this.#stop();
      this.#queue.putNowait(outcome);
    };
    const over = (): never => {
      throw new StopAsyncIteration();
    };
    this.#stops.push(listen(source, name, (...args: unknown[]) => this.#queue.putNowait(() => args as T)));
    for (const each of closing) this.#stops.push(listen(source, each, end(over)));
    if (!failsBy(source, name) || closing.includes("error")) return;
    const fail = (reason: unknown): void => {
      end(() => {
        throw errorOf(reason);
      })();
    };
    this.#stops.push(listen(source, "error", fail));
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  aiter(): this {
    return this;
  }
  *anext(): Coroutine<T> {
    if (this.#ended) throw new StopAsyncIteration();
    const outcome = yield* this.#queue.get();
    try {
      return outcome();
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }
  *aclose(): Coroutine<void> {
    this.#ended = true;
    this.#stop();
  }
}

/**
 * The events of this name, one after the other, for `asyncFor`; each is the list of its arguments. It listens from the
 * call on, and keeps what comes meanwhile, until the loop over it is left or one of the events named in `close` comes.
 * An emitter's `error` is raised once the events before it were taken.
 * @throws {RuntimeError} when no loop is running. @throws {TypeError} for what emits no events.
 */
export function fromEvents<T extends unknown[] = unknown[]>(
  source: EventSource,
  name: string | symbol,
  options: FromEventsOptions = {},
): AsyncIterableLike<T> & AsyncIteratorLike<T> {
  getRunningLoop();
  return new EventQueue<T>(source as AnySource, name, options.close ?? []);
}
