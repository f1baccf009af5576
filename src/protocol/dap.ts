/** The project's own DAP requests and events. Ids are the agent's; lines and columns follow the client's base. */

import type { NoLongerAwaited } from "./awaited-tasks.js";
import type { CancelPreview } from "./cancel-preview.js";
import type { Dump } from "./dump.js";
import type {
  Awaiting,
  AwaitKind,
  CancelRequest,
  LoopInfo,
  ResourceInfo,
  TaskCounters,
  TaskInfo,
  Wakeup,
  WarningInfo,
} from "./model.js";
import type { RecordColumns } from "./record-columns.js";

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
  /** None in an answer to a request with `columns`, which has `taskColumns` instead: see `recordsOf`. */
  readonly tasks: readonly DapTask[];
  readonly taskColumns?: RecordColumns;
  readonly resources: readonly DapResource[];
  readonly loops: readonly LoopInfo[];
  /** Records that the agent could not send, over the whole session. */
  readonly dropped: number;
  /** In an answer to a request with `count`: ask again with it for what follows. Absent: that was all. */
  readonly cursor?: number;
  /** In an answer to a request with `count`: how many tasks there are in all. */
  readonly totalTasks?: number;
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

/** Kinds of findings; a client shows one that it does not know by its message. See `docs/diagnosis.md`. */
export type FindingKind =
  | "deadlock"
  | "never-wakes"
  | "blocked-loop"
  | "lock-held-by-ended-task"
  /** Runnable for long, but others keep the loop. */
  | "starved-task"
  /** Who took from a queue has ended, and somebody waits for it to be emptied. */
  | "queue-without-consumer"
  /** Asked to end, and going on for long. */
  | "suppressed-cancellation"
  /** More and more tasks from one place, which nobody waits for and which do not end. */
  | "leaked-tasks"
  /** In debug mode: a callback or step that took long. */
  | "slow-callback"
  /** A task failed, and nobody looks at its exception. */
  | "unretrieved-exception"
  /** A coroutine was made, and never awaited. */
  | "never-awaited"
  /** A pending task was collected: nobody referred to it. */
  | "destroyed-task";

/** `error`: something cannot go on. `warning`: a mistake with consequences. `info`: worth a look. */
export type FindingSeverity = "error" | "warning" | "info";

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
  /** Members of the cycle; those that never wake; the one that blocks. */
  readonly taskIds: readonly number[];
  readonly resourceIds?: readonly number[];
  /** One sentence: what is wrong and where to look. */
  readonly message: string;
  /** Where to look: a blocked loop's stack; suspended lines, in the order of `taskIds`; else where it was created. */
  readonly sites?: readonly DapSite[];
  readonly sinceMs?: number;
}

/** A stretch of a task's time. */
export interface TimelineSpan {
  readonly taskId: number;
  /** `wait`: suspended; `ready`: runnable, but others ran; `step`: it ran. */
  readonly kind: "step" | "wait" | "ready";
  readonly startMs: number;
  /** Absent: it is not over. */
  readonly endMs?: number;
  /** Of a wait: for what. */
  readonly awaited?: { readonly kind: AwaitKind; readonly label?: string; readonly resourceId?: number };
  /** Of a step: what made it runnable. */
  readonly wokenBy?: Wakeup;
  /** Of a step: the task ended with it. */
  readonly last?: boolean;
}

export interface TimelineResponse {
  /** By start. */
  readonly spans: readonly TimelineSpan[];
  /** Since when the recording goes back without a gap other than `dropped`. */
  readonly recordedSinceMs?: number;
  /** The moment of the answer. */
  readonly atMs: number;
  /** Steps that were lost since the recording began, because there were too many. */
  readonly dropped: number;
  /** There are more spans than `limit`: those given are the latest. */
  readonly truncated: boolean;
}

/** The line at which a task waits. */
export interface TaskPlace {
  readonly taskId: number;
  readonly site: DapSite;
}

/** Tasks of one `asyncioPlaces`. */
export const PLACES_LIMIT_TASKS = 200;

/** Custom requests of debug type `asyncio`: arguments and response body. */
export interface AsyncioRequests {
  /** With `count`, at most so many records, in the order of ids: tasks, then resources. */
  asyncioTasks: { arguments: { cursor?: number; count?: number; columns?: boolean }; body: TasksResponse };
  asyncioInspect: { arguments: { taskId: number }; body: InspectResponse };
  /** The innermost line of each task, without its locals; tasks that wait at none are left out. */
  asyncioPlaces: { arguments: { taskIds: readonly number[] }; body: { places: readonly TaskPlace[] } };
  asyncioCancel: {
    arguments: { taskId: number; message?: string; subtree?: boolean };
    body: { requested: number };
  };
  asyncioCancelPreview: { arguments: { taskId: number }; body: CancelPreview };
  /** The first request starts the recording; it ends when nobody has asked for `TIMELINE_LEASE_MS`. */
  asyncioTimeline: {
    arguments: { taskIds?: readonly number[]; fromMs?: number; toMs?: number; limit?: number };
    body: TimelineResponse;
  };
  /** With the format `text`, the same as a tree for people. `stacks`: of how many tasks to read the stack. */
  asyncioDump: {
    arguments: { format?: "json" | "text"; stacks?: number };
    body: { dump?: Dump; text?: string };
  };
  asyncioSetDebug: { arguments: { enabled: boolean }; body: { enabled: boolean } };
  /** Stops at the next line that the task runs after its next resume; a stopped program goes on. */
  asyncioRunToResume: { arguments: { taskId: number }; body: Record<string, never> };
  /** Stops when the task has suspended at its next await; a stopped program goes on. */
  asyncioStepToAwait: { arguments: { taskId: number }; body: Record<string, never> };
  /** Stops, once, at the task's next resume, or (`enabled: false`) no longer. The program is neither stopped nor resumed. */
  asyncioBreakOnTask: { arguments: { taskId: number; enabled?: boolean }; body: { enabled: boolean } };
  /** Holds the task's steps back. */
  asyncioFreeze: { arguments: { taskId: number }; body: { frozen: boolean } };
  asyncioThaw: { arguments: { taskId: number }; body: { frozen: boolean } };
  asyncioDiagnose: { arguments: Record<string, never>; body: { findings: readonly Finding[] } };
  /**
   * The client has taken the event `asyncioTasksChanged` of this number, 0: none yet. From the first such request on the
   * next event waits for it, for a while. With `columns`, later events may have `taskColumns`.
   */
  asyncioEventTaken: { arguments: { event: number; columns?: boolean }; body: Record<string, never> };
}

/** Body of the event `asyncioTasksChanged`. Whole records; a client replaces what it has. */
export interface TasksChangedBody {
  /** Counts the events of a session, from 1. Absent in one that needs no `asyncioEventTaken`. */
  readonly event?: number;
  /** Only to be had together with `taskColumns`, if those are there: see `recordsOf`. */
  readonly tasks: readonly DapTask[];
  /** For a client that has asked for `columns` with `asyncioEventTaken`. */
  readonly taskColumns?: RecordColumns;
  /**
   * Of tasks that wait for a thousand others and more, whose records do not come whenever one of those ends: to be
   * applied after `tasks`, see `withoutAwaited`.
   */
  readonly noLongerAwaited?: readonly NoLongerAwaited[];
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
