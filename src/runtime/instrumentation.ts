/**
 * How the runtime is observed: one interface, one slot, one null check at each call site.
 *
 * Prior art: trio's `Instrument` and CPython's `sys.monitoring`. Trade-off: a single observer (the agent) rather than
 * a list, because a call through a monomorphic slot is what keeps a task switch cheap; several clients are served
 * behind the agent. Facts that a late observer needs (what a future stands for, who owns a lock, which timeouts are
 * open) are not reported here: they are plain fields of the objects themselves, always kept, see {@link WaitKind}.
 */
import type { AbstractEventLoop } from "./events.js";
import type { Future } from "./futures.js";
import { logger } from "./log.js";
import type { Queue } from "./queues.js";
import type { Task } from "./tasks.js";

/**
 * What kind of thing a suspended task waits for. A future carries it in `waitKind` (null: a bare future), with the
 * object that is waited on (the lock, the queue, the task group …) in `waitResource`.
 */
export type WaitKind =
  | "sleep"
  | "lock"
  | "event"
  | "condition"
  | "semaphore"
  | "barrier"
  | "queue.get"
  | "queue.put"
  | "queue.join"
  | "gather"
  | "wait"
  | "waitFor"
  | "shield"
  | "taskGroup"
  | "asCompleted"
  | "stream.read"
  | "stream.drain"
  | "accept"
  | "connect"
  | "process"
  | "thread"
  | "promise";

/** A warning of debug mode, or of the loop's own checks, as data. `message` has CPython's wording. */
export interface RuntimeWarning {
  readonly kind:
    | "slow-callback"
    | "never-awaited"
    | "never-retrieved"
    | "destroyed-pending"
    | "not-thread-safe"
    | "invalid-callback"
    | "unclosed"
    | "unhandled"
    | "suppressed-cancellation"
    | "lock-held-by-ended-task"
    | "slow-iteration"
    | "unreferenced-task"
    | "wait-cycle";
  readonly message: string;
  readonly task?: Task<unknown> | undefined;
  readonly exception?: unknown;
  /** Where the object concerned was created, or where the mistake is: an `Error.stack` text, when debug mode recorded one. */
  readonly createdStack?: string | undefined;
  /** How long what is warned of took, seconds. */
  readonly duration?: number;
}

/** What the observer is told. Every call is synchronous and inside the loop's own work: be brief, never suspend. */
export interface Instrument {
  loopCreated(loop: AbstractEventLoop): void;
  /** It started running, stopped, was closed, or its debug flag changed. */
  loopChanged(loop: AbstractEventLoop): void;
  turnStarted(loop: AbstractEventLoop): void;
  turnEnded(loop: AbstractEventLoop): void;
  taskCreated(task: Task<unknown>, parent: Task<unknown> | null): void;
  /** Only while `observer.stepStarts` says so. */
  taskStepStarted(task: Task<unknown>): void;
  /** It suspended on `future`, or on a bare yield (`sleep(0)`) when that is null. */
  taskSuspended(task: Task<unknown>, future: Future<unknown> | null): void;
  taskDone(task: Task<unknown>): void;
  /** A future is done, and is about to schedule whoever waits for it. Not called when nobody does. */
  futureDone(future: Future<unknown>): void;
  /** Somebody has looked at the exception of a future that had failed. */
  exceptionRetrieved(future: Future<unknown>): void;
  cancelRequested(task: Task<unknown>, message: unknown, requester: Task<unknown> | null): void;
  /** `holder` is null outside of a task. */
  resourceAcquired(resource: object, holder: Task<unknown> | null): void;
  resourceReleased(resource: object, holder: Task<unknown> | null): void;
  /** An item was taken from a queue, or put into it; `task` is null outside of one. */
  queueUsed(queue: Queue<unknown>, use: "get" | "put", task: Task<unknown> | null): void;
  warned(warning: RuntimeWarning): void;
}

/**
 * The one observer, or null. Read it as `observer.current?.…` only off the hot path; there, test it against null.
 * `stepStarts`, which `observe` switches on, is the observer's to switch off while it does not need them.
 */
export const observer: { current: Instrument | null; stepStarts: boolean } = {
  current: null,
  stepStarts: false,
};

/**
 * Installs an observer in place of the one before. If one of its hooks throws, that is logged, and the observer is
 * removed: a program must not fail because it is looked at.
 * @returns a function that puts the former one back; calling it twice is safe.
 */
export function observe(instrument: Instrument | null): () => void {
  const { current: before, stepStarts: startsBefore } = observer;
  const installed =
    instrument === null
      ? null
      : guarded(instrument, (hook, error) => {
          dispose();
          logger.current.error(
            `Exception in instrumentation hook ${hook}; the observer has been removed`,
            error,
          );
        });
  let disposed = false;
  const dispose = () => {
    if (disposed) return;
    disposed = true;
    if (observer.current !== installed) return;
    observer.current = before;
    observer.stepStarts = startsBefore;
  };
  observer.current = installed;
  observer.stepStarts = installed !== null;
  return dispose;
}

/** Written out hook by hook: shared code would make every call site in it megamorphic, at some 5 ns a call. */
function guarded(
  instrument: Instrument,
  failed: (hook: keyof Instrument, error: unknown) => void,
): Instrument {
  return {
    loopCreated(loop) {
      try {
        instrument.loopCreated(loop);
      } catch (error) {
        failed("loopCreated", error);
      }
    },
    loopChanged(loop) {
      try {
        instrument.loopChanged(loop);
      } catch (error) {
        failed("loopChanged", error);
      }
    },
    turnStarted(loop) {
      try {
        instrument.turnStarted(loop);
      } catch (error) {
        failed("turnStarted", error);
      }
    },
    turnEnded(loop) {
      try {
        instrument.turnEnded(loop);
      } catch (error) {
        failed("turnEnded", error);
      }
    },
    taskCreated(task, parent) {
      try {
        instrument.taskCreated(task, parent);
      } catch (error) {
        failed("taskCreated", error);
      }
    },
    taskStepStarted(task) {
      try {
        instrument.taskStepStarted(task);
      } catch (error) {
        failed("taskStepStarted", error);
      }
    },
    taskSuspended(task, future) {
      try {
        instrument.taskSuspended(task, future);
      } catch (error) {
        failed("taskSuspended", error);
      }
    },
    taskDone(task) {
      try {
        instrument.taskDone(task);
      } catch (error) {
        failed("taskDone", error);
      }
    },
    futureDone(future) {
      try {
        instrument.futureDone(future);
      } catch (error) {
        failed("futureDone", error);
      }
    },
    exceptionRetrieved(future) {
      try {
        instrument.exceptionRetrieved(future);
      } catch (error) {
        failed("exceptionRetrieved", error);
      }
    },
    cancelRequested(task, message, requester) {
      try {
        instrument.cancelRequested(task, message, requester);
      } catch (error) {
        failed("cancelRequested", error);
      }
    },
    resourceAcquired(resource, holder) {
      try {
        instrument.resourceAcquired(resource, holder);
      } catch (error) {
        failed("resourceAcquired", error);
      }
    },
    resourceReleased(resource, holder) {
      try {
        instrument.resourceReleased(resource, holder);
      } catch (error) {
        failed("resourceReleased", error);
      }
    },
    queueUsed(queue, use, task) {
      try {
        instrument.queueUsed(queue, use, task);
      } catch (error) {
        failed("queueUsed", error);
      }
    },
    warned(warning) {
      try {
        instrument.warned(warning);
      } catch (error) {
        failed("warned", error);
      }
    },
  };
}
