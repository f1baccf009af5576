/**
 * Messages between an agent (in the program) and an adapter. JSON texts; see `docs/protocol.md` for the transport.
 *
 * The agent sends whole records of what changed, coalesced: a task that changed ten times between two batches is sent
 * once, as it is now. `seq` counts batches; a gap, or `dropped` above zero, tells the reader to ask for a snapshot.
 */
import type { NoLongerAwaited } from "./awaited-tasks.js";
import type { CancelPreview } from "./cancel-preview.js";
import type { CancelRequest, LoopInfo, ResourceInfo, Site, TaskInfo, WarningInfo } from "./model.js";
import type { RecordColumns } from "./record-columns.js";
import type { TimelinePage } from "./timeline.js";

export interface HelloMessage {
  readonly kind: "hello";
  readonly version: number;
  readonly language: "typescript" | "python";
  readonly pid: number;
  /** Version of Node or CPython. */
  readonly host: string;
  /**
   * Since when ids are counted, Unix epoch in milliseconds: of one process and one moment, the same id is the same task.
   */
  readonly startedMs?: number;
  /** Scripts of the runtime itself, as URLs, for a debugger to step over. */
  readonly runtimeScripts: readonly string[];
  /** The runtime's parts of those that have other code too, for which there may be no source map. */
  readonly runtimeRanges?: readonly RuntimeRange[];
  /** The script that holds the step trap: the one place where the runtime may stop for a step. */
  readonly trapScript?: string;
}

/** The part of a script that is the runtime's. Lines and columns count from 1. */
export interface RuntimeRange {
  /** As in `runtimeScripts`. */
  readonly script: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** What changed since the batch before. */
export interface ChangesMessage {
  readonly kind: "changes";
  readonly seq: number;
  readonly atMs: number;
  readonly tasks: readonly TaskInfo[];
  /** Further tasks, as columns; only for those who said that they read them, in `AgentRegistry.readsColumns`. */
  readonly taskColumns?: RecordColumns;
  /** Of tasks that wait for a thousand others and more, whose records are not sent whenever one of those ends. */
  readonly noLongerAwaited?: readonly NoLongerAwaited[];
  readonly resources: readonly ResourceInfo[];
  readonly loops: readonly LoopInfo[];
  readonly warnings: readonly WarningInfo[];
  /** Ended tasks that the program no longer refers to. */
  readonly forgottenTasks: readonly number[];
  /** Resources that are gone. */
  readonly forgottenResources: readonly number[];
  /** Records that did not fit into the outbox since the last batch. Above zero: take a snapshot, unless `complete`. */
  readonly dropped: number;
  /**
   * What was dropped are tasks that have ended, and warnings: no snapshot would have them. Tasks that were told of before
   * are among `forgottenTasks`.
   */
  readonly complete?: true;
}

export type AgentMessage = HelloMessage | ChangesMessage;

/** One page of a snapshot. Ask again with `cursor` until it is absent; changes sent meanwhile apply on top. */
export interface SnapshotPage {
  /** The last `changes` batch whose content is contained in this page. */
  readonly seq: number;
  readonly atMs: number;
  readonly tasks: readonly TaskInfo[];
  /** Further tasks, as columns, for those who ask for `columns`. */
  readonly taskColumns?: RecordColumns;
  readonly resources: readonly ResourceInfo[];
  readonly loops: readonly LoopInfo[];
  readonly cursor?: number;
}

/** One frame of a coroutine chain as the agent itself sees it, innermost first. */
export interface AgentFrame {
  readonly name: string;
  readonly site?: Site;
}

/** A value as text, rendered without running any of the program's code. */
export interface AgentVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** How many parts `expand` would give; absent without any. */
  readonly children?: number;
}

export interface InspectedFrame extends AgentFrame {
  readonly locals?: readonly AgentVariable[];
}

/** The task that runs. */
export interface CurrentTask {
  readonly taskId: number;
  /** Index of the innermost coroutine in the task's stack. */
  readonly depth: number;
  /** How many tasks it has created since a step in was armed for it, that have not started; absent for none. */
  readonly created?: number;
}

