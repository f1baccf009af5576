/**
 * What a client knows of a program: tasks, what they await, resources, loops.
 *
 * Plain data, never display strings. An id is unique within a process and never reused. An absent field means
 * "not known, or does not apply". Times are Unix epoch milliseconds and end in `Ms`; durations say so in their name.
 */

export type TaskState = "pending" | "running" | "done" | "cancelled" | "failed";

/** The kinds of waits that the agents name. A client shows an unknown one as it is. */
export type AwaitKind =
  | "sleep"
  | "lock"
  | "event"
  | "condition"
  | "semaphore"
  | "barrier"
  | "queue.get"
  | "queue.put"
  | "queue.join"
  | "gather"
  | "wait"
  | "waitFor"
  | "shield"
  | "taskGroup"
  | "asCompleted"
  | "task"
  | "future"
  | "stream.read"
  | "stream.drain"
  | "accept"
  | "connect"
  | "process"
  | "thread"
  | "promise"
  /** Suspended for one turn only: `sleep(0)`. */
  | "yield"
  | (string & {});

export interface Awaiting {
  readonly kind: AwaitKind;
  /** The resource's own name (`orders`), the awaited task's name, or a coroutine's: whatever tells it apart. */
  readonly label?: string;
  readonly sinceMs?: number;
  /** When the wait ends by itself: a sleep's end, or the earliest timeout open around it. */
  readonly deadlineMs?: number;
  /** How long a sleep was asked to last, whatever else may end it before. */
  readonly durationMs?: number;
  readonly resourceId?: number;
  /** Tasks waited for directly, pending ones only; through gather, wait and TaskGroup as well. */
  readonly taskIds?: readonly number[];
}

/** A place in a program. `path` is a file path or a URL; line and column count from 1. */
export interface Site {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly name?: string;
}

export interface TaskCounters {
  /** Times that the task ran until its next await. */
  readonly steps: number;
  /** Time spent running, milliseconds. Measured by turns of the loop, so of limited resolution. */
  readonly busyMs?: number;
  readonly longestStepMs?: number;
  /** Steps by their duration: how many took up to each of `STEP_TIME_BOUNDS_MS`, and last, how many took longer. */
  readonly stepTimes?: readonly number[];
  /** From being runnable to running, milliseconds: all of it, and the longest. */
  readonly delayMs?: number;
  readonly longestDelayMs?: number;
  /** Times that `cancel()` was called on it. */
  readonly cancelRequests: number;
}

/** Upper bounds of the classes of `stepTimes`, milliseconds: about three for each power of ten. */
export const STEP_TIME_BOUNDS_MS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000] as const;

/** What made a task runnable. */
export type WakeCause =
  /** It is new. */
  | "created"
  /** It had suspended for one turn only. */
  | "yield"
  /** A timer of the loop: a sleep's end, a timeout, `callLater`. */
  | "timer"
  /** Another task set the result, released, put, notified, or ended. */
  | "task"
  /** Somebody cancelled it, or what it waited for. */
  | "cancel"
  /** A callback of the loop's own, outside of any task. */
  | "callback"
  /** Something outside of the loop: a socket, a process, a thread, a promise. */
  | "io"
  | (string & {});

/** How a task came to run, or will. */
export interface Wakeup {
  readonly cause: WakeCause;
  readonly atMs: number;
  /** The task whose step did it: who set, released, put, cancelled, created; or the awaited task that ended. */
  readonly byTaskId?: number;
  /** What it had waited for until then. */
  readonly awaited?: AwaitKind;
  readonly label?: string;
  readonly resourceId?: number;
}

export interface CancelRequest {
  readonly atMs: number;
  readonly message?: string;
  /** The task that asked; absent when no task was running, or the debugger asked. */
  readonly byTaskId?: number;
  /** The asking task's name at that time: it may be forgotten long since. */
  readonly byTaskName?: string;
  readonly byDebugger?: boolean;
}

export interface TaskOutcome {
  /** A short rendering of the result by type and value, never by a user's own method. */
  readonly result?: string;
  /** `TypeName: message` */
  readonly exception?: string;
  readonly cancelMessage?: string;
  /** It ended otherwise although a cancellation had been asked for. */
  readonly suppressedCancellation?: boolean;
  /** It failed, and nobody has looked at its exception yet. */
  readonly unretrieved?: boolean;
}

export interface TaskInfo {
  readonly id: number;
  readonly name: string;
  /** Name of the coroutine function. */
  readonly coroutine: string;
  readonly state: TaskState;
  readonly loopId: number;
  /** The task that created it. */
  readonly parentId?: number;
  /** The TaskGroup that it belongs to, as a resource. */
  readonly groupId?: number;
  readonly awaiting?: Awaiting;
  /** A debugger holds its steps back. */
  readonly frozen?: boolean;
  readonly createdAt?: Site;
  readonly createdMs?: number;
  readonly endedMs?: number;
  readonly outcome?: TaskOutcome;
  /** The latest requests to cancel it, oldest first, the last twenty. */
  readonly cancels?: readonly CancelRequest[];
  /** Requests to cancel that are open: `task.cancelling()`, when above zero. */
  readonly cancelling?: number;
  /** What last made it runnable. One that is pending, does not run and awaits nothing has been so since `atMs`. */
  readonly wokenBy?: Wakeup;
  readonly counters?: TaskCounters;
}

export interface ResourceInfo {
  readonly id: number;
  /** `lock`, `event`, `condition`, `semaphore`, `barrier`, `queue`, `taskGroup`, `stream`, `server`, `connection`, … */
  readonly kind: string;
  readonly label?: string;
  readonly loopId?: number;
  /** Tasks that hold it: a lock's owner, a semaphore's acquirers. Ended tasks are named too: that is a finding. */
  readonly holders: readonly number[];
  /** Tasks suspended on it, the longest waiting first: the first thousand; `awaiting.resourceId` tells of all. */
  readonly waiters: readonly number[];
  /** Items in a queue, tasks in a group, free places of a semaphore. */
  readonly size?: number;
  /** A queue's maxsize, a semaphore's initial value, a barrier's parties. */
  readonly capacity?: number;
  /** Tasks that have taken from a queue, the last ones: ended ones too, as long as they are known. */
  readonly consumers?: readonly number[];
  /** Tasks that have put into a queue, the last ones. */
  readonly producers?: readonly number[];
  readonly createdAt?: Site;
}

export interface LoopInfo {
  readonly id: number;
  /** `idle`: running, and waiting for something to happen. */
  readonly state: "running" | "idle" | "blocked" | "stopped" | "closed";
  readonly debug: boolean;
  readonly turns: number;
  /** Callbacks and steps that it has run, over its life: a turn that lasts is stuck in one when this stands still. */
  readonly handlesRun?: number;
  readonly currentTaskId?: number;
  /** Set in state `blocked`: since when one turn has been running. */
  readonly blockedSinceMs?: number;
  /** What is scheduled that could wake a task. */
  readonly readyHandles: number;
  readonly timers: number;
  /** Node's own active resources but for the loop's (sockets, file requests, timers): each might wake a task. */
  readonly hostResources?: readonly string[];
}

export interface WarningInfo {
  readonly kind: string;
  readonly message: string;
  readonly atMs: number;
  readonly taskId?: number;
  readonly site?: Site;
  /** How long what is warned of took, milliseconds. */
  readonly durationMs?: number;
}
