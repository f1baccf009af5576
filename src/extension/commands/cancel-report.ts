/** What came of a cancellation, and the sentence that says so. Pure. */
import type { DapTask } from "../../protocol/index.js";
import { taskActivity, taskName } from "../tasks/task-label.js";
import { isEnded, type TaskLookup } from "../tasks/tasks-model.js";
import { counted, listed, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";

/** What is known of a task when it is asked to end. */
export interface AskedTask {
  readonly id: number;
  /** It may be forgotten by the time that it has ended. */
  readonly name: string;
  readonly steps: number;
}

/**
 * `cancelled`: it has ended so. `suppressed`: it has ended otherwise. `continues`: it has run since, and goes on.
 * `waiting`: it has not come to run yet.
 */
export type CancelOutcome = "cancelled" | "suppressed" | "continues" | "waiting";

export interface CancelReport {
  /** Whether the user has to look at it: something did not end as it was asked. */
  readonly bad: boolean;
  readonly text: string;
}

const NAMED_TASKS = 3;

/** Notes what `task` was at. */
export function askedTask(task: DapTask): AskedTask {
  return { id: task.id, name: taskName(task, task.id), steps: task.counters?.steps ?? 0 };
}

/** What became of a task so far; one that is forgotten has ended, and nobody knows how. */
export function cancelOutcome(asked: AskedTask, lookup: TaskLookup): CancelOutcome {
  const task = lookup.task(asked.id);
  if (task === undefined || task.state === "cancelled") return "cancelled";
  if (isEnded(task)) return "suppressed";
  return (task.counters?.steps ?? 0) > asked.steps ? "continues" : "waiting";
}

/** Says what came of it. Tasks that ended as they were asked are only counted when others did not. */
export function cancelReport(
  asked: readonly AskedTask[],
  lookup: TaskLookup,
  stopped: boolean,
): CancelReport {
  const by: Record<CancelOutcome, string[]> = { cancelled: [], suppressed: [], continues: [], waiting: [] };
  for (const one of asked) by[cancelOutcome(one, lookup)].push(phrase(one.id, lookup));
  const parts: string[] = [];
  const cancelled = by.cancelled.length;
  const [only] = asked;
  if (cancelled > 0) {
    parts.push(
      asked.length === 1
        ? t("{0} was cancelled.", only?.name ?? "")
        : counted(cancelled, "1 task was cancelled.", "{0} tasks were cancelled."),
    );
  }
  if (by.suppressed.length > 0) parts.push(t("Suppressed the cancellation: {0}.", few(by.suppressed)));
  if (by.continues.length > 0) parts.push(t("Caught the cancellation and goes on: {0}.", few(by.continues)));
  if (by.waiting.length > 0) {
    parts.push(
      stopped
        ? t("Ends when the program continues: {0}.", few(by.waiting))
        : t("Has not come to run since: {0}.", few(by.waiting)),
    );
  }
  return { bad: by.suppressed.length + by.continues.length + by.waiting.length > 0, text: parts.join(" ") };
}

function phrase(id: number, lookup: TaskLookup): string {
  const task = lookup.task(id);
  return task === undefined
    ? `#${id}`
    : t("{0} ({1})", taskName(task, id), oneLine(taskActivity(task, lookup)));
}

function few(phrases: readonly string[]): string {
  const more = phrases.length - NAMED_TASKS;
  return more > 0 ? t("{0} and {1} more", listed(phrases.slice(0, NAMED_TASKS)), more) : listed(phrases);
}
