/** The row of equal tasks: how many, and what they are at. */

import { activitySinceMs, taskActivity, taskIcon } from "../tasks/task-label.js";
import { isEnded } from "../tasks/tasks-model.js";
import { RowContext } from "../text/contributions.js";
import { roughDuration } from "../text/durations.js";
import { counted, listed, number, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";
import type { Row, RowSource } from "./tree-rows.js";

/** `× 9,998 worker  awaiting Queue.get 'jobs' · longest 12 s` */
export function groupRow({ members, shape: { model }, nowMs, stepped }: RowSource): Row {
  const tasks = members.flatMap(({ taskId }) => model.task(taskId) ?? []);
  const [first] = tasks;
  const coroutine = oneLine(first?.coroutine ?? "") || t("(anonymous)");
  // Of members that ended, one returned another result than the other.
  const activity =
    first === undefined
      ? ""
      : first.state === "done"
        ? t("done")
        : first.state === "cancelled"
          ? t("cancelled")
          : taskActivity(first, model);
  let sinceMs = Number.POSITIVE_INFINITY;
  for (const task of tasks) sinceMs = Math.min(sinceMs, activitySinceMs(task, model) ?? sinceMs);
  const longest = Number.isFinite(sinceMs) ? roughDuration(nowMs - sinceMs, stepped) : "";
  const what = counted(tasks.length, "1 task of {1}", "{0} tasks of {1}", coroutine);
  return {
    label: `× ${number(tasks.length)} ${coroutine}`,
    description: longest === "" ? activity : `${activity} · ${t("longest {0}", longest)}`,
    tooltip: `${what}\n${activity}`,
    icon: first === undefined ? { codicon: "circle-outline" } : { state: taskIcon(first, model) },
    context: first !== undefined && isEnded(first) ? RowContext.group : RowContext.equalTasks,
    folding: "folded",
    accessibleLabel: listed([what, activity]),
  };
}
