/**
 * How long tasks run, at a price of nanoseconds.
 *
 * A clock reading costs as much as a task switch, so steps are not timed one by one. They are gathered into spans: up
 * to `MAX_SPAN_STEPS` steps, or until the loop has nothing ready. A span's duration is shared out evenly among its
 * steps: exact where a task runs alone, as one does that blocks an otherwise idle loop, an average where many alternate.
 */
import type { TaskRecord } from "./task_record.js";

/** Steps between two clock readings, so that one costs some two nanoseconds a step. */
const MAX_SPAN_STEPS = 32;

/** @internal */
export class BusyTime {
  readonly #steps: (TaskRecord | null)[] = new Array(MAX_SPAN_STEPS).fill(null);
  #count = 0;
  #startedMs = 0;

  /** A turn starts; `nowMs` is what its driver knows of the time. */
  turnStarted(nowMs: number): void {
    if (this.#count === 0) this.#startedMs = nowMs;
  }
  /** A task's step starts. @returns whether the span is full: `close` it. */
  stepped(record: TaskRecord): boolean {
    this.#steps[this.#count++] = record;
    return this.#count === MAX_SPAN_STEPS;
  }
  /** Whether steps wait to be accounted for. */
  get isOpen(): boolean {
    return this.#count > 0;
  }
  /** Ends the span at `nowMs` and shares its duration out. */
  close(nowMs: number): void {
    const count = this.#count;
    if (count === 0) return;
    const shareMs = Math.max(0, nowMs - this.#startedMs) / count;
    for (let index = 0; index < count; index++) {
      const record = this.#steps[index] as TaskRecord;
      record.busyMs += shareMs;
      if (shareMs > record.longestStepMs) record.longestStepMs = shareMs;
      this.#steps[index] = null;
    }
    this.#count = 0;
    this.#startedMs = nowMs;
  }
}
