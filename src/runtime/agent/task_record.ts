/** What the agent remembers of a task beside what the task itself says. It hangs at `task.probe`. */
import type { CancelRequest, Site } from "../../protocol/index.js";
import type { Task } from "../tasks.js";
import type { CapturedSite } from "./site.js";
import { newTaskTimes, type TaskTimes } from "./task_times.js";
import { Wake } from "./wake.js";

/** How many of a task's latest cancellation requests are kept. */
const MAX_CANCELS = 20;

const NO_SITES: readonly Site[] = [];
const NO_RECORDS: readonly TaskRecord[] = [];

/** @internal */
export class TaskRecord {
  // What a step needs comes first, so that it is together in the processor's cache.
  /** Its place in the list of changed tasks; -1: it has not changed since it was sent. */ dirtyAt = -1;
  /** The span of `BusyTime` that it last ran in. */ span = 0;
  /** Its steps in that span, as long as they are not in the sums. */ spanSteps = 0;
  /** It suspended for one turn only, without a future. */ yielded = false;
  readonly times: TaskTimes;
  /** Steps that are over, but for those in `spanSteps`. */ summedSteps = 0;
  readonly id: number;
  /** The task, until its end was sent, or debug mode asks who keeps it; from then on `reference` has it. */ task: Task<unknown> | null;
  reference: WeakRef<Task<unknown>> | null = null;
  readonly parentId: number | undefined;
  /** Epoch milliseconds; undefined for a task that was there before the agent woke. */
  readonly createdMs: number | undefined;
  captured: CapturedSite | null;
  createdStack: readonly Site[] = NO_SITES;
  coroutine: string | null = null;
  /** Its steps beyond the lowest class of `STEP_TIME_BOUNDS_MS`. */ longerSteps: number[] | null = null;
  readonly wake = new Wake();
  endedMs = 0;
  cancels: CancelRequest[] | null = null;
  cancelRequests = 0;
  /** Those who wait for it among very many, see `LargeWaits`. */ awaiters: readonly TaskRecord[] =
    NO_RECORDS;
  /** A debugger has been told of it. */ told = false;
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
    this.times = newTaskTimes(createdMs ?? 0);
  }

  /** The task, unless it ended and the program has let go of it. */
  get live(): Task<unknown> | undefined {
    return this.task ?? this.reference?.deref();
  }

  /** Steps that are over. */
  get steps(): number {
    return this.summedSteps + this.spanSteps;
  }

  addAwaiter(record: TaskRecord): void {
    if (!this.awaiters.includes(record)) this.awaiters = [...this.awaiters, record];
  }

  cancelRequested(request: CancelRequest): void {
    this.cancelRequests++;
    this.cancels ??= [];
    if (this.cancels.length === MAX_CANCELS) this.cancels.shift();
    this.cancels.push(request);
  }
}
