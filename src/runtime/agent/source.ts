/**
 * What one copy of the runtime offers to the one agent of a process.
 *
 * A process may load several copies (an ES module and a CommonJS one, or two versions). They share the registry that
 * hangs at `Symbol.for("loopscope.agent")`; the copy that comes first serves the commands, over all copies. This
 * interface is the border between copies, so it is plain data, and belongs to `PROTOCOL_VERSION`.
 */
import type {
  AgentCommands,
  AgentRegistry,
  CancelPreview,
  ConsoleRun,
  FutureFacts,
  LoopInfo,
  NoLongerAwaited,
  ResourceInfo,
  RuntimeRange,
  TaskBreakpoint,
  TaskInfo,
  WarningInfo,
} from "../../protocol/index.js";

import type { StepRecorder } from "./timeline.js";

/** What changed in one copy since it was last asked. */
export interface Changes {
  readonly tasks: TaskInfo[];
  readonly noLongerAwaited?: NoLongerAwaited[];
  readonly resources: ResourceInfo[];
  readonly loops: LoopInfo[];
  readonly warnings: WarningInfo[];
  readonly forgottenTasks: number[];
  readonly forgottenResources: number[];
  readonly dropped: number;
  /** See `ChangesMessage`; absent in older copies. */
  readonly complete?: true;
  /** There is more: ask again, but let the program run first. */
  readonly more: boolean;
}

/** How much to encode at once. */
export interface Slice {
  readonly maxRecords: number;
  /** Milliseconds of `performance.now()` at which to stop. */
  readonly untilMs: number;
}

export interface AgentSource {
  /** URL or path of the runtime's script, or of its folder when it is not bundled. */
  readonly script: string;
  /** Its part of the script, in a bundle of the user's. */
  readonly range?: RuntimeRange;
  wake(): void;
  /** Takes the hooks back and forgets everything but the ids that were given out. */
  sleep(): void;
  /** Takes what changed, and counts it as sent. */
  collect(slice: Slice): Changes;
  /** How many tasks changed that were not collected. Absent in older copies. */
  backlog?(): number;
  /** Counts what changed as sent, as there is nobody to send it to. */
  discard(): void;
  /** Tasks with ids above `after`, in order of their ids; those that ended too, while the program refers to them. */
  tasks(after: number, slice: Slice): TaskInfo[];
  resources(after: number, slice: Slice): ResourceInfo[];
  loops(): LoopInfo[];
  hasTask(taskId: number): boolean;
  inspect(taskId: number): AgentCommands["inspect"]["result"];
  /** @returns how many tasks will be asked. */
  cancel(taskId: number, message: string | undefined, subtree: boolean): number;
  cancelPreview(taskId: number): CancelPreview;
  setDebug(enabled: boolean, loopId: number | undefined): void;
  current(): AgentCommands["current"]["result"];
  armStep(taskId: number, resumeDepth: number, startDepth: number, next: boolean): void;
  disarmStep(): void;
  breakOnResume(taskId: number, enabled: boolean, now: boolean): void;
  stepToAwait(taskId: number): void;
  freeze(taskId: number, frozen: boolean, client?: string): TaskInfo;
  /** Where to record its steps from now on; null: nobody asks. */
  record?(timeline: StepRecorder | null): void;
  /** Takes back what a client has asked for. */
  leave?(client: string): void;
  setTaskBreakpoints(client: string, breakpoints: readonly TaskBreakpoint[]): void;
  coroutines(taskId: number): readonly object[];
  /** See `AgentRegistry.trapResume`; false when the task is none of this copy. */
  trapResume?(taskId: number, coroutine: object, token: number): boolean;
  /** See `AgentRegistry.resumeToken`. */
  resumeToken?(coroutine: object): number;
  /** Undefined when the task is none of this copy, or, without a task, no loop runs. */
  run(factory: () => unknown, taskId: number | undefined): ConsoleRun | undefined;
  /** Undefined for what is no future of this copy. */
  describe(value: unknown): FutureFacts | undefined;
}

/** The registry with what the copies share beyond the contract with the debugger. */
export interface SharedRegistry extends AgentRegistry {
  /** All copies; absent while only the preload has been here. */
  sources?: AgentSource[];
  /** The last ids given out, over all copies. */
  ids?: Record<"task" | "resource" | "loop", number>;
  /** Takes in one more copy. */
  join?(source: AgentSource): void;
  /** To be called by a source when it has something to `collect`. */
  changed?(): void;
}
