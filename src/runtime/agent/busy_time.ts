/**
 * How long tasks run, at a price of nanoseconds.
 *
 * A clock reading costs as much as a task switch, so steps are not timed one by one. They are gathered into spans: up
 * to `MAX_SPAN_STEPS` steps, or until the loop has nothing ready. A span's duration is shared out evenly among its
 * steps: exact where a task runs alone, as one does that blocks an otherwise idle loop, an average where many alternate.
 * A record takes its share of a span when it next needs to know, so that closing a span costs the same for any number.
 */
import { STEP_TIME_BOUNDS_MS } from "../../protocol/index.js";
import type { TaskRecord } from "./task_record.js";

/** Steps between two clock readings, so that one costs about a nanosecond a step. */
const MAX_SPAN_STEPS = 64;

/** How an open span is marked: its duration is not known yet. */
const OPEN = -1;

/** @internal A stretch of time, and how much of it each step in it counts for; `OPEN` as long as it is not over. */
export interface Span {
  shareMs: number;
}

/** @internal The span of a record that has not run yet. */
export const NO_SPAN: Span = { shareMs: 0 };

/** @internal */
export class BusyTime {
  #span: Span = { shareMs: OPEN };
  #count = 0;
  #startedMs = 0;

  /** A turn starts; `nowMs` is what its driver knows of the time. */
  turnStarted(nowMs: number): void {
    if (this.#count === 0) this.#startedMs = nowMs;
  }
  /** A task's step starts. @returns whether the span is full: `close` it. */
  stepped(record: TaskRecord): boolean {
    if (record.span !== this.#span) {
      settle(record);
      record.span = this.#span;
    }
    record.spanSteps++;
    return ++this.#count === MAX_SPAN_STEPS;
  }
  /** Whether steps wait to be accounted for. */
  get isOpen(): boolean {
    return this.#count > 0;
  }
  /** Ends the span at `nowMs`. */
  close(nowMs: number): void {
    this.#span.shareMs = Math.max(0, nowMs - this.#startedMs) / this.#count;
    this.#span = { shareMs: OPEN };
    this.#count = 0;
    this.#startedMs = nowMs;
  }
}

/** Takes a record's share of the span that it last ran in. */
export function settle(record: TaskRecord): void {
  const { shareMs } = record.span;
  if (shareMs === OPEN) return;
  record.steps += record.spanSteps;
  record.busyMs += shareMs * record.spanSteps;
  if (shareMs > record.longestStepMs) record.longestStepMs = shareMs;
  if (shareMs > STEP_TIME_BOUNDS_MS[0]) countLonger(record, shareMs);
  record.spanSteps = 0;
  record.span = NO_SPAN;
}

/** Counts steps that were longer than most; those of the lowest class are what remains of all. */
function countLonger(record: TaskRecord, shareMs: number): void {
  record.longerSteps ??= new Array(STEP_TIME_BOUNDS_MS.length).fill(0);
  let index = 1;
  while (index < STEP_TIME_BOUNDS_MS.length && shareMs > (STEP_TIME_BOUNDS_MS[index] as number)) index++;
  record.longerSteps[index - 1] = (record.longerSteps[index - 1] as number) + record.spanSteps;
}

/** A record's `stepTimes`, without the classes above the longest step. */
export function stepTimes(record: TaskRecord): number[] {
  const longer = record.longerSteps;
  if (longer === null) return [record.steps];
  let length = longer.length;
  while (longer[length - 1] === 0) length--;
  const shown = longer.slice(0, length);
  return [record.steps - shown.reduce((sum, count) => sum + count, 0), ...shown];
}
