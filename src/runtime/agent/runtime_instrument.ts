/** The agent's hooks: they take notes, and leave all work for later. The numbers matter: see `bench`. */
import type { WarningInfo } from "../../protocol/index.js";
import { HEARTBEAT } from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import type { AbstractEventLoop, Handle } from "../events.js";
import type { Future } from "../futures.js";
import type { Instrument, RuntimeWarning } from "../instrumentation.js";
import type { Queue } from "../queues.js";
import { stepTrap } from "../step_trap.js";
import { Task, TaskStep } from "../tasks.js";
import type { BusyTime } from "./busy_time.js";
import type { FrozenTasks } from "./frozen_tasks.js";
import type { LoopRecord, LoopTable } from "./loop_table.js";
import { QueueUse } from "./queue_use.js";
import type { ResourceTable } from "./resource_table.js";
import { captureSite, siteOfError, siteOfText } from "./site.js";
import { wantStepStarts } from "./step_starts.js";
import { created, ended, stepStarted, suspended } from "./steps.js";
import type { TaskBreakpoints } from "./task_breakpoints.js";
import { TaskRecord } from "./task_record.js";
import type { TaskTable } from "./task_table.js";
import { READY_MS, SUSPENDED_MS } from "./task_times.js";
import type { RecordedStep, StepRecorder } from "./timeline.js";

/** Warnings that were not sent yet, at most; beyond that the oldest are dropped. */
const MAX_WARNINGS_UNSENT = 1000;

/** What is needed of the agent around. */
export interface InstrumentContext {
  readonly tasks: TaskTable;
  readonly loops: LoopTable;
  readonly resources: ResourceTable;
  readonly busy: BusyTime;
  readonly breakpoints: TaskBreakpoints;
  readonly frozen: FrozenTasks;
  /** See `HEARTBEAT`. */
  readonly heartbeat: Float64Array;
  nextTaskId(): number;
  /** Debug mode for loops that are made from now on; undefined: as the environment says. */
  readonly debug: boolean | undefined;
  /** Whether a cancellation that happens now is the debugger's. */
  readonly cancelling: boolean;
  changed(): void;
}

/** @internal */
export class RuntimeInstrument implements Instrument {
  readonly #context: InstrumentContext;
  readonly #tasks: TaskTable;
  readonly #breakpoints: TaskBreakpoints;
  readonly #busy: BusyTime;
  readonly #heartbeat: Float64Array;
  /** Where steps are recorded; null while nobody asks. */ #timeline: StepRecorder | null = null;
  #loop: BaseEventLoop | null = null;
  #loopRecord: LoopRecord | null = null;
  #warnings: WarningInfo[] = [];
  #droppedWarnings = 0;

  constructor(context: InstrumentContext) {
    this.#context = context;
    this.#tasks = context.tasks;
    this.#busy = context.busy;
    this.#breakpoints = context.breakpoints;
    this.#heartbeat = context.heartbeat;
  }

  /** Records steps from now on; null: no longer. */
  record(timeline: StepRecorder | null): void {
    this.#timeline = timeline;
    wantStepStarts("timeline", timeline !== null);
  }

