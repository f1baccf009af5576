/** Data of a task → the text of its row: its label, and what it is at. */
import type { Awaiting, AwaitKind, CancelRequest, DapTask } from "../../protocol/index.js";
import type { StateIcon } from "../text/contributions.js";
import { roughDuration } from "../text/durations.js";
import { counted, listed, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";
import type { TaskLookup } from "./tasks-model.js";

/** Names as they stand in the source: the same in every language. */
const AWAIT_NAMES: Readonly<Record<string, string>> = {
  lock: "Lock",
  event: "Event",
  condition: "Condition",
  semaphore: "Semaphore",
  barrier: "Barrier",
  "queue.get": "Queue.get",
  "queue.put": "Queue.put",
  "queue.join": "Queue.join",
  taskGroup: "TaskGroup",
  future: "Future",
  promise: "Promise",
  yield: "sleep(0)",
};

/** Holders that a row names; the rest are counted. */
const NAMED_HOLDERS = 2;

function awaitName(kind: AwaitKind): string {
  switch (kind) {
    case "stream.read":
      return t("stream read");
    case "stream.drain":
      return t("stream drain");
    case "accept":
      return t("connections");
    default:
      return AWAIT_NAMES[kind] ?? kind;
  }
}

/** `worker-1`, or `Task-3 (worker)` when the coroutine has another name. */
export function taskLabel(task: DapTask): string {
  const name = oneLine(task.name) || t("Task #{0}", task.id);
  const coroutine = oneLine(task.coroutine);
  return coroutine === "" || coroutine === name ? name : `${name} (${coroutine})`;
}

/** The name alone, for sentences about a task. */
export function taskName(task: DapTask | undefined, id: number): string {
  return (task && oneLine(task.name)) || `#${id}`;
}

/** `Lock 'orders' held by worker-1`, `gather of 3 tasks`, `sleep(60)`. */
export function awaitingText(awaiting: Awaiting, taskId: number, lookup: TaskLookup): string {
  const { kind, deadlineMs, sinceMs, durationMs, taskIds = [] } = awaiting;
  if (kind === "sleep" && durationMs !== undefined) return `sleep(${durationMs / 1000})`;
  if (kind === "sleep" && deadlineMs !== undefined && sinceMs !== undefined) {
    return `sleep(${sleepSeconds(deadlineMs - sinceMs)})`;
  }
  const resource = awaiting.resourceId === undefined ? undefined : lookup.resource(awaiting.resourceId);
  const label = oneLine(awaiting.label ?? resource?.label ?? "");
  const named = awaitName(kind);
  let text = named;
  if (taskIds.length > 1) text = counted(taskIds.length, "{1} of 1 task", "{1} of {0} tasks", named);
  else if (label !== "") text = `${named} '${label}'`;
  else if (taskIds[0] !== undefined)
    text = t("{0} of {1}", named, taskName(lookup.task(taskIds[0]), taskIds[0]));
  else if (awaiting.resourceId !== undefined) text = `${named} #${awaiting.resourceId}`;
  const holders = holdersText(resource?.holders ?? [], taskId, lookup);
  return holders === "" ? text : t("{0} held by {1}", text, holders);
}

/**
 * Of an agent that does not say how long. Two clocks were read a moment apart, so the last digits are noise: 10 ms, of
 * long times the fourth digit.
 */
function sleepSeconds(ms: number): number {
  const stepMs = ms < 100 ? 1 : Math.max(10, 10 ** (Math.floor(Math.log10(ms)) - 3));
  return (Math.round(ms / stepMs) * stepMs) / 1000;
}

function holdersText(holders: readonly number[], waiterId: number, lookup: TaskLookup): string {
  if (holders.length === 0) return "";
  const named = holders.slice(0, NAMED_HOLDERS).map((id) => {
    if (id === waiterId) return t("itself");
    const holder = lookup.task(id);
    const ended = holder !== undefined && holder.endedMs !== undefined;
    const name = taskName(holder, id);
    return ended ? t("{0} (ended)", name) : name;
  });
  const more = holders.length - named.length;
  return more > 0 ? t("{0} and {1} more", listed(named), more) : listed(named);
}

/** What a task is at, without times: `awaiting …`, `running`, `returned 42`, `ValueError: …`. */
export function taskActivity(task: DapTask, lookup: TaskLookup): string {
  const { outcome } = task;
  switch (task.state) {
    case "running":
      return lookup.trouble(task.id)?.kind === "blocked-loop" ? t("blocks the loop") : t("running");
    case "pending": {
      const activity = pendingActivity(task, lookup);
      return task.frozen ? t("frozen, {0}", activity) : activity;
    }
    case "done": {
      const text = outcome?.result === undefined ? t("done") : t("returned {0}", oneLine(outcome.result));
      return outcome?.suppressedCancellation ? t("{0}, cancellation suppressed", text) : text;
    }
    case "cancelled":
      return cancelledText(task, lookup);
    case "failed":
      return oneLine(outcome?.exception ?? t("failed"));
  }
}

function pendingActivity(task: DapTask, lookup: TaskLookup): string {
  if (task.awaiting !== undefined) {
    return t("awaiting {0}", awaitingText(task.awaiting, task.id, lookup));
  }
  return task.counters?.steps === 0 ? t("not started") : t("ready");
}

/** `cancelled by worker-1: too slow` */
function cancelledText({ outcome, cancels }: DapTask, lookup: TaskLookup): string {
  const last = cancels?.at(-1);
  const by = last === undefined ? undefined : cancelledBy(last, lookup);
  const text = by === undefined ? t("cancelled") : t("cancelled by {0}", by);
  return outcome?.cancelMessage ? t("{0}: {1}", text, oneLine(outcome.cancelMessage)) : text;
}

/** Who asked for a cancellation: a task's name, or the debugger; undefined when no task ran. */
export function cancelledBy(request: CancelRequest, lookup: TaskLookup): string | undefined {
  if (request.byDebugger) return t("the debugger");
  return request.byTaskId === undefined
    ? undefined
    : taskName(lookup.task(request.byTaskId), request.byTaskId);
}

/** Since when the task has been at what it is at; undefined when that is not known or the task has ended. */
export function activitySinceMs(task: DapTask, lookup: TaskLookup): number | undefined {
  if (task.state === "pending") return task.awaiting?.sinceMs;
  if (task.state !== "running") return undefined;
  const trouble = lookup.trouble(task.id);
  return trouble?.kind === "blocked-loop" ? trouble.sinceMs : undefined;
}

/**
 * `awaiting Lock 'orders' held by worker-1 · 12 s`
 * @param stepped see `roughDuration`
 */
export function taskDescription(task: DapTask, lookup: TaskLookup, nowMs: number, stepped = false): string {
  const sinceMs = activitySinceMs(task, lookup);
  const duration = sinceMs === undefined ? "" : roughDuration(nowMs - sinceMs, stepped);
  const activity = taskActivity(task, lookup);
  return duration === "" ? activity : `${activity} · ${duration}`;
}

/** The icon: a task that a finding names as stuck looks deadlocked, whatever its state. */
export function taskIcon(task: DapTask, lookup: TaskLookup): StateIcon {
  return isStuck(task, lookup) ? "deadlocked" : task.state;
}

/** Whether a finding names a task that has not ended. */
export function isStuck(task: DapTask, lookup: TaskLookup): boolean {
  return (task.state === "pending" || task.state === "running") && lookup.trouble(task.id) !== undefined;
}
