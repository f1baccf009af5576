/** What a suspended task waits for, read off the objects as they are this moment. */
import type { Awaiting } from "../../protocol/index.js";
import { TimerHandle } from "../events.js";
import type { Future } from "../futures.js";
import { type OpenTimeout, Task } from "../tasks.js";
import { tasksBehind } from "./awaited_tasks.js";
import { nameOfCoroutine } from "./coroutine_names.js";
import { labelOf, type ResourceTable } from "./resource_table.js";
import type { TaskRecord } from "./task_record.js";
import { SUSPENDED_MS } from "./task_times.js";

/** What is needed of the agent around. */
export interface AwaitingContext {
  readonly resources: ResourceTable;
  idOf(task: Task<unknown>): number;
  /** Seconds of the task's loop to epoch milliseconds. */
  epochMs(task: Task<unknown>, when: number): number;
}

/** Kinds whose tasks change while the waiting task stays as it is. */
export const COMPOSED_KINDS: ReadonlySet<string> = new Set(["gather", "wait", "asCompleted", "taskGroup"]);

/** Undefined for a task that runs, is about to, or has ended. */
export function awaitingOf(
  task: Task<unknown>,
  record: TaskRecord,
  context: AwaitingContext,
): Awaiting | undefined {
  if (task.done() || task._loop._currentTask === task) return undefined;
  const future = task._futWaiter;
  const suspendedMs = record.times[SUSPENDED_MS];
  const sinceMs = suspendedMs === 0 ? {} : { sinceMs: Math.round(suspendedMs) };
  if (future === null) return record.yielded ? { kind: "yield", ...sinceMs } : undefined;
  if (future.done()) return undefined;
  const sleep = sleepOf(task, future, context);
  const resourceId = context.resources.idFor(future);
  const taskIds = [...tasksBehind(future)].map((awaited) => context.idOf(awaited));
  const label = labelFor(task, future);
  const deadlineMs = deadline(task, future, context);
  return {
    kind: kindOf(task, future),
    ...(label === undefined ? {} : { label }),
    ...(sleep ?? sinceMs),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(taskIds.length === 0 ? {} : { taskIds }),
  };
}

/** Of a sleep, what the program knows to the microsecond: the clock of the other waits is read once in many steps. */
function sleepOf(
  task: Task<unknown>,
  { waitKind, waitResource }: Future<unknown>,
  context: AwaitingContext,
): Pick<Awaiting, "sinceMs" | "durationMs"> | undefined {
  if (waitKind !== "sleep" || !(waitResource instanceof TimerHandle)) return undefined;
  const delay = waitResource._sleepDelay;
  if (delay === undefined) return undefined;
  return {
    sinceMs: Math.round(context.epochMs(task, waitResource.when() - delay)),
    durationMs: Math.round(delay * 1e6) / 1e3,
  };
}

/** The future's own kind; a bare future or task inside of `waitFor` is that `waitFor`. */
function kindOf(task: Task<unknown>, future: Future<unknown>): string {
  if (future.waitKind !== null) return future.waitKind;
  if (innermostWaitFor(task) !== undefined) return "waitFor";
  return future instanceof Task ? "task" : "future";
}

function innermostWaitFor(task: Task<unknown>): OpenTimeout | undefined {
  for (let at = task.openTimeout; at !== null; at = at.outer) if (at.awaited !== undefined) return at;
  return undefined;
}

function labelFor(task: Task<unknown>, future: Future<unknown>): string | undefined {
  if (future instanceof Task) return future.getName();
  if (future.waitKind === null) {
    const awaited = innermostWaitFor(task)?.awaited;
    return awaited === undefined || awaited === future ? undefined : nameOfCoroutine(awaited);
  }
  const { waitResource } = future;
  return waitResource === null ? undefined : labelOf(waitResource);
}

/** When the wait ends by itself: the sleep's end, or the earliest of the timeouts that are open around it. */
function deadline(
  task: Task<unknown>,
  future: Future<unknown>,
  context: AwaitingContext,
): number | undefined {
  let earliest = Number.POSITIVE_INFINITY;
  if (future.waitResource instanceof TimerHandle) earliest = future.waitResource.when();
  for (let at = task.openTimeout; at !== null; at = at.outer) {
    const when = at.when();
    if (when !== null && when < earliest) earliest = when;
  }
  return Number.isFinite(earliest) ? Math.round(context.epochMs(task, earliest)) : undefined;
}
