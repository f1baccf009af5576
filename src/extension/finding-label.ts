/** Data of a finding → text, and its identity. */
import type { Finding, FindingKind } from "../protocol/index.js";
import { oneLine } from "./plain-text.js";
import { taskName } from "./task-label.js";
import type { TaskLookup } from "./tasks-model.js";

const NAMED_TASKS = 4;

const TITLES: Readonly<Record<FindingKind, string>> = {
  deadlock: "Deadlock",
  "never-wakes": "Never wakes",
  "blocked-loop": "Loop blocked",
  "lock-held-by-ended-task": "Held by an ended task",
  "starved-task": "Starved",
  "queue-without-consumer": "Nobody takes from the queue",
  "suppressed-cancellation": "Does not end",
  "leaked-tasks": "Leaking tasks",
  "slow-callback": "Slow callback",
  "unretrieved-exception": "Failed unnoticed",
  "never-awaited": "Never awaited",
  "destroyed-task": "Lost while pending",
};

/** The same trouble has the same key, however often it is reported; unique within a session. */
export function findingKey(finding: Finding): string {
  const tasks = [...finding.taskIds].sort((a, b) => a - b).join(",");
  return `${finding.kind}:${tasks}:${finding.resourceIds?.join(",") ?? ""}`;
}

/** `Deadlock: worker-1 → worker-2`, `Never wakes: consumer` */
export function findingLabel(finding: Finding, lookup: TaskLookup): string {
  // A newer adapter may know kinds that this list does not.
  const title: string = TITLES[finding.kind] ?? finding.kind;
  const named = finding.taskIds.slice(0, NAMED_TASKS).map((id) => taskName(lookup.task(id), id));
  const more = finding.taskIds.length - named.length;
  const names = named.join(finding.kind === "deadlock" ? " → " : ", ");
  return `${title}${names && `: ${names}`}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The sentence that says what is wrong. */
export function findingMessage(finding: Finding): string {
  return oneLine(finding.message);
}
