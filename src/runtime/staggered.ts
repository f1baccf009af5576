/**
 * Coroutines that start one after the other, each when the one before has failed or taken too long; the first to
 * succeed wins. What "happy eyeballs" is made of.
 *
 * Source: CPython 3.14 `Lib/asyncio/staggered.py`.
 */
import { awaitedThrough } from "./awaited_by.js";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { BaseExceptionGroup, CancelledError, TimeoutError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { Event } from "./locks.js";
import { currentTask, type Task } from "./tasks.js";
import { waitFor } from "./tasks_wait_for.js";

/** Options of {@link staggeredRace}. */
export interface StaggeredRaceOptions {
  /** By default the running loop. */
  readonly loop?: BaseEventLoop | undefined;
}

/**
 * Runs coroutines with starts `delay` seconds apart (null: one only when the one before has failed), until one returns;
 * the others are then cancelled, and waited for. A cancellation of the caller reaches all of them first.
 * @returns its result and its index, both null when all have failed, and the error of each that was started.
 */
export function* staggeredRace<T>(
  coroutineFunctions: Iterable<() => Coroutine<T>>,
  delay: number | null,
  options: StaggeredRaceOptions = {},
): Coroutine<[result: T | null, index: number | null, errors: unknown[]]> {
  const loop = options.loop ?? (getRunningLoop() as BaseEventLoop);
  const starters = [...coroutineFunctions];
  const errors: unknown[] = [];
  const running = new Set<Task<void>>();
  const unhandled: unknown[] = [];
  let winner: { readonly result: T; readonly index: number } | null = null;
  /** Done when no task is left. */
  let allDone: Future<unknown> | null = null;

  const onDone = awaitedThrough(
    (task: Future<void>): void => {
      running.delete(task as Task<void>);
      if (allDone?.done() === false && running.size === 0) allDone.setResult(null);
      if (task.cancelled()) return;
      const exception = task.exception();
      if (exception !== null) unhandled.push(exception);
    },
    () => (allDone === null ? [] : [allDone]),
  );
  const start = (index: number, previousFailed: Event | null): void => {
    // An eager task waits until it is known: it may have to be cancelled.
    const known = new Event();
    const task = loop.createTask(runOne(index, known, previousFailed));
    running.add(task);
    task.addDoneCallback(onDone);
    known.set();
  };
  const runOne = function* race(index: number, known: Event, previousFailed: Event | null): Coroutine<void> {
    yield* known.wait();
    if (previousFailed !== null) {
      try {
        yield* waitFor(previousFailed.wait(), delay);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
    }
    const starter = starters[index];
    if (starter === undefined) return;
    const failed = new Event();
    start(index + 1, failed);
    errors.push(null);
    try {
      const result = yield* starter();
      winner = { result, index };
      const current = currentTask(loop);
      for (const task of running) if (task !== current) task.cancel();
    } catch (error) {
      errors[index] = error;
      failed.set();
    }
  };

  start(0, null);
  let cancellation: CancelledError | null = null;
  while (running.size > 0) {
    allDone = loop.createFuture();
    allDone.waitKind = "wait";
    allDone.waitResource = running;
    try {
      yield* allDone;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      cancellation = error;
      for (const task of running) task.cancel(error.message === "" ? null : error.message);
    }
  }
  if (unhandled.length > 0) throw new BaseExceptionGroup("staggered race failed", unhandled);
  if (cancellation !== null) throw cancellation;
  const won = winner as { readonly result: T; readonly index: number } | null;
  return [won?.result ?? null, won?.index ?? null, errors];
}
