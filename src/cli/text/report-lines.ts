import type { Finding } from "../../protocol/index.js";
import type { TaskTable } from "../debug/task-table.js";
import { findingLines } from "./finding-lines.js";
import { type Line, segment } from "./line.js";
import { DEFAULT_TREE, type TreeOptions, treeRows } from "./tree-layout.js";
import { findingsByTask, summaryLine, treeLine } from "./tree-lines.js";

/** The tree of all tasks, under a line that counts them. */
export function treeLines(table: TaskTable, nowMs: number, options: TreeOptions = DEFAULT_TREE): Line[] {
  const kinds = findingsByTask(table.findings);
  return [
    summaryLine(table, nowMs),
    ...treeRows(table.tasks.values(), options).map((row) => treeLine(row, table, kinds, nowMs)),
  ];
}

/** The diagnosis: each finding with its tasks and places, or one line that says there is none. */
export function diagnosisLines(
  findings: readonly Finding[],
  table: TaskTable,
  cwd: string,
  columns = Number.POSITIVE_INFINITY,
): Line[] {
  if (findings.length === 0)
    return [[segment("No deadlock, no task that never wakes, no blocked loop.", "good")]];
  return findings.flatMap((finding) => findingLines(finding, table, cwd, columns));
}
