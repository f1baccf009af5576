/** What the agent remembers of a task beside what the task itself says. It hangs at `task.probe`. */
import type { CancelRequest, Site } from "../../protocol/index.js";
import type { Task } from "../tasks.js";
import { NO_SPAN, type Span } from "./busy_time.js";
import type { CapturedSite } from "./site.js";
import { Wake } from "./wake.js";

/** How many of a task's latest cancellation requests are kept. */
const MAX_CANCELS = 20;

/** @internal */
export class TaskRecord {
  readonly id: number;
  /** The task, until its end was sent, or debug mode asks who keeps it; from then on `reference` has it. */ task: Task<unknown> | null;
  reference: WeakRef<Task<unknown>> | null = null;
  readonly parentId: number | undefined;
  /** Epoch milliseconds; undefined for a task that was there before the agent woke. */
  readonly createdMs: number | undefined;
  captured: CapturedSite | null;
  createdStack: readonly Site[] = [];
  coroutine: string | null = null;
  /** Its place in the list of changed tasks; -1: it has not changed since it was sent. */ dirtyAt = -1;
  /** Steps, time and longest step, but for those in `span`, which may not be over. */ steps = 0;
  busyMs = 0;
  longestStepMs = 0;
  span: Span = NO_SPAN;
  spanSteps = 0;
  /** Its steps beyond the lowest class of `STEP_TIME_BOUNDS_MS`. */ longerSteps: number[] | null = null;
  /** From being runnable to running: all in all, and the longest. */ delayMs = 0;
  longestDelayMs = 0;
  /** Epoch milliseconds of its last suspension; 0: not known. */ suspendedMs = 0;
  readonly wake: Wake;
  /** It suspended for one turn only, without a future. */ yielded = false;
  endedMs = 0;
  cancels: CancelRequest[] | null = null;
  cancelRequests = 0;
  /** The resource that it was last said to wait for. */ sentResourceId: number | undefined = undefined;

  constructor(
    id: number,
    task: Task<unknown>,
    parentId?: number,
    createdMs?: number,
    captured: CapturedSite | null = null,
  ) {
    this.id = id;
    this.task = task;
    this.parentId = parentId;
    this.createdMs = createdMs;
    this.captured = captured;
    this.wake = new Wake(createdMs ?? 0);
  }

  /** The task, unless it ended and the program has let go of it. */
  get live(): Task<unknown> | undefined {
    return this.task ?? this.reference?.deref();
  }

  /** A step begins in a turn that has started at this time: it has been runnable since it was woken. */
  countDelay(turnMs: number): void {
    const readyMs = this.yielded ? this.suspendedMs : this.wake.atMs;
    const delayMs = turnMs - readyMs;
    if (delayMs <= 0 || readyMs === 0) return;
    this.delayMs += delayMs;
    if (delayMs > this.longestDelayMs) this.longestDelayMs = delayMs;
  }

  cancelRequested(request: CancelRequest): void {
    this.cancelRequests++;
    this.cancels ??= [];
    if (this.cancels.length === MAX_CANCELS) this.cancels.shift();
    this.cancels.push(request);
  }
}
