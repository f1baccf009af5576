/** Data of a finding → text, and its identity. */
import type { Finding, FindingKind } from "../../protocol/index.js";
import { taskActivity, taskName } from "../tasks/task-label.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { listed, speaksEnglish, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";
import { findingWords } from "./finding-words.js";

const NAMED_TASKS = 4;

/** The same trouble has the same key, however often it is reported; unique within a session. */
export function findingKey(finding: Finding): string {
  const tasks = [...finding.taskIds].sort((a, b) => a - b).join(",");
  return `${finding.kind}:${tasks}:${finding.resourceIds?.join(",") ?? ""}`;
}

/** `Deadlock`: the kind as a person calls it. */
export function findingTitle(kind: FindingKind): string {
  return findingWords(kind)?.title ?? kind;
}

/** `Deadlock: worker-1 → worker-2`, `Never wakes: consumer` */
export function findingLabel(finding: Finding, lookup: TaskLookup): string {
  const title = findingTitle(finding.kind);
  const named = finding.taskIds.slice(0, NAMED_TASKS).map((id) => taskName(lookup.task(id), id));
  if (named.length === 0) return title;
  const more = finding.taskIds.length - named.length;
  const names = finding.kind === "deadlock" ? named.join(" → ") : listed(named);
  return t("{0}: {1}", title, more > 0 ? t("{0} and {1} more", names, more) : names);
}

/** What is wrong and what to do: the adapter's own sentence, or one made of the finding's data in another language. */
export function findingMessage(finding: Finding, lookup: TaskLookup): string {
  const kind = speaksEnglish() ? undefined : findingWords(finding.kind);
  if (kind === undefined) return oneLine(finding.message);
  const members = finding.taskIds.slice(0, NAMED_TASKS).map((id) => {
    const task = lookup.task(id);
    return task === undefined ? `#${id}` : t("{0}: {1}", taskName(task, id), taskActivity(task, lookup));
  });
  const more = finding.taskIds.length - members.length;
  const who = more > 0 ? t("{0} and {1} more", members.join(t("; ")), more) : members.join(t("; "));
  return oneLine(who === "" ? kind.advice : t("{0}: {1}. {2}", kind.title, who, kind.advice));
}
