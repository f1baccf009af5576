/**
 * Records who ran when, while somebody asks: a ring of steps, each with the wait before it.
 *
 * It costs two clock readings and one small object a step. What is overwritten before anybody asked is counted.
 */
import {
  TIMELINE_LEASE_MS,
  type TimelinePage,
  type TimelineStep,
  type Wakeup,
} from "../../protocol/index.js";

/** Steps that are kept: a second or so of a program that does nothing but switch tasks, some ten megabytes. */
const RING_STEPS = 1 << 16;

/** Steps in one page, by default and at most: the program waits while a page is made. */
const DEFAULT_PAGE_STEPS = 1_000;
const MAX_PAGE_STEPS = 2_000;

/** @internal One step as it is kept. Times are epoch milliseconds; 0: not known. */
export interface RecordedStep {
  readonly taskId: number;
  readonly waitedMs: number;
  readonly readyMs: number;
  readonly startMs: number;
  readonly wake: Wakeup | undefined;
  endMs: number;
  last: boolean;
}

/** What all copies of the runtime write to: part of the border between them. */
export interface StepRecorder {
  stepStarted(step: RecordedStep): void;
  stepEnded(taskId: number, endMs: number, last: boolean): void;
}

/** @internal */
export class Timeline implements StepRecorder {
  readonly #ring: RecordedStep[] = [];
  readonly #startedMs: number;
  /** Steps recorded so far. */ #count = 0;
  /** Steps that have begun and not ended: one in another, where a task is started eagerly. */
  readonly #open: RecordedStep[] = [];
  #askedMs: number;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#askedMs = nowMs;
  }

  /** Whether somebody still wants it. */
  isWanted(nowMs: number): boolean {
    return nowMs - this.#askedMs < TIMELINE_LEASE_MS;
  }

  stepStarted(step: RecordedStep): void {
    this.#open.push(step);
  }

  /** The first ones may end without having been seen to start. */
  stepEnded(taskId: number, endMs: number, last: boolean): void {
    const step = this.#open.pop();
    if (step === undefined || step.taskId !== taskId) return;
    step.endMs = endMs;
    step.last = last;
    this.#ring[this.#count++ % RING_STEPS] = step;
  }

  /** Steps after `after`, at most `limit`, and with the last ones those that are running. */
  page(nowMs: number, after = 0, limit = DEFAULT_PAGE_STEPS): TimelinePage {
    this.#askedMs = nowMs;
    const first = Math.min(this.#count, Math.max(after, this.#count - RING_STEPS));
    const end = Math.min(this.#count, first + Math.min(limit, MAX_PAGE_STEPS));
    const steps: TimelineStep[] = [];
    for (let number = first; number < end; number++) {
      steps.push(encode(this.#ring[number % RING_STEPS] as RecordedStep));
    }
    const more = end < this.#count;
    if (!more) steps.push(...this.#open.map(encode));
    const dropped = Math.max(0, first - after);
    return { steps, cursor: end, more, dropped, recordedSinceMs: this.#startedMs, atMs: nowMs };
  }
}

/** Milliseconds with three decimals. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

function encode({ taskId, waitedMs, readyMs, startMs, endMs, last, wake }: RecordedStep): TimelineStep {
  return {
    taskId,
    ...(waitedMs === 0 ? {} : { waitedMs: rounded(waitedMs) }),
    ...(readyMs === 0 ? {} : { readyMs: rounded(readyMs) }),
    startMs: rounded(startMs),
    ...(endMs === 0 ? {} : { endMs: rounded(endMs) }),
    ...(last ? { last } : {}),
    ...(wake?.awaited === undefined ? {} : { awaited: wake.awaited }),
    ...(wake?.label === undefined ? {} : { label: wake.label }),
    ...(wake?.resourceId === undefined ? {} : { resourceId: wake.resourceId }),
    ...(wake === undefined ? {} : { cause: wake.cause }),
    ...(wake?.byTaskId === undefined ? {} : { byTaskId: wake.byTaskId }),
  };
}