/** Commands of the adapter: name, parameters, result. `agent.command(json)` answers a `CommandReply` as JSON. */
export interface AgentCommands {
  /**
   * Wakes the agent, answers `hello` (also sent when this wakes it), and from now on sends `changes`. Safe to repeat. A
   * client that names itself counts once, and takes it back by `leave`.
   */
  subscribe: { params: { client?: string }; result: HelloMessage };
  /**
   * Takes one `subscribe` back, for a client that leaves a program that goes on. After the last one the agent sleeps,
   * unless the preload or debug mode has woken it. A task that is met again after a sleep has another id.
   */
  unsubscribe: { params: Record<string, never>; result: Record<string, never> };
  snapshot: { params: { cursor?: number; limit?: number; columns?: boolean }; result: SnapshotPage };
  /** Loops and resources as they are this moment, with `hostResources`: for a diagnosis. */
  pulse: {
    params: Record<string, never>;
    result: { atMs: number; loops: readonly LoopInfo[]; resources: readonly ResourceInfo[] };
  };
  /** `requested` counts the tasks asked, the named one included; 0 when it has ended. Unknown ids are refused. */
  cancel: { params: { taskId: number; message?: string; subtree?: boolean }; result: { requested: number } };
  /** What a `cancel` with its subtree would reach. Unknown ids are refused. */
  cancelPreview: { params: { taskId: number }; result: CancelPreview };
  /**
   * Records steps from now on, if it does not yet, and answers those after `after`, at most `limit`. Recording ends by
   * itself when nobody has asked for `TIMELINE_LEASE_MS`.
   */
  timeline: { params: { after?: number; limit?: number }; result: TimelinePage };
  setDebug: { params: { enabled: boolean; loopId?: number }; result: { enabled: boolean } };
  /** Creation stack and history of one task. */
  inspect: {
    /** `locals`: whether `stack` has them (default true). */
    params: { taskId: number; locals?: boolean };
    result: {
      task: TaskInfo;
      createdStack: readonly AgentFrame[];
      cancels: readonly CancelRequest[];
      /** The task's own coroutines with their locals, where no inspector reads them: in Python. */
      stack?: readonly InspectedFrame[];
    };
  };
  /** Who runs now: null between steps. */
  current: { params: Record<string, never>; result: CurrentTask | null };
  /**
   * Traps, once, the next resume of this task at a depth of at most `resumeDepth`, or the start of a coroutine at a
   * depth of at least `startDepth`. -1 traps nothing. When the task ends first, the tasks that wait for it are trapped,
   * at their next resume; if there are none, nothing is. With a `startDepth`, the starts of tasks that it creates are
   * trapped, too. With `next`, it counts from the task's next step on.
   */
  armStep: {
    params: { taskId: number; resumeDepth: number; startDepth: number; next?: boolean };
    result: Record<string, never>;
  };
  disarmStep: { params: Record<string, never>; result: Record<string, never> };
  /** Traps, once, the beginning of the task's next step (with `now`: or its next resume in this one); or no longer. */
  breakOnResume: {
    params: { taskId: number; enabled: boolean; now?: boolean };
    result: Record<string, never>;
  };
  /** Stops, once, when the task has suspended; if it ends before that, as `armStep`. */
  stepToAwait: { params: { taskId: number }; result: Record<string, never> };
  /** Holds the task's steps back, or no longer. `task` is its record after that. `client`: who asks, for `leave`. */
  freeze: { params: { taskId: number; frozen: boolean; client?: string }; result: { task: TaskInfo } };
  /**
   * Takes back what one client has asked for: what it froze thaws, its task breakpoints go, and so does its subscription.
   * Safe to repeat. Debuggers of programs that go on see to it that it is called when they vanish.
   */
  leave: { params: { client: string }; result: Record<string, never> };
  /** Replaces the task breakpoints of one client. */
  setTaskBreakpoints: {
    params: { client: string; breakpoints: readonly TaskBreakpoint[] };
    result: Record<string, never>;
  };
}

/** What a task breakpoint is for. */
export type TaskBreakpointKind =
  /** A task is created. */
  | "created"
  /** A task is asked to cancel, for the first time. */
  | "cancelled"
  /** A task that was asked to cancel has ended otherwise. */
  | "suppressed"
  /** A task has failed, and nobody has taken its exception. */
  | "unretrieved"
  /** A task has not ended for some time. */
  | "pending"
  /** A task has been suspended in one place for some time. */
  | "waiting"
  /** A warning of debug mode, or of the loop's own checks. */
  | "warning";

