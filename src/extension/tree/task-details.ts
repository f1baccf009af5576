/** Data of a task → what is said of it beside its row: when hovered, to a screen reader, on the clipboard. */
import type { DapTask } from "../../protocol/index.js";
import { findingMessage } from "../findings/finding-label.js";
import { activitySinceMs, isStuck, taskActivity, taskLabel, taskName } from "../tasks/task-label.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { exactDuration } from "../text/durations.js";
import { listed, t } from "../text/localization.js";

/** Awaiting tasks that are named; the rest are counted. */
const NAMED_AWAITERS = 8;

/** Plain text of several lines, for hovering; without times that pass, so that a row does not change for them. */
export function taskTooltip(task: DapTask, lookup: TaskLookup): string {
  const lines = [taskLabel(task), taskActivity(task, lookup)];
  const trouble = isStuck(task, lookup) ? lookup.trouble(task.id) : undefined;
  if (trouble !== undefined) lines.push(findingMessage(trouble, lookup));
  const { kind, sinceMs, deadlineMs } = task.awaiting ?? {};
  if (sinceMs !== undefined && deadlineMs !== undefined && kind !== "sleep") {
    lines.push(t("waits for at most {0}", exactDuration(deadlineMs - sinceMs)));
  }
  if (task.awaitedBy.length > 0) {
    const named = task.awaitedBy.slice(0, NAMED_AWAITERS).map((id) => taskName(lookup.task(id), id));
    const more = task.awaitedBy.length - named.length;
    const awaiters = more > 0 ? t("{0} and {1} more", listed(named), more) : listed(named);
    lines.push(t("awaited by {0}", awaiters));
  }
  if (task.parentId !== undefined)
    lines.push(t("created by {0}", taskName(lookup.task(task.parentId), task.parentId)));
  const place = task.createdAt;
  if (place?.source !== undefined) {
    lines.push(t("created at {0}", `${place.source.name ?? place.source.path ?? "?"}:${place.line}`));
  }
  return lines.join("\n");
}

/** What a screen reader says for a row; durations are left out, so that it does not speak up every second. */
export function taskAccessibleLabel(task: DapTask, lookup: TaskLookup): string {
  const label = taskLabel(task);
  const activity = taskActivity(task, lookup);
  return isStuck(task, lookup)
    ? t("Task {0}, stuck, {1}", label, activity)
    : t("Task {0}, {1}", label, activity);
}

/** All that is known of a task in a few lines of text, for the clipboard. */
export function taskDetails(task: DapTask, lookup: TaskLookup, nowMs: number): string {
  const sinceMs = activitySinceMs(task, lookup);
  const lines = taskTooltip(task, lookup).split("\n");
  lines[0] = `${lines[0]} #${task.id}`;
  if (sinceMs !== undefined) lines[1] = `${lines[1]} · ${exactDuration(Math.max(0, nowMs - sinceMs))}`;
  return `${lines.join("\n")}\n`;
}
