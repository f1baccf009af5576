/** The project's own DAP requests and events. Ids are the agent's; lines and columns follow the client's base. */
import type {
  Awaiting,
  CancelRequest,
  LoopInfo,
  ResourceInfo,
  TaskCounters,
  TaskInfo,
  WarningInfo,
} from "./model.js";

/** A place as DAP gives it: shaped like a stack frame, so that a client can open it. */
export interface DapSite {
  readonly name?: string;
  readonly source?: { readonly name?: string; readonly path?: string; readonly sourceReference?: number };
  readonly line: number;
  readonly column: number;
}

export interface DapTask extends Omit<TaskInfo, "createdAt"> {
  /** Tasks that wait for this one directly: the reverse of `awaiting.taskIds`. */
  readonly awaitedBy: readonly number[];
  readonly createdAt?: DapSite;
  /** Its DAP thread, when it has one: pending tasks below the cap do. */
  readonly threadId?: number;
}

export interface DapResource extends Omit<ResourceInfo, "createdAt"> {
  readonly createdAt?: DapSite;
}

export interface TasksResponse {
  readonly tasks: readonly DapTask[];
  readonly resources: readonly DapResource[];
  readonly loops: readonly LoopInfo[];
  /** Records that the agent could not send, over the whole session. */
  readonly dropped: number;
}

export interface InspectFrame extends DapSite {
  readonly name: string;
  /** Task that the frame belongs to: the inspected one, then those that await it. */
  readonly taskId: number;
  readonly locals?: readonly { readonly name: string; readonly value: string; readonly type?: string }[];
}

export interface InspectResponse {
  readonly task: DapTask;
  /** Innermost coroutine first. */
  readonly stack: readonly InspectFrame[];
  readonly createdStack?: readonly DapSite[];
  readonly counters: TaskCounters;
  readonly cancels: readonly CancelRequest[];
  /** From this task along what it awaits, down to the root cause: task and resource ids in turn. */
  readonly awaitChain: readonly { readonly taskId: number; readonly awaiting?: Awaiting }[];
  readonly warnings: readonly WarningInfo[];
}

export type FindingKind = "deadlock" | "never-wakes" | "blocked-loop" | "lock-held-by-ended-task";

export interface Finding {
  readonly kind: FindingKind;
  /** Members of the cycle; those that never wake; the one that blocks. */
  readonly taskIds: readonly number[];
  readonly resourceIds?: readonly number[];
  /** One sentence: what is wrong and where to look. */
  readonly message: string;
  /** A blocked loop's stack; a deadlock's suspended lines, in the order of `taskIds`. */
  readonly sites?: readonly DapSite[];
  readonly sinceMs?: number;
}

/** Custom requests of debug type `asyncio`: arguments and response body. */
export interface AsyncioRequests {
  asyncioTasks: { arguments: Record<string, never>; body: TasksResponse };
  asyncioInspect: { arguments: { taskId: number }; body: InspectResponse };
  asyncioCancel: {
    arguments: { taskId: number; message?: string; subtree?: boolean };
    body: { requested: number };
  };
  asyncioSetDebug: { arguments: { enabled: boolean }; body: { enabled: boolean } };
  asyncioDiagnose: { arguments: Record<string, never>; body: { findings: readonly Finding[] } };
}

/** Body of the event `asyncioTasksChanged`. Whole records; a client replaces what it has. */
export interface TasksChangedBody {
  readonly tasks: readonly DapTask[];
  /** Tasks that left the table: ended, forgotten, and pushed out of the bounded history. */
  readonly removedTasks: readonly number[];
  readonly resources: readonly DapResource[];
  readonly removedResources: readonly number[];
  readonly loops: readonly LoopInfo[];
  readonly warnings: readonly WarningInfo[];
  readonly dropped: number;
  /** The findings as of now, when they changed. */
  readonly findings?: readonly Finding[];
  /** The table was rebuilt: ask `asyncioTasks` again instead of applying this. */
  readonly reset?: boolean;
}

/** Custom events of debug type `asyncio`. */
export interface AsyncioEvents {
  asyncioTasksChanged: TasksChangedBody;
}
