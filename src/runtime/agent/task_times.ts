/**
 * The times of a task, in one array of doubles.
 *
 * A field that holds a double is an object of its own to V8, and so a line of the processor's cache of its own; at each
 * task switch half a dozen of them are needed. Side by side in an array they share one or two.
 */

/** Epoch milliseconds since when it is runnable, or last was; 0: not known. */
export const READY_MS = 0;
/** Epoch milliseconds of its last suspension; 0: not known. */
export const SUSPENDED_MS = 1;
/** From being runnable to running, milliseconds: all in all. */
export const DELAY_MS = 2;
/** The longest of those. */
export const LONGEST_DELAY_MS = 3;
/** How long it has run, milliseconds, as far as `BusyTime` has read the clock. */
export const BUSY_MS = 4;
/** The longest of its steps, likewise. */
export const LONGEST_STEP_MS = 5;

/** @internal */
export type TaskTimes = [number, number, number, number, number, number];

/** Times of a task that has not run. The negative zeros are what tells V8 to keep doubles, and no objects. */
export function newTaskTimes(readyMs: number): TaskTimes {
  const times: TaskTimes = [-0, -0, -0, -0, -0, -0];
  times[READY_MS] = readyMs;
  return times;
}
