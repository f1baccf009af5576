/** What the program itself has warned of: facts, one finding for each place in the code. */
import type { FindingKind, FindingSeverity, Site, WarningInfo } from "../../protocol/index.js";
import type { Diagnosis, Snapshot } from "./diagnosis.js";
import { durationWords, idiomsOf, nameOf, quoted } from "./finding-words.js";

/** A slow callback is worth mentioning for so long, milliseconds; the others are mistakes for good. */
const SLOW_FOR_MS = 60_000;

/** Findings of one kind, the latest: a mistake in a loop is made a thousand times. */
const MAX_FINDINGS_PER_KIND = 20;

interface Warned {
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
  readonly message: (warning: WarningInfo, count: number, snapshot: Snapshot) => string;
}

const times = (count: number): string => (count === 1 ? "" : ` (${count.toLocaleString("en")} times)`);

/** The second line of a warning is the object that it is about. */
const subjectOf = ({ message }: WarningInfo): string => quoted(message.split("\n")[1] ?? message);

const WARNED: Readonly<Record<string, Warned>> = {
  "slow-callback": {
    kind: "slow-callback",
    severity: "warning",
    message: ({ taskId, message, durationMs }, count, snapshot) => {
      const who = taskId === undefined ? "A callback" : `A step of ${nameOf(taskId, snapshot)}`;
      const took = durationMs === undefined ? "too long" : durationWords(durationMs);
      const what = taskId === undefined ? ` (${quoted(message)})` : "";
      return `${who} took ${took}${times(count)}, and nothing else could run meanwhile${what}: move the work to ${idiomsOf(snapshot.language).toThread}, or await in between.`;
    },
  },
  "never-retrieved": {
    kind: "unretrieved-exception",
    severity: "warning",
    message: (warning, count) =>
      `${quoted(warning.message.split("\n")[0] ?? "")}${times(count)}: ${subjectOf(warning)}; await the task, or put it into a TaskGroup.`,
  },
  "never-awaited": {
    kind: "never-awaited",
    severity: "warning",
    message: ({ message }, count) =>
      `${quoted(message).replace(/^c/, "C")}${times(count)}, so it has not run: await it, or make it a task.`,
  },
  "destroyed-pending": {
    kind: "destroyed-task",
    severity: "warning",
    message: (warning, count) =>
      `A task was destroyed while it was pending${times(count)}: ${subjectOf(warning)}; keep a reference to it until it has ended, or put it into a TaskGroup.`,
  },
  "unreferenced-task": {
    kind: "destroyed-task",
    severity: "info",
    message: ({ message }, count) =>
      `${quoted(message)}${times(count)}: keep a reference to it until it has ended, or put it into a TaskGroup.`,
  },
  "suppressed-cancellation": {
    kind: "suppressed-cancellation",
    severity: "info",
    message: ({ taskId, message }, count, snapshot) =>
      `${taskId === undefined ? quoted(message) : `${nameOf(taskId, snapshot)} was cancelled, and has ended otherwise`}${times(count)}: let CancelledError pass once you have cleaned up.`,
  },
};

const placeKey = (site: Site | undefined): string =>
  site === undefined ? "" : `${site.path}:${site.line}:${site.column}`;

/** Findings of the program's warnings, one for each kind, place and coroutine; the latest warning speaks. */
export function warned(snapshot: Snapshot): Diagnosis[] {
  const groups = new Map<
    string,
    { warning: WarningInfo; first: WarningInfo; count: number; warned: Warned }
  >();
  for (const warning of snapshot.warnings) {
    const kind = WARNED[warning.kind];
    if (kind === undefined || !isCurrent(warning, snapshot)) continue;
    const task = warning.taskId === undefined ? undefined : snapshot.tasks.get(warning.taskId);
    const site = warning.site ?? task?.createdAt;
    const subject = site === undefined && task === undefined ? warning.message : (task?.coroutine ?? "");
    const key = `${warning.kind} ${placeKey(site)} ${subject}`;
    const group = groups.get(key);
    // Again at the end: the order is that of the latest ones.
    groups.delete(key);
    groups.set(key, {
      warning,
      first: group?.first ?? warning,
      count: (group?.count ?? 0) + 1,
      warned: kind,
    });
  }
  const counts = new Map<FindingKind, number>();
  const found: Diagnosis[] = [];
  for (const { warning, first, count, warned: kind } of [...groups.values()].reverse()) {
    const number = (counts.get(kind.kind) ?? 0) + 1;
    counts.set(kind.kind, number);
    if (number > MAX_FINDINGS_PER_KIND) continue;
    const task = warning.taskId === undefined ? undefined : snapshot.tasks.get(warning.taskId);
    const place = warning.site ?? task?.createdAt;
    found.push({
      kind: kind.kind,
      severity: kind.severity,
      taskIds: task === undefined ? [] : [task.id],
      message: kind.message(warning, count, snapshot),
      sinceMs: first.atMs,
      ...(place === undefined ? {} : { places: [place] }),
    });
  }
  return found;
}

function isCurrent(warning: WarningInfo, { nowMs, wasStopped }: Snapshot): boolean {
  if (warning.kind !== "slow-callback") return true;
  if (nowMs - warning.atMs > SLOW_FOR_MS) return false;
  // Time that the debugger has held the program is not the callback's.
  return !wasStopped(warning.atMs - (warning.durationMs ?? 0), warning.atMs);
}
