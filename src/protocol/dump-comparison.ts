/**
 * Two dumps against each other: what came, what went, and what is stuck where it was.
 *
 * Two dumps of one process are compared by the tasks' ids. Two of different runs have no ids in common: there, tasks of
 * one name, coroutine and place of creation are taken for the same, in the order of their creation.
 */
import type { Finding } from "./dap.js";
import type { Dump, DumpTask } from "./dump.js";

/** One task in both dumps. */
export interface DumpPair {
  readonly before: DumpTask;
  readonly after: DumpTask;
}

export interface DumpComparison {
  /** `id`: of one run of the program. `place`: of two, in which no task is the same; the pairs are of tasks that are alike. */
  readonly by: "id" | "place";
  readonly elapsedMs: number;
  /** Pending in the second, and not in the first at all. */
  readonly added: readonly DumpTask[];
  /** Pending in the first, and not in the second at all: ended, and forgotten. */
  readonly gone: readonly DumpTask[];
  /** Pending in the first, ended in the second. */
  readonly ended: readonly DumpPair[];
  /** Pending in both, and waiting for something else, or again. */
  readonly moved: readonly DumpPair[];
  /** Pending in both, and not a step further; in two runs: waiting for something of the same kind and name. */
  readonly stillStuck: readonly DumpPair[];
  readonly newFindings: readonly Finding[];
  readonly goneFindings: readonly Finding[];
}

const isPending = ({ state }: DumpTask): boolean => state === "pending" || state === "running";

/** Compares an earlier dump with a later one. */
export function compareDumps(before: Dump, after: Dump): DumpComparison {
  const by = areOfOneRun(before, after) ? "id" : "place";
  const earlier = keyed(before.tasks, by);
  const later = keyed(after.tasks, by);
  const comparison = {
    added: [] as DumpTask[],
    gone: [] as DumpTask[],
    ended: [] as DumpPair[],
    moved: [] as DumpPair[],
    stillStuck: [] as DumpPair[],
  };
  for (const [key, task] of later) if (isPending(task) && !earlier.has(key)) comparison.added.push(task);
  for (const [key, task] of earlier) {
    if (!isPending(task)) continue;
    const now = later.get(key);
    const pair = { before: task, after: now as DumpTask };
    if (now === undefined) comparison.gone.push(task);
    else if (!isPending(now)) comparison.ended.push(pair);
    else if (isStuck(pair, by)) comparison.stillStuck.push(pair);
    else comparison.moved.push(pair);
  }
  const [known, current] = [before, after].map(findingsByText) as [
    Map<string, Finding>,
    Map<string, Finding>,
  ];
  return {
    by,
    elapsedMs: after.takenMs - before.takenMs,
    ...comparison,
    newFindings: [...current].filter(([text]) => !known.has(text)).map(([, finding]) => finding),
    goneFindings: [...known].filter(([text]) => !current.has(text)).map(([, finding]) => finding),
  };
}

/** A process's number comes again; dumps of earlier versions have no more. */
function areOfOneRun({ program: before }: Dump, { program: after }: Dump): boolean {
  if (before.pid === undefined || before.pid !== after.pid) return false;
  const known = before.startedMs !== undefined && after.startedMs !== undefined;
  return !known || before.startedMs === after.startedMs;
}

/** Tasks by what makes them the same; those of one place are numbered. */
function keyed(tasks: readonly DumpTask[], by: "id" | "place"): Map<string, DumpTask> {
  const found = new Map<string, DumpTask>();
  const counts = new Map<string, number>();
  for (const task of [...tasks].sort((a, b) => a.id - b.id)) {
    if (by === "id") {
      found.set(String(task.id), task);
      continue;
    }
    const { createdAt } = task;
    const site = createdAt === undefined ? "" : `${createdAt.source?.path ?? ""}:${createdAt.line}`;
    const key = `${site} ${task.coroutine} ${task.name}`;
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    found.set(`${key} ${number}`, task);
  }
  return found;
}

/** In one process a task that has not run is stuck; in two runs one that waits for the same thing is. */
function isStuck({ before, after }: DumpPair, by: "id" | "place"): boolean {
  if (before.awaiting === undefined || after.awaiting === undefined) return false;
  if (by === "id") return before.counters?.steps === after.counters?.steps;
  return before.awaiting.kind === after.awaiting.kind && before.awaiting.label === after.awaiting.label;
}

const findingsByText = ({ findings }: Dump): Map<string, Finding> =>
  new Map(findings.map((finding) => [`${finding.kind} ${finding.message}`, finding]));
