/**
 * `… exception was never retrieved`: exceptions of futures and tasks that nobody asked for.
 *
 * CPython reports when the last reference goes (`Future.__del__`). Here the garbage collector tells, late or never, so
 * what is left is also reported when the loop is closed and when the process exits. A future is registered only if its
 * exception is still unseen at the end of the loop's current slice: nearly all are retrieved before that.
 */
import type { BaseEventLoop } from "./base_events.js";
import type { CapturedStack } from "./debug.js";
import type { ExceptionContext } from "./events.js";
import { dispatchException } from "./exception_handler.js";
import type { Future, Unseen } from "./futures.js";
import { host } from "./host.js";

/** What is left of a future that the garbage collector took: enough for a message. */
export class CollectedFuture {
  readonly #text: string;
  readonly #name: string | null;
  constructor(text: string, name: string | null) {
    this.#text = text;
    this.#name = name;
  }
  /** The task's name, or null for a plain future. */
  getName(): string | null {
    return this.#name;
  }
  toString(): string {
    return this.#text;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#text;
  }
}

/** @internal A future whose exception nobody has seen; it does not refer to the future. */
interface Unretrieved extends Unseen {
  readonly loop: BaseEventLoop;
  readonly kind: string;
  readonly future: CollectedFuture;
  readonly exception: unknown;
  readonly createdAt: CapturedStack | null;
  readonly alive: WeakRef<Future<unknown>>;
}

const collected = new FinalizationRegistry<Unretrieved>(report);
const unseen = new Set<Unretrieved>();
let atExit = false;

/** @internal Reports the future's exception when it is collected unseen, or at the loop's or the process's end. */
export function watchUnretrieved(future: Future<unknown>, name: string | null): void {
  // Until it is read, the engine keeps a stack with the objects in it: the task itself, which could not be collected.
  if (future._exception instanceof Error) void future._exception.stack;
  const record: Unretrieved = {
    loop: future._loop,
    kind: future.constructor.name,
    future: new CollectedFuture(String(future), name),
    exception: future._exception,
    createdAt: future._sourceTraceback?.release() ?? null,
    alive: new WeakRef(future),
    seen() {
      unseen.delete(record);
      collected.unregister(record);
    },
  };
  future._unseen = record;
  unseen.add(record);
  collected.register(future, record, record);
  if (!atExit) {
    atExit = true;
    host.onExit(() => [...unseen].forEach(report));
  }
}

/** @internal The loop is closed: what was not seen by now is reported. */
export function reportUnretrieved(loop: BaseEventLoop): void {
  for (const record of [...unseen]) if (record.loop === loop) report(record);
}

function report(record: Unretrieved): void {
  if (!unseen.delete(record)) return;
  collected.unregister(record);
  const future = record.alive.deref() ?? record.future;
  const message = `${record.kind} exception was never retrieved`;
  const context: ExceptionContext = { message, exception: record.exception, future };
  if (record.createdAt !== null) context.sourceTraceback = record.createdAt;
  dispatchException(record.loop, context, "never-retrieved");
}
