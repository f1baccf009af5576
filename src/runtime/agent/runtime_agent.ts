/** The agent of one copy of the runtime: it joins tables and hooks, and answers for its own tasks. */
import {
  type AgentCommands,
  type CancelPreview,
  type ConsoleRun,
  type FutureFacts,
  HEARTBEAT,
  type LoopInfo,
  type ResourceInfo,
  type RuntimeRange,
  type TaskBreakpoint,
  type TaskInfo,
} from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import type { Coroutine } from "../coroutines.js";
import { getRunningLoopOrNull } from "../events.js";
import { installGeneratorHook } from "../generator_hook.js";
import { connectInspector } from "../host_inspector.js";
import { observe } from "../instrumentation.js";
import { liveLoops } from "../loop_registry.js";
import type { ScriptPlace } from "../own_script.js";
import type { AnyGenerator } from "../stepping.js";
import type { Task } from "../tasks.js";
import { cancellationSubtree, shieldsOf } from "./awaited_tasks.js";
import { BusyTime } from "./busy_time.js";
import { runInLoop } from "./console_run.js";
import type { DeferredActions } from "./deferred_actions.js";
import { FrozenTasks } from "./frozen_tasks.js";
import { futureFacts } from "./future_facts.js";
import { LoopTable } from "./loop_table.js";
import { notice } from "./notice.js";
import { ResourceTable } from "./resource_table.js";
import { type InstrumentContext, RuntimeInstrument } from "./runtime_instrument.js";
import { RUNTIME_SCRIPT, rangeOfRuntime } from "./site.js";
import type { AgentSource, Changes, SharedRegistry, Slice } from "./source.js";
import { wantStepStarts } from "./step_starts.js";
import {
  armStep,
  breakOnResume,
  createdInStep,
  disarmAll,
  disarmStep,
  tokenOf,
  trapCoroutine,
  watchSuspension,
} from "./steps.js";
import { TaskBreakpoints } from "./task_breakpoints.js";
import type { TaskRecord } from "./task_record.js";
import { type TaskContext, TaskTable } from "./task_table.js";
import type { StepRecorder } from "./timeline.js";

/** @internal */
export class RuntimeAgent implements AgentSource {
  readonly script = RUNTIME_SCRIPT;
  readonly range?: RuntimeRange;
  readonly #registry: SharedRegistry;
  readonly #tasks: TaskTable;
  readonly #loops: LoopTable;
  readonly #resources: ResourceTable;
  readonly #instrument: RuntimeInstrument;
  readonly #actions: DeferredActions;
  readonly #frozen = new FrozenTasks();
  readonly #breakpoints: TaskBreakpoints;
  /** Undoes `wake`; empty while asleep. */
  #disposals: (() => void)[] = [];
  #debug: boolean | undefined;
  #cancelling = false;

