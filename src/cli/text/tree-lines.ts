import type { DapTask, Finding, FindingKind, LoopInfo } from "../../protocol/index.js";
import type { TaskTable } from "../debug/task-table.js";
import { activityLine } from "./await-text.js";
import { formatDuration } from "./duration.js";
import { type Line, printable, type Segment, type Style, segment } from "./line.js";
import type { TreeRow } from "./tree-layout.js";

const ICONS: Record<DapTask["state"], readonly [string, Style]> = {
  running: ["●", "running"],
  pending: ["○", "dim"],
  done: ["✔", "good"],
  cancelled: ["⊘", "warning"],
  failed: ["✖", "error"],
};

const BADGES: Record<FindingKind, string> = {
  deadlock: "deadlock",
  "never-wakes": "never wakes",
  "blocked-loop": "blocks the loop",
  "lock-held-by-ended-task": "lock of an ended task",
  "starved-task": "starved",
  "queue-without-consumer": "nobody takes from the queue",
  "suppressed-cancellation": "does not end",
  "leaked-tasks": "leaking",
  "slow-callback": "slow",
  "unretrieved-exception": "failed unnoticed",
  "never-awaited": "never awaited",
  "destroyed-task": "lost while pending",
};

/** What a finding is called on a task's row. */
export function badgeOf(kind: FindingKind): string {
  return BADGES[kind] ?? kind;
}

/** The findings of each task. */
export function findingsByTask(findings: readonly Finding[]): Map<number, FindingKind[]> {
  const kinds = new Map<number, FindingKind[]>();
  for (const finding of findings)
    for (const id of finding.taskIds) kinds.set(id, [...(kinds.get(id) ?? []), finding.kind]);
  return kinds;
}

/** A task's name, followed by its coroutine when the name does not say it. */
export function nameLine(task: DapTask): Segment[] {
  const name = segment(printable(task.name), "name");
  return task.coroutine === "" || task.coroutine === task.name
    ? [name]
    : [name, segment(` ${printable(task.coroutine)}()`, "dim")];
}

/** One row of the tree. */
export function treeLine(
  row: TreeRow,
  table: TaskTable,
  kinds: ReadonlyMap<number, readonly FindingKind[]>,
  nowMs: number,
): Line {
  const { task } = row;
  const [icon, iconStyle] = ICONS[task.state];
  const bad = kinds.get(task.id);
  const parts: Segment[] = [segment(row.guides, "dim")];
  if (row.kind === "group") {
    parts.push(segment(row.folded ? "▸ " : "▾ ", "dim"));
    parts.push(segment(`× ${row.count.toLocaleString("en")} `, "strong"));
    parts.push(segment(`${printable(task.coroutine)}() `, "name"));
    const awaiting = task.awaiting && { kind: task.awaiting.kind, label: task.awaiting.label };
    parts.push(...groupActivity(task, awaiting));
    return parts;
  }
  if (row.hasChildren && row.folded) parts.push(segment("▸ ", "dim"));
  parts.push(bad === undefined ? segment(`${icon} `, iconStyle) : segment("▲ ", "error"));
  parts.push(...nameLine(task), segment("  "));
  if (row.kind === "again") return [...parts, segment("(shown above)", "dim")];
  parts.push(...activityLine(task, table, nowMs));
  if (task.frozen === true) parts.push(segment("  [frozen]", "warning"));
  if (bad !== undefined) parts.push(segment(`  [${[...new Set(bad)].map(badgeOf).join(", ")}]`, "error"));
  return parts;
}

function groupActivity(
  task: DapTask,
  awaiting: { readonly kind: string; readonly label: string | undefined } | undefined,
): Segment[] {
  if (awaiting === undefined) return [segment(task.state === "pending" ? "ready to run" : task.state, "dim")];
  const label = awaiting.label === undefined ? "" : ` '${printable(awaiting.label)}'`;
  return [segment("awaiting ", "dim"), segment(awaiting.kind + label)];
}

/** `5 tasks: 4 pending, 1 running; 12 ended`, and each loop that is not simply running. */
export function summaryLine(table: TaskTable, nowMs: number): Line {
  const counts = countTasks(table);
  const live = counts.pending + counts.running;
  const parts: Segment[] = [
    segment(`${live.toLocaleString("en")} ${live === 1 ? "task" : "tasks"}`, "strong"),
  ];
  if (live > 0)
    parts.push(
      segment(
        `: ${[
          counts.pending > 0 ? `${counts.pending} pending` : "",
          counts.running > 0 ? `${counts.running} running` : "",
        ]
          .filter((text) => text !== "")
          .join(", ")}`,
      ),
    );
  const ended = counts.done + counts.cancelled + counts.failed;
  if (ended > 0) parts.push(segment(`; ${ended} ended`, "dim"));
  if (counts.failed > 0) parts.push(segment(` (${counts.failed} failed)`, "error"));
  for (const loop of table.loops) parts.push(...loopSegments(loop, table.loops.length > 1, nowMs));
  if (table.dropped > 0) parts.push(segment(`; ${table.dropped} records dropped`, "warning"));
  return parts;
}

function loopSegments(loop: LoopInfo, several: boolean, nowMs: number): Segment[] {
  const name = several ? `loop ${loop.id}` : "loop";
  const parts: Segment[] = [];
  if (loop.state === "blocked") {
    const since =
      loop.blockedSinceMs === undefined ? "" : ` for ${formatDuration(nowMs - loop.blockedSinceMs)}`;
    parts.push(segment(`; ${name} blocked${since}`, "error"));
  } else if (loop.state === "stopped" || loop.state === "closed") {
    parts.push(segment(`; ${name} ${loop.state}`, "dim"));
  }
  if (loop.debug) parts.push(segment(`; debug mode`, "warning"));
  return parts;
}

export type TaskCounts = Record<DapTask["state"], number>;

/** How many tasks are in each state. */
export function countTasks(table: TaskTable): TaskCounts {
  const counts: TaskCounts = { pending: 0, running: 0, done: 0, cancelled: 0, failed: 0 };
  for (const task of table.tasks.values()) counts[task.state]++;
  return counts;
}