export interface TaskBreakpoint {
  readonly kind: TaskBreakpointKind;
  /**
   * Names of tasks and of coroutine functions, with `*` and `?`; one has to fit. Absent: any. For `created` those of the
   * creating task's coroutines count too, for `warning` the kind of the warning.
   */
  readonly names?: readonly string[];
  /** For `pending` and `waiting`: how long. */
  readonly seconds?: number;
}

/**
 * What the agent stops the program for: the argument `what`, as JSON, of the function `notice` in the trap script, whose
 * other argument `coroutine` is the task's outermost one. `suspended`: the task that `stepToAwait` named has.
 */
export interface TaskStopNotice {
  readonly kind: TaskBreakpointKind | "suspended" | "pause";
  readonly taskId?: number;
  readonly name?: string;
  /** Who created or cancelled it. */
  readonly byTaskId?: number;
  /** Of the cancellation, the warning, or the exception. */
  readonly message?: string;
  /** The warning's kind. */
  readonly warning?: string;
  /** The exception's stack, as V8 writes it. */
  readonly stack?: string;
}

/** A coroutine function of the program: its file, and the lines that run. */
export interface StepPlace {
  readonly path: string;
  readonly lines: readonly number[];
}

export interface StepPlan {
  /** The task's own coroutines, innermost first. */
  readonly own: readonly StepPlace[];
  /** Where the coroutines around the innermost one go on after an error. */
  readonly handlers: readonly StepPlace[];
  /** The task is in its outermost coroutine itself. */
  readonly atRoot: boolean;
  readonly awaiters: readonly { readonly taskId: number; readonly places: readonly StepPlace[] }[];
}

export interface EvaluatedValue {
  readonly value: string;
  readonly type: string;
  readonly children?: number;
  /** Number of the result, when it has parts. */
  readonly result?: number;
}

/** What is to be set: in a frame of a suspended task, below a result, or without either in the main module. */
export type PythonAssignment = { readonly value: string } & (
  | { readonly taskId?: number; readonly frame?: number; readonly target: string }
  | { readonly taskId: number; readonly frame: number; readonly path: readonly string[] }
  | { readonly result: number; readonly path: readonly string[] }
);

/** Commands of the Python agent alone. */
export interface PythonCommands {
  /** The parts of a local: `path` names it and the parts on the way, `frame` counts as in `stack`. */
  expand: {
    params: { taskId: number; frame: number; path: readonly string[] };
    result: { variables: readonly AgentVariable[] };
  };
  /** What a loop's thread does now, innermost first; of the loop that runs when none is named. */
  blockingStack: { params: { loopId?: number }; result: { stack: readonly AgentFrame[] } };
  /**
   * Where a step in a task may end: in its own coroutines, or in those of the tasks that wait for it. `resume`: not
   * before it has suspended.
   */
  stepPlan: { params: { taskId: number; resume?: boolean }; result: StepPlan };
  /** Has a debugger that uses `sys.monitoring` see the lines of coroutines that are suspended already. */
  armLines: { params: { paths: readonly string[] }; result: { armed: number } };
  /** Stops at the next step of a task, or no longer: at these lines, where the agent's `breaks()` is true. */
  breakPlan: {
    params: { taskId: number; enabled: boolean };
    result: { places: readonly StepPlace[] };
  };
  /** Stops when a task has suspended: armed already, or at these lines, by asking the agent's `awaits()`. */
  awaitPlan: { params: { taskId: number }; result: { armed: boolean; places: readonly StepPlace[] } };
  /** What the agent holds the program for. */
  stopNotice: { params: Record<string, never>; result: { notice: TaskStopNotice | null } };
  /** Holds the thread of a loop in its next turn, the main thread's if it has one: an idle loop comes to no line of yours. */
  hold: { params: Record<string, never>; result: { asked: boolean } };
  /**
   * Evaluates in the loop's thread: in a frame of a suspended task (`frame` counts as in `stack`), or in the main
   * module. What the text awaits is awaited first.
   */
  evaluate: { params: { taskId?: number; frame?: number; expression: string }; result: EvaluatedValue };
  /**
   * Sets what is pointed at to what `value` comes to in the scope, in the loop's thread: a `target`, as an expression; or
   * a part by its `path` of names, below the local or the `result` that it begins with.
   */
  assign: { params: PythonAssignment; result: EvaluatedValue };
  /** What comes of a text that a debugger has had the agent await. */
  awaited: { params: { await: number }; result: EvaluatedValue };
  /** The parts of a result, as `expand`. */
  expandResult: {
    params: { result: number; path: readonly string[] };
    result: { variables: readonly AgentVariable[] };
  };
  /** What the end of a text may be completed to; `length` characters of it are replaced. */
  complete: {
    params: { taskId?: number; frame?: number; text: string };
    result: { targets: readonly { readonly label: string; readonly length: number }[] };
  };
  /** Sends what has changed before it answers. */
  flush: { params: Record<string, never>; result: Record<string, never> };
  /** Ties the program's life to this connection: for the adapter that launched it. */
  own: { params: Record<string, never>; result: Record<string, never> };
}

