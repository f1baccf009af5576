/**
 * How long tasks run, at a price of nanoseconds.
 *
 * A clock reading costs as much as a task switch, so short steps are not timed one by one. They are gathered into spans:
 * up to `MAX_SPAN_STEPS` steps, or until the loop has nothing ready. A span's duration is shared out evenly among its
 * steps: exact where a task runs alone, as one does that blocks an otherwise idle loop, an average where many alternate.
 * A span that took long has long steps in it, for which a clock reading is nothing: those that follow are timed singly.
 * A record takes its share of a span when it next needs to know, so that closing a span costs the same for any number.
 * Spans are numbers, and no objects: a young object that is stored in an old one costs more than the rest of a step.
 */
import { STEP_TIME_BOUNDS_MS } from "../../protocol/index.js";
import type { TaskRecord } from "./task_record.js";
import { BUSY_MS, DELAY_MS, LONGEST_DELAY_MS, LONGEST_STEP_MS, READY_MS } from "./task_times.js";

/** Turns that are shorter than this, milliseconds, keep nobody waiting. */
const COUNTED_DELAY_MS = 0.05;

/** Steps between two clock readings, at most: a span costs a reading, and each task in it an addition. */
const MAX_SPAN_STEPS = 4096;

/** Spans that take this long, milliseconds, grow no further. */
const GROWN_SPAN_MS = 0.25;

/** A span that takes longer than this, milliseconds, has a long step in it, or many that are. */
const LONG_SPAN_MS = 1;

/** How many steps are timed singly after one. */
const SINGLE_STEPS = 64;

/** Spans whose shares are known: more than there are between two batches, and a record takes its share by then. */
const KEPT_SPANS = 1 << 16;
/** Masks a number of a span. */
const LAST_KEPT = KEPT_SPANS - 1;

/** @internal */
export class BusyTime {
  /** How much each step of a span counts for, by the span's number. */
  readonly #sharesMs = new Float64Array(KEPT_SPANS);
  /** Number of the span that is open. */ #span = 1;
  #count = 0;
  /** How many steps make it full. */ #size = 1;
  /** How many spans of one step are still to come. */ #singles = 0;
  #startedMs = 0;
  /** Start of the turn that runs, or ran last, epoch milliseconds. */ turnMs: number;

  constructor(nowMs: number) {
    this.turnMs = nowMs;
  }

  /** A turn starts; `nowMs` is what its driver knows of the time, and `turnMs` the same in epoch milliseconds. */
  turnStarted(nowMs: number, turnMs: number): void {
    if (this.#count === 0) this.#startedMs = nowMs;
    this.turnMs = turnMs;
  }
  /**
   * A task's step has ended in this turn: it had been runnable since it was woken. The turn's time is no argument, as V8
   * makes an object of each double that it passes.
   * @returns whether the span is full: `close` it.
   */
  stepped(record: TaskRecord): boolean {
    const { times } = record;
    const readyMs = times[READY_MS];
    const delayMs = this.turnMs - readyMs;
    if (delayMs > COUNTED_DELAY_MS && readyMs !== 0) {
      times[DELAY_MS] += delayMs;
      if (delayMs > times[LONGEST_DELAY_MS]) times[LONGEST_DELAY_MS] = delayMs;
    }
    if (record.span !== this.#span) {
      this.settle(record);
      record.span = this.#span;
    }
    record.spanSteps++;
    return ++this.#count === this.#size;
  }
  /** Whether steps wait to be accounted for. */
  get isOpen(): boolean {
    return this.#count > 0;
  }
  /** Ends the span at `nowMs`. */
  close(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#startedMs);
    this.#sharesMs[this.#span++ & LAST_KEPT] = elapsedMs / this.#count;
    if (elapsedMs > LONG_SPAN_MS) this.#singles = SINGLE_STEPS;
    if (this.#singles > 0) {
      this.#singles--;
      this.#size = 1;
    } else if (elapsedMs < GROWN_SPAN_MS) {
      this.#size = Math.min(this.#size * 2, MAX_SPAN_STEPS);
    }
    this.#count = 0;
    this.#startedMs = nowMs;
  }
  /** Gives a record its share of the span that it last ran in, if that is over. */
  settle(record: TaskRecord): void {
    const { span, spanSteps: steps, times } = record;
    if (steps === 0 || span === this.#span) return;
    record.summedSteps += steps;
    record.spanSteps = 0;
    // Of one that is so old that its place was used again, nothing is known.
    if (this.#span - span > KEPT_SPANS) return;
    const shareMs = this.#sharesMs[span & LAST_KEPT] as number;
    times[BUSY_MS] += shareMs * steps;
    if (shareMs > times[LONGEST_STEP_MS]) times[LONGEST_STEP_MS] = shareMs;
    if (shareMs > STEP_TIME_BOUNDS_MS[0]) countLonger(record, shareMs, steps);
  }
}

/** Counts steps that were longer than most; those of the lowest class are what remains of all. */
function countLonger(record: TaskRecord, shareMs: number, steps: number): void {
  record.longerSteps ??= new Array(STEP_TIME_BOUNDS_MS.length).fill(0);
  let index = 1;
  while (index < STEP_TIME_BOUNDS_MS.length && shareMs > (STEP_TIME_BOUNDS_MS[index] as number)) index++;
  record.longerSteps[index - 1] = (record.longerSteps[index - 1] as number) + steps;
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
