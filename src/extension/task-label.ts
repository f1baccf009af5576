/** Data of a task → the text of its row. Every word that the tree says about a task is in this file. */
import type { Awaiting, AwaitKind, DapTask } from "../protocol/index.js";
import type { StateIcon } from "./contributions.js";
import { exactDuration, roughDuration } from "./durations.js";
import { oneLine } from "./plain-text.js";
import type { TaskLookup } from "./tasks-model.js";

/** Names as they stand in the source, where the kind has a name there. Others are shown as they are. */
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
  "stream.read": "stream read",
  "stream.drain": "stream drain",
  accept: "connections",
  connect: "connect",
  yield: "sleep(0)",
};

/** Holders that a row names; the rest are counted. */
const NAMED_HOLDERS = 2;

function awaitName(kind: AwaitKind): string {
  return AWAIT_NAMES[kind] ?? kind;
}

/** `worker-1`, or `Task-3 (worker)` when the coroutine has another name. */
export function taskLabel(task: DapTask): string {
  const name = oneLine(task.name) || `Task #${task.id}`;
  const coroutine = oneLine(task.coroutine);
  return coroutine === "" || coroutine === name ? name : `${name} (${coroutine})`;
}

/** The name alone, for sentences about a task. */
export function taskName(task: DapTask | undefined, id: number): string {
  return (task && oneLine(task.name)) || `#${id}`;
}

/** `Lock 'orders' held by worker-1`, `gather of 3 tasks`, `sleep(60)`. */
export function awaitingText(awaiting: Awaiting, taskId: number, lookup: TaskLookup): string {
  const { kind, deadlineMs, sinceMs, taskIds = [] } = awaiting;
  if (kind === "sleep" && deadlineMs !== undefined && sinceMs !== undefined) {
    return `sleep(${sleepSeconds(deadlineMs - sinceMs)})`;
  }
  const resource = awaiting.resourceId === undefined ? undefined : lookup.resource(awaiting.resourceId);
  const label = oneLine(awaiting.label ?? resource?.label ?? "");
  const parts = [awaitName(kind)];
  if (taskIds.length > 1) parts.push(`of ${taskIds.length} tasks`);
  else if (label !== "") parts.push(`'${label}'`);
  else if (taskIds[0] !== undefined) parts.push(`of ${taskName(lookup.task(taskIds[0]), taskIds[0])}`);
  else if (awaiting.resourceId !== undefined) parts.push(`#${awaiting.resourceId}`);
  const held = holdersText(resource?.holders ?? [], taskId, lookup);
  if (held !== "") parts.push(held);
  return parts.join(" ");
}

/** Two clocks were read a moment apart, so the last digits are noise. */
function sleepSeconds(ms: number): number {
  const stepMs = ms < 100 ? 1 : 10;
  return (Math.round(ms / stepMs) * stepMs) / 1000;
}

function holdersText(holders: readonly number[], waiterId: number, lookup: TaskLookup): string {
  if (holders.length === 0) return "";
  const named = holders.slice(0, NAMED_HOLDERS).map((id) => {
    if (id === waiterId) return "itself";
    const holder = lookup.task(id);
    const ended = holder !== undefined && holder.endedMs !== undefined;
    return `${taskName(holder, id)}${ended ? " (ended)" : ""}`;
  });
  const more = holders.length - named.length;
  return `held by ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What a task is at, without times: `awaiting …`, `running`, `returned 42`, `ValueError: …`. */
export function taskActivity(task: DapTask, lookup: TaskLookup): string {
  const { outcome } = task;
  switch (task.state) {
    case "running":
      return lookup.trouble(task.id)?.kind === "blocked-loop" ? "blocks the loop" : "running";
    case "pending":
      if (task.awaiting !== undefined) return `awaiting ${awaitingText(task.awaiting, task.id, lookup)}`;
      return task.counters?.steps === 0 ? "not started" : "ready";
    case "done": {
      const text = outcome?.result === undefined ? "done" : `returned ${oneLine(outcome.result)}`;
      return outcome?.suppressedCancellation ? `${text}, cancellation suppressed` : text;
    }
    case "cancelled":
      return outcome?.cancelMessage ? `cancelled: ${oneLine(outcome.cancelMessage)}` : "cancelled";
    case "failed":
      return oneLine(outcome?.exception ?? "failed");
  }
}

/** Since when the task has been at what it is at; undefined when that is not known or the task has ended. */
export function activitySinceMs(task: DapTask, lookup: TaskLookup): number | undefined {
  if (task.state === "pending") return task.awaiting?.sinceMs;
  if (task.state !== "running") return undefined;
  const trouble = lookup.trouble(task.id);
  return trouble?.kind === "blocked-loop" ? trouble.sinceMs : undefined;
}

/** `awaiting Lock 'orders' held by worker-1 · 12 s` */
export function taskDescription(task: DapTask, lookup: TaskLookup, nowMs: number): string {
  const sinceMs = activitySinceMs(task, lookup);
  const duration = sinceMs === undefined ? "" : roughDuration(nowMs - sinceMs);
  const activity = taskActivity(task, lookup);
  return duration === "" ? activity : `${activity} · ${duration}`;
}

/** The icon: a task that a finding names as stuck looks deadlocked, whatever its state. */
export function taskIcon(task: DapTask, lookup: TaskLookup): StateIcon {
  return isStuck(task, lookup) ? "deadlocked" : task.state;
}

function isStuck(task: DapTask, lookup: TaskLookup): boolean {
  return (task.state === "pending" || task.state === "running") && lookup.trouble(task.id) !== undefined;
}

/** Plain text of several lines, for hovering; without times that pass, so that a row does not change for them. */
export function taskTooltip(task: DapTask, lookup: TaskLookup): string {
  const lines = [taskLabel(task), taskActivity(task, lookup)];
  const trouble = isStuck(task, lookup) ? lookup.trouble(task.id) : undefined;
  if (trouble !== undefined) lines.push(trouble.message);
  const { kind, sinceMs, deadlineMs } = task.awaiting ?? {};
  if (sinceMs !== undefined && deadlineMs !== undefined && kind !== "sleep") {
    lines.push(`waits for at most ${exactDuration(deadlineMs - sinceMs)}`);
  }
  if (task.awaitedBy.length > 0) {
    lines.push(`awaited by ${task.awaitedBy.map((id) => taskName(lookup.task(id), id)).join(", ")}`);
  }
  if (task.parentId !== undefined)
    lines.push(`created by ${taskName(lookup.task(task.parentId), task.parentId)}`);
  const place = task.createdAt;
  if (place?.source !== undefined) {
    lines.push(`created at ${place.source.name ?? place.source.path ?? "?"}:${place.line}`);
  }
  return lines.join("\n");
}

/** What a screen reader says for a row; durations are left out, so that it does not speak up every second. */
export function taskAccessibleLabel(task: DapTask, lookup: TaskLookup): string {
  const state = isStuck(task, lookup) ? "stuck, " : "";
  return `Task ${taskLabel(task)}, ${state}${taskActivity(task, lookup)}`;
}

/** All that is known of a task in a few lines of text, for the clipboard. */
export function taskDetails(task: DapTask, lookup: TaskLookup, nowMs: number): string {
  const sinceMs = activitySinceMs(task, lookup);
  const lines = taskTooltip(task, lookup).split("\n");
  lines[0] = `${lines[0]} #${task.id}`;
  if (sinceMs !== undefined) lines[1] = `${lines[1]} · ${exactDuration(Math.max(0, nowMs - sinceMs))}`;
  return `${lines.join("\n")}\n`;
}