  loopCreated(loop: AbstractEventLoop): void {
    this.#context.loops.record(loop as BaseEventLoop);
    if (this.#context.debug !== undefined) loop.setDebug(this.#context.debug);
    this.#context.changed();
  }

  loopChanged(loop: AbstractEventLoop): void {
    this.#context.loops.record(loop as BaseEventLoop).changed = true;
    this.#context.changed();
    if (this.#breakpoints.active && !loop.isRunning()) this.#breakpoints.loopStopped();
  }

  turnStarted(loop: AbstractEventLoop): void {
    if (loop !== this.#loop) this.#enter(loop as BaseEventLoop);
    const record = this.#loopRecord as LoopRecord;
    const nowMs = (loop as BaseEventLoop)._now * 1000;
    const turnMs = record.epochOffsetMs + nowMs;
    record.turnStartedMs = turnMs;
    this.#busy.turnStarted(nowMs, turnMs);
    const heartbeat = this.#heartbeat;
    heartbeat[HEARTBEAT.turns] = (heartbeat[HEARTBEAT.turns] as number) + 1;
    heartbeat[HEARTBEAT.turnStartedMs] = turnMs;
  }

  turnEnded(loop: AbstractEventLoop): void {
    if (loop !== this.#loop) this.#enter(loop as BaseEventLoop);
    (this.#loopRecord as LoopRecord).turnStartedMs = 0;
    this.#heartbeat[HEARTBEAT.turnStartedMs] = 0;
    // Node takes over now, and its time is nobody's.
    if (this.#busy.isOpen && (loop as BaseEventLoop)._ready.size === 0) this.#busy.close(loop.time() * 1000);
    if (this.#breakpoints.active) this.#breakpoints.turnEnded();
  }

  /** Nearly always there is one loop only, so the last one's record is kept at hand. */
  #enter(loop: BaseEventLoop): void {
    this.#loop = loop;
    this.#loopRecord = this.#context.loops.record(loop);
  }

  taskCreated(task: Task<unknown>, parent: Task<unknown> | null): void {
    const parentId = parent === null ? undefined : this.#tasks.recordOf(parent).id;
    const captured = captureSite(Task);
    const record = new TaskRecord(this.#context.nextTaskId(), task, parentId, Date.now(), captured);
    this.#tasks.create(task, record);
    if (stepTrap.current !== null) created(task, parent);
    if (this.#breakpoints.active) this.#breakpoints.created(task, parent);
  }

  /** What is counted of a step is counted at its end, all at once: see `TaskTable.touchRunning` for one that runs. */
  taskStepStarted(task: Task<unknown>): void {
    if (stepTrap.current !== null) stepStarted(task);
    const timeline = this.#timeline;
    if (timeline !== null) timeline.stepStarted(this.#startOf(task, this.#recordOf(task)));
  }

  taskSuspended(task: Task<unknown>, future: Future<unknown> | null): void {
    const record = this.#recordOf(task);
    if (this.#busy.stepped(record)) this.#busy.close(task._loop.time() * 1000);
    const { times } = record;
    times[SUSPENDED_MS] = this.#busy.turnMs;
    if (this.#timeline !== null) this.#recordEnd(this.#timeline, task, record);
    if (future === null) {
      times[READY_MS] = times[SUSPENDED_MS];
      record.yielded = true;
    } else if (record.yielded) {
      record.yielded = false;
      record.wake.yielded();
    }
    if (record.dirtyAt < 0) this.#tasks.touch(record);
    if (stepTrap.current !== null) suspended(task);
  }

  /** The clock is read again: the step's end may be long after its turn's start. */
  #recordEnd(timeline: StepRecorder, task: Task<unknown>, record: TaskRecord): void {
    const atMs = this.#nowMs(task);
    timeline.stepEnded(record.id, atMs, false);
    record.times[SUSPENDED_MS] = atMs;
  }

  taskDone(task: Task<unknown>): void {
    const record = this.#recordOf(task);
    if (this.#busy.stepped(record)) this.#busy.close(task._loop.time() * 1000);
    record.endedMs = Date.now();
    // Until its end is sent, whoever else refers to it.
    record.task = task;
    this.#timeline?.stepEnded(record.id, this.#nowMs(task), true);
    this.#tasks.ended(record);
    if (stepTrap.current !== null) ended(task);
    this.#context.frozen.ended(task);
    if (this.#breakpoints.active) this.#breakpoints.ended(task);
  }

  /** The clock as it is, not as it was when the turn began: epoch milliseconds. */
  #nowMs(task: Task<unknown>): number {
    return this.#context.loops.epochMs(task._loop, task._loop.time());
  }

  /** A step that begins, with the wait before it. */
  #startOf(task: Task<unknown>, record: TaskRecord): RecordedStep {
    return {
      taskId: record.id,
      waitedMs: record.times[SUSPENDED_MS] || (record.createdMs ?? 0),
      readyMs: record.times[READY_MS],
      startMs: this.#nowMs(task),
      wake: this.#tasks.wakeup(record),
      endMs: 0,
      last: false,
    };
  }

  futureDone(future: Future<unknown>): void {
    const loop = future._loop as BaseEventLoop;
    const handle = this.#handle;
    // Between two turns the start of the last one says nothing.
    const precise = handle === null || this.#timeline !== null;
    const atMs = precise ? this.#context.loops.epochMs(loop, loop.time()) : this.#busy.turnMs;
    const callbacks = future._callbacks;
    if (Array.isArray(callbacks)) for (const callback of callbacks) this.#woken(callback, future, atMs);
    else if (callbacks !== null) this.#woken(callbacks, future, atMs);
  }

  #woken(callback: Handle, future: Future<unknown>, atMs: number): void {
    if (!(callback instanceof TaskStep)) return;
    const record = this.#recordOf(callback.task);
    record.times[READY_MS] = atMs;
    record.wake.woken(future, this.#handle, this.#context.cancelling);
    if (record.dirtyAt < 0) this.#tasks.touch(record);
  }

  exceptionRetrieved(future: Future<unknown>): void {
    if (!(future instanceof Task)) return;
    const record: unknown = future.probe;
    if (record instanceof TaskRecord && !this.#tasks.isForgotten(record)) this.#tasks.touch(record);
  }

  queueUsed(queue: Queue<unknown>, side: "get" | "put", task: Task<unknown> | null): void {
    queue.probe ??= new QueueUse();
    (queue.probe as QueueUse).used(side, task, (each) => this.#recordOf(each).id);
  }

  cancelRequested(task: Task<unknown>, message: unknown, requester: Task<unknown> | null): void {
    const record = this.#recordOf(task);
    const byDebugger = this.#context.cancelling;
    record.cancelRequested({
      atMs: Date.now(),
      ...(typeof message === "string" && message !== "" ? { message } : {}),
      ...(requester === null || byDebugger
        ? {}
        : { byTaskId: this.#recordOf(requester).id, byTaskName: requester.getName() }),
      ...(byDebugger ? { byDebugger } : {}),
    });
    this.#tasks.touch(record);
    if (this.#breakpoints.active) this.#breakpoints.cancelled(task, message, requester);
  }

  resourceAcquired(resource: object): void {
    this.#context.resources.touch(resource);
  }

  resourceReleased(resource: object): void {
    this.#context.resources.touch(resource);
  }

  warned(warning: RuntimeWarning): void {
    if (this.#warnings.length >= MAX_WARNINGS_UNSENT) {
      this.#warnings.shift();
      this.#droppedWarnings++;
    }
    const record = warning.task === undefined ? undefined : this.#recordOf(warning.task);
    const site =
      siteOfText(warning.createdStack) ??
      (record === undefined ? siteOfError(warning.exception) : this.#tasks.creationOf(record));
    this.#warnings.push({
      kind: warning.kind,
      message: warning.message,
      atMs: Date.now(),
      ...(record === undefined ? {} : { taskId: record.id }),
      ...(site === undefined ? {} : { site }),
      ...(warning.duration === undefined ? {} : { durationMs: Math.round(warning.duration * 1000) }),
    });
    this.#context.changed();
    if (this.#breakpoints.active) this.#breakpoints.warned(warning);
  }

  takeWarnings(): { warnings: WarningInfo[]; dropped: number } {
    const taken = { warnings: this.#warnings, dropped: this.#droppedWarnings };
    this.#warnings = [];
    this.#droppedWarnings = 0;
    return taken;
  }

  /** What the loop runs now; null between two turns. */
  get #handle(): Handle | null {
    const loop = this.#loop;
    return loop === null ? null : (loop._currentTask?._step ?? loop._currentHandle);
  }

  #recordOf(task: Task<unknown>): TaskRecord {
    return (task.probe as TaskRecord | null) ?? this.#tasks.recordOf(task);
  }
}
