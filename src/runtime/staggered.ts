/**
 * Coroutines that start one after the other, each when the one before has failed or taken too long; the first to
 * succeed wins. What "happy eyeballs" is made of.
 *
 * Source: CPython `Lib/asyncio/staggered.py`.
 */
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { TimeoutError } from "./exceptions.js";
import { Event } from "./locks.js";
import type { Task } from "./tasks.js";
import { wait } from "./tasks_wait.js";
import { waitFor } from "./tasks_wait_for.js";

/** Options of {@link staggeredRace}. */
export interface StaggeredRaceOptions {
  /** By default the running loop. */
  readonly loop?: BaseEventLoop | undefined;
}

/**
 * Runs coroutines with starts `delay` seconds apart (null: one only when the one before has failed), until one returns;
 * the others are then cancelled, and waited for.
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
  const running: Task<void>[] = [];
  let winner: { readonly result: T; readonly index: number } | null = null;

  const runOne = function* race(index: number, previousFailed: Event | null): Coroutine<void> {
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
    running.push(loop.createTask(runOne(index + 1, failed)));
    errors.push(null);
    try {
      const result = yield* starter();
      winner = { result, index };
      running.forEach((task, other) => {
        if (other !== index) task.cancel();
      });
    } catch (error) {
      errors[index] = error;
      failed.set();
    }
  };

  running.push(loop.createTask(runOne(0, null)));
  try {
    for (let done = 0; done !== running.length; ) done = (yield* wait(running))[0].size;
  } finally {
    for (const task of running) task.cancel();
  }
  const won = winner as { readonly result: T; readonly index: number } | null;
  return [won?.result ?? null, won?.index ?? null, errors];
}