  constructor(registry: SharedRegistry, actions: DeferredActions, end: ScriptPlace | undefined) {
    const range = rangeOfRuntime(end);
    if (range !== undefined) this.range = range;
    this.#registry = registry;
    this.#actions = actions;
    const nextId = (kind: "task" | "resource" | "loop") => () => {
      registry.ids ??= { task: 0, resource: 0, loop: 0 };
      return ++registry.ids[kind];
    };
    const busy = new BusyTime(Date.now());
    const changed = () => registry.changed?.();
    const idOf = (task: Task<unknown>) => this.#tasks.recordOf(task).id;
    const loopIdOf = (loop: BaseEventLoop) => this.#loops.idOf(loop);
    this.#loops = new LoopTable(nextId("loop"));
    this.#resources = new ResourceTable({ nextId: nextId("resource"), idOf, loopIdOf, changed });
    const taskContext: TaskContext = {
      resources: this.#resources,
      idOf,
      epochMs: (task, when) => this.#loops.epochMs(task._loop, when),
      nextId: nextId("task"),
      loopIdOf: (task) => loopIdOf(task._loop),
      isFrozen: (task) => this.#frozen.has(task),
      busy,
      groupIdOf: (group) => this.#resources.idOf(group, "taskGroup"),
      changed,
    };
    this.#tasks = new TaskTable(taskContext);
    this.#breakpoints = new TaskBreakpoints({
      idOf,
      pending: () => this.#tasks.pending(),
      soon: (action) => actions.soon(action),
    });
    this.#instrument = new RuntimeInstrument(this.#instrumentContext(nextId("task"), busy, changed));
  }

  #instrumentContext(nextTaskId: () => number, busy: BusyTime, changed: () => void): InstrumentContext {
    const agent = this;
    // Shared memory, so that a bridge that comes later can watch it from its own thread.
    this.#registry.heartbeat ??= new Float64Array(
      new SharedArrayBuffer(HEARTBEAT.length * Float64Array.BYTES_PER_ELEMENT),
    );
    return {
      tasks: this.#tasks,
      loops: this.#loops,
      resources: this.#resources,
      breakpoints: this.#breakpoints,
      frozen: this.#frozen,
      heartbeat: this.#registry.heartbeat,
      busy,
      nextTaskId,
      changed,
      get debug() {
        return agent.#debug;
      },
      get cancelling() {
        return agent.#cancelling;
      },
    };
  }

  wake(): void {
    if (this.#disposals.length > 0) return;
    connectInspector();
    this.#disposals = [observe(this.#instrument), installGeneratorHook(), () => this.#letGo()];
    wantStepStarts();
    for (const loop of liveLoops()) {
      this.#loops.record(loop);
      for (const task of loop._tasks.pending()) this.#tasks.recordOf(task);
    }
    this.#registry.changed?.();
  }

  sleep(): void {
    for (const dispose of this.#disposals) dispose();
    this.#disposals = [];
    this.#tasks.clear();
    this.#resources.clear();
    this.#instrument.takeWarnings();
  }

  /** Takes back everything that keeps the program from running as it would alone. */
  #letGo(): void {
    disarmAll();
    this.#breakpoints.clear();
    for (const task of this.#frozen.all()) this.#thaw(task);
  }

  collect(slice: Slice): Changes {
    this.#loops.synchronize();
    this.#tasks.touchRunning(liveLoops());
    const tasks = this.#tasks.takeChanges(slice);
    // Once only, after the tasks: each task that waits for it makes a resource change.
    const resources = this.#tasks.hasMore ? [] : this.#resources.takeChanges(slice.maxRecords);
    const { warnings, dropped: droppedWarnings } = this.#instrument.takeWarnings();
    const dropped = droppedWarnings + this.#tasks.takeDropped();
    const noLongerAwaited = this.#tasks.takeNoLongerAwaited();
    return {
      tasks,
      ...(noLongerAwaited.length === 0 ? {} : { noLongerAwaited }),
      resources,
      loops: this.#loops.takeChanges((task) => this.#tasks.recordOf(task).id),
      warnings,
      forgottenTasks: this.#tasks.takeForgotten(),
      forgottenResources: this.#resources.takeForgotten(),
      dropped,
      ...(dropped === 0 ? {} : { complete: true as const }),
      more: this.#tasks.hasMore || this.#resources.hasMore,
    };
  }

  backlog(): number {
    return this.#tasks.backlog;
  }

  discard(): void {
    this.#tasks.discard();
    this.#resources.discard();
    this.#instrument.takeWarnings();
  }

  tasks(after: number, slice: Slice): TaskInfo[] {
    return this.#tasks.page(after, slice);
  }

  resources(after: number, slice: Slice): ResourceInfo[] {
    this.#tasks.discoverResources();
    return this.#resources.page(after, slice.maxRecords);
  }

  loops(): LoopInfo[] {
    return this.#loops.all((task) => this.#tasks.recordOf(task).id);
  }

  hasTask(taskId: number): boolean {
    return this.#tasks.find(taskId)?.live !== undefined;
  }

  inspect(taskId: number): AgentCommands["inspect"]["result"] {
    const { record } = this.#find(taskId);
    const task = this.#tasks.encode(record) as TaskInfo;
    const createdStack = record.createdStack.map((site) => ({ name: site.name ?? "<anonymous>", site }));
    return { task, createdStack, cancels: task.cancels ?? [] };
  }

  cancel(taskId: number, message: string | undefined, subtree: boolean): number {
    const { task } = this.#find(taskId);
    if (task.done()) return 0;
    const targets = subtree ? cancellationSubtree(task) : new Set([task]);
    this.#actions.inLoop(task._loop, () => this.#cancelNow(targets, message ?? null));
    return targets.size;
  }

  cancelPreview(taskId: number): CancelPreview {
    const { task } = this.#find(taskId);
    const idOf = (each: Task<unknown>) => this.#tasks.recordOf(each).id;
    const subtree = cancellationSubtree(task);
    return {
      taskIds: [...subtree].map(idOf),
      shields: shieldsOf(subtree).map(({ task: waiting, inside }) => ({
        taskId: idOf(waiting),
        innerTaskIds: [...inside].map(idOf),
      })),
    };
  }

  /** The first of them passes the request on by itself to some of the others: those are not asked twice. */
  #cancelNow(targets: ReadonlySet<Task<unknown>>, message: string | null): void {
    const before = new Map([...targets].map((task) => [task, task.cancelling()]));
    this.#cancelling = true;
    try {
      for (const [task, requests] of before) if (task.cancelling() === requests) task.cancel(message);
    } finally {
      this.#cancelling = false;
    }
  }

  setDebug(enabled: boolean, loopId: number | undefined): void {
    if (loopId === undefined) this.#debug = enabled;
    for (const loop of liveLoops()) {
      if (loop.isClosed() || (loopId !== undefined && this.#loops.idOf(loop) !== loopId)) continue;
      this.#actions.soon(() => loop.setDebug(enabled));
    }
  }

  current(): AgentCommands["current"]["result"] {
    const running = getRunningLoopOrNull() as BaseEventLoop | null;
    const task = running?._currentTask ?? null;
    // One that has just ended is the current one until its callbacks are scheduled.
    if (task === null || task.done()) return null;
    const created = createdInStep(task);
    return {
      taskId: this.#tasks.recordOf(task).id,
      depth: task._stack.length - 1,
      ...(created === 0 ? {} : { created }),
    };
  }

  armStep(taskId: number, resumeDepth: number, startDepth: number, next: boolean): void {
    armStep(this.#find(taskId).task, resumeDepth, startDepth, next);
  }

  disarmStep(): void {
    disarmStep();
  }

  breakOnResume(taskId: number, enabled: boolean, now: boolean): void {
    breakOnResume(this.#find(taskId).task, enabled, now);
  }

  stepToAwait(taskId: number): void {
    watchSuspension(this.#find(taskId).task, (task) => {
      notice({ kind: "suspended", taskId, name: task.getName() }, null);
    });
  }

  freeze(taskId: number, frozen: boolean, client?: string): TaskInfo {
    const { task, record } = this.#find(taskId);
    if (frozen) this.#frozen.freeze(task, client);
    else this.#thaw(task);
    this.#touchSoon(record);
    return this.#tasks.encode(record) as TaskInfo;
  }

  /** The list of changes may be in use at this very moment. What was forgotten meanwhile, in a sleep, is no news. */
  #touchSoon(record: TaskRecord): void {
    this.#actions.soon(() => {
      if (this.#tasks.find(record.id) === record) this.#tasks.touch(record);
    });
  }

  record(timeline: StepRecorder | null): void {
    this.#instrument.record(timeline);
  }

  leave(client: string): void {
    this.setTaskBreakpoints(client, []);
    for (const task of this.#frozen.by(client)) {
      const record = this.#tasks.recordOf(task);
      this.#thaw(task);
      this.#touchSoon(record);
    }
  }

  #thaw(task: Task<unknown>): void {
    const step = this.#frozen.thaw(task);
    if (step !== undefined) this.#actions.inLoop(task._loop, () => task._loop._enqueue(step));
  }

  setTaskBreakpoints(client: string, breakpoints: readonly TaskBreakpoint[]): void {
    this.#breakpoints.set(client, breakpoints);
  }

  coroutines(taskId: number): readonly object[] {
    const task = this.#tasks.find(taskId)?.live;
    return task === undefined ? [] : [...task.coroutineStack].reverse();
  }

  trapResume(taskId: number, coroutine: object, token: number): boolean {
    const task = this.#tasks.find(taskId)?.live;
    return task !== undefined && trapCoroutine(task, coroutine as AnyGenerator, token);
  }

  resumeToken(coroutine: object): number {
    return tokenOf(coroutine);
  }

  run(factory: () => unknown, taskId: number | undefined): ConsoleRun | undefined {
    const loop =
      taskId === undefined
        ? liveLoops().find((candidate) => candidate.isRunning())
        : this.#tasks.find(taskId)?.live?._loop;
    return loop && runInLoop(factory as () => Coroutine<unknown>, loop, this.#actions);
  }

  describe(value: unknown): FutureFacts | undefined {
    return futureFacts(value, (task) => this.#tasks.recordOf(task).id);
  }

  #find(taskId: number): { task: Task<unknown>; record: TaskRecord } {
    const record = this.#tasks.find(taskId);
    const task = record?.live;
    if (record === undefined || task === undefined) throw new Error(`there is no task ${taskId}`);
    return { task, record };
  }
}