export type AgentCommandName = keyof AgentCommands;

export interface CommandCall<N extends AgentCommandName = AgentCommandName> {
  readonly method: N;
  readonly params: AgentCommands[N]["params"];
}

export type CommandReply<N extends AgentCommandName = AgentCommandName> =
  | { readonly ok: true; readonly result: AgentCommands[N]["result"] }
  | { readonly ok: false; readonly error: string };

/** What a future is at this moment; a task has an id and a name. */
export interface FutureFacts {
  readonly kind: "task" | "future";
  readonly state: "pending" | "done" | "failed" | "cancelled";
  readonly taskId?: number;
  readonly name?: string;
}

/** A coroutine of the debugger's console that runs in the program's loop. */
export interface ConsoleRun {
  /** Settles as the coroutine ends; the result is boxed, so that a thenable one is not awaited. */
  readonly result: Promise<{ readonly value: unknown }>;
  cancel(): void;
}

/**
 * What hangs at `globalThis[Symbol.for(AGENT_SYMBOL)]` in a Node program. Every copy of the runtime finds or makes it.
 */
export interface AgentRegistry {
  readonly version: number;
  /** Answers a `CommandReply` as JSON; never throws. */
  command(callJson: string): string;
  /**
   * The live coroutine objects of a task, innermost first, for the inspector to look into (`[[GeneratorLocation]]`,
   * `[[Scopes]]`); empty for an ended or unknown task.
   */
  coroutines(taskId: number): readonly object[];
  /** JSON: for each value its `FutureFacts`, or null when it is no future of the runtime. Never throws. */
  describe?(...values: readonly unknown[]): string;
  /**
   * Runs the generator that `factory` makes as a task: in the loop of the named task, or in the one that runs.
   * @throws Error when no loop runs.
   */
  run?(factory: () => unknown, taskId?: number): ConsoleRun;
  /**
   * Traps, once, the next resume of a suspended coroutine of a task: the trap script's `resume` stops with this `token`
   * (above zero; 0 takes the trap away). False when the task will not resume it by itself, as it was awaited before the
   * agent woke, or is driven by hand.
   */
  trapResume?(taskId: number, coroutine: object, token: number): boolean;
  /** The token with which a coroutine's next resume is trapped; 0 when it is not. */
  resumeToken?(coroutine: object): number;
  /** Set by the preload before the program runs: the runtime wakes its agent as soon as it is loaded. */
  wakeOnLoad?: boolean;
  /** Set by whoever listens and reads `taskColumns`. */
  readsColumns?: boolean;
  /** Lists of task breakpoints by client: an adapter puts its own here before the program loads the runtime. */
  taskBreakpoints?: Record<string, unknown>;
  /** Shared with the bridge worker: see `HEARTBEAT`. */
  heartbeat?: Float64Array;
  /**
   * Sends what is waiting to be sent, at once: all of it, or as much as `sliceMs` milliseconds allow. Answers whether
   * there is more. The preload calls it when the process exits.
   */
  flush?(sliceMs?: number): boolean;
  /** How many tasks changed that were not sent. Absent in older runtimes. */
  backlog?(): number;
}

/** Places in the shared `heartbeat`: turn counter, and the start of the turn that is running (epoch ms; 0: none). */
export const HEARTBEAT = { turns: 0, turnStartedMs: 1, length: 2 } as const;
