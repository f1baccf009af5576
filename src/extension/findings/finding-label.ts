/** Data of a finding → text, and its identity. */
import type { Finding, FindingKind } from "../../protocol/index.js";
import { taskActivity, taskName } from "../tasks/task-label.js";
import type { TaskLookup } from "../tasks/tasks-model.js";
import { listed, speaksEnglish, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";
import { findingWords } from "./finding-words.js";

const NAMED_TASKS = 4;

/** Findings of these kinds are about a place of the program, whichever tasks are caught there. */
const ABOUT_PLACE: ReadonlySet<FindingKind> = new Set(["leaked-tasks", "never-awaited", "destroyed-task"]);

const keys = new WeakMap<Finding, string>();

/**
 * The same trouble has the same key, however often it is reported, and whichever tasks come into it and leave it;
 * unique within a session.
 */
export function findingKey(finding: Finding): string {
  let key = keys.get(finding);
  if (key === undefined) {
    key = `${finding.kind}:${subjectOf(finding)}`;
    keys.set(finding, key);
  }
  return key;
}

function subjectOf({ kind, taskIds, resourceIds = [], sites = [] }: Finding): string {
  // There is one of all tasks that do not get to run, of which others are told each time.
  if (kind === "starved-task") return "";
  if (kind !== "deadlock" && resourceIds.length > 0) return `resource ${resourceIds.join(",")}`;
  const [site] = sites;
  if (site !== undefined && (ABOUT_PLACE.has(kind) || (taskIds.length === 0 && kind !== "blocked-loop"))) {
    return `${site.source?.path ?? site.source?.sourceReference ?? ""}:${site.line}:${site.column}`;
  }
  return [...taskIds].sort((a, b) => a - b).join(",");
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
