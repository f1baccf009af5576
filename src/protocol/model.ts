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
  /** Times that `cancel()` was called on it. */
  readonly cancelRequests: number;
}

export interface CancelRequest {
  readonly atMs: number;
  readonly message?: string;
  /** The task that asked; absent when no task was running, or the debugger asked. */
  readonly byTaskId?: number;
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
  readonly createdAt?: Site;
  readonly createdMs?: number;
  readonly endedMs?: number;
  readonly outcome?: TaskOutcome;
  readonly cancels?: readonly CancelRequest[];
  readonly counters?: TaskCounters;
}

export interface ResourceInfo {
  readonly id: number;
  /** `lock`, `event`, `condition`, `semaphore`, `barrier`, `queue`, `taskGroup`, … */
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
  readonly createdAt?: Site;
}

export interface LoopInfo {
  readonly id: number;
  /** `idle`: running, and waiting for something to happen. */
  readonly state: "running" | "idle" | "blocked" | "stopped" | "closed";
  readonly debug: boolean;
  readonly turns: number;
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
}
