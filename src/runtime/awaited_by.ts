/**
 * Who awaits a future.
 *
 * Source: CPython 3.14 `Lib/asyncio/futures.py`, `future_add_to_awaited_by`. CPython keeps the awaiters in a set on each
 * future, which whoever combines futures has to tell. Here the callbacks of a future say it themselves: a task that
 * awaits it is one of them, and what `gather`, `wait` and the others register knows the future that it is for. So an
 * edge costs nothing until it is asked for, is there for exactly as long as the wait, and no combination can miss one.
 */
import { type Future, isFuture } from "./futures.js";
import { TaskStep } from "./task_step.js";
import { Task } from "./tasks.js";

/** On a done callback: the futures whose awaiters wait for the future that it is registered on. */
const AWAITED_THROUGH: unique symbol = Symbol("awaited through");

type Linked = { [AWAITED_THROUGH]?: () => Iterable<Future<unknown>> };

/** Those of {@link futureAddToAwaitedBy}. */
const added = new WeakMap<Future<unknown>, Set<Future<unknown>>>();

/**
 * @internal Says of a done callback, before it is registered, on behalf of which futures it waits: who awaits one of
 * them awaits what the callback is registered on.
 */
export function awaitedThrough<F extends object>(callback: F, futures: () => Iterable<Future<unknown>>): F {
  (callback as Linked)[AWAITED_THROUGH] = futures;
  return callback;
}

/**
 * Records that `waiter` awaits `future`, for code that waits by callbacks of its own: a call graph shows it. What
 * asyncio itself offers needs no telling. What is no future is ignored, as in CPython.
 */
export function futureAddToAwaitedBy(future: unknown, waiter: unknown): void {
  if (!isFuture(future) || !isFuture(waiter)) return;
  const waiters = added.get(future);
  if (waiters === undefined) added.set(future, new Set([waiter]));
  else waiters.add(waiter);
}

/** Takes back what {@link futureAddToAwaitedBy} recorded; what was not recorded is ignored. */
export function futureDiscardFromAwaitedBy(future: unknown, waiter: unknown): void {
  if (isFuture(future) && isFuture(waiter)) added.get(future)?.delete(waiter);
}

/**
 * The tasks that await the future, through `gather`, `wait`, `shield` and the others as well, and whatever was recorded
 * by {@link futureAddToAwaitedBy}, in the order in which they came. A TaskGroup's parent awaits its tasks from their
 * creation on.
 */
export function awaitersOf(future: Future<unknown>): Set<Future<unknown>> {
  const awaiters = new Set<Future<unknown>>();
  const passed = new Set<Future<unknown>>([future]);
  // A list of what is left instead of recursion: gathers of gathers may be nested deeply.
  for (const at of passed) {
    for (const handle of at._handles()) {
      if (handle instanceof TaskStep) awaiters.add(handle.task);
      const through = (handle._callback as Linked | null)?.[AWAITED_THROUGH]?.();
      if (through !== undefined) for (const outer of through) passed.add(outer);
    }
    const parent = at instanceof Task && !at.done() ? parentOf(at) : null;
    if (parent !== null) awaiters.add(parent);
    for (const waiter of added.get(at) ?? []) awaiters.add(waiter);
  }
  return awaiters;
}

/** The task that is inside of the TaskGroup that the task belongs to. */
function parentOf(task: Task<unknown>): Task<unknown> | null {
  const parent = task.taskGroup?._parentTask ?? null;
  return parent === null || parent.done() ? null : parent;
}
