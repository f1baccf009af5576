/** Comparing two dumps: texts that differ only where the programs do, and in words what became of the tasks. Pure. */
import type { Dump, DumpComparison, DumpTask } from "../../protocol/index.js";
import { findingLabel, findingMessage } from "../findings/finding-label.js";
import { buildForest, type TaskForest } from "../tasks/task-forest.js";
import { taskActivity, taskLabel } from "../tasks/task-label.js";
import { type TaskLookup, TasksModel } from "../tasks/tasks-model.js";
import { counted, listed, t } from "../text/localization.js";
import { oneLine } from "../text/plain-text.js";

const INDENT = "  ";
/** Tasks that wait for each other in a chain longer than this are not indented further. */
const DEEPEST = 40;

/** A dump as a text without ids and times: what is the same in two programs reads the same. */
export function comparableText(dump: Dump): string {
  const model = new TasksModel();
  model.replace(dump);
  model.setFindings(dump.findings);
  const forest = buildForest(model.tasks);
  const findings = dump.findings.map(
    (finding) => `! ${findingLabel(finding, model)}\n${INDENT}${findingMessage(finding, model)}`,
  );
  const stacks = new Map(dump.tasks.map((task) => [task.id, task]));
  const live = treeLines(forest, stacks, model);
  const ended = forest.ended.map((id) => taskLine(id, model)).sort();
  return [
    ...findings.sort(),
    ...(findings.length > 0 ? [""] : []),
    ...live,
    ...(ended.length > 0 ? ["", t("Ended:"), ...ended.map((line) => INDENT + line)] : []),
    "",
  ].join("\n");
}

function treeLines(
  forest: TaskForest,
  stacks: ReadonlyMap<number, DumpTask>,
  lookup: TaskLookup,
): readonly string[] {
  const lines: string[] = [];
  const byLine = (ids: readonly number[]): { id: number; line: string }[] =>
    ids
      .map((id) => ({ id, line: taskLine(id, lookup) }))
      .sort((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : a.id - b.id));
  const open = byLine(forest.roots)
    .map((root) => ({ ...root, depth: 0, link: false }))
    .reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const indent = INDENT.repeat(Math.min(next.depth, DEEPEST));
    lines.push(`${indent}${next.line}${next.link ? ` ${t("(see above)")}` : ""}`);
    if (next.link) continue;
    for (const { name, source, line } of stacks.get(next.id)?.stack ?? []) {
      const file = source?.name ?? source?.path?.replace(/^.*[\\/]/, "") ?? "?";
      lines.push(`${indent}${INDENT}· ${oneLine(name)} ${file}:${line}`);
    }
    const places = new Map((forest.children.get(next.id) ?? []).map((place) => [place.taskId, place.link]));
    const depth = next.depth + 1;
    const below = byLine([...places.keys()]).map((child) => ({
      ...child,
      depth,
      link: places.get(child.id) ?? false,
    }));
    for (const child of below.reverse()) open.push(child);
  }
  return lines;
}

function taskLine(id: number, lookup: TaskLookup): string {
  const task = lookup.task(id);
  return task === undefined ? `#${id}` : t("{0}: {1}", taskLabel(task), taskActivity(task, lookup));
}

/** `2 new, 1 gone, 3 went on, 4 did not move`; of two runs `two runs: 2 only here, 1 only there, …` */
export function differenceText(comparison: DumpComparison): string {
  return comparison.by === "id" ? progressText(comparison) : t("two runs: {0}", likenessText(comparison));
}

/** Of two runs no task is the same: none has gone on, or stayed where it was. */
function likenessText({ added, gone, ended, moved, stillStuck }: DumpComparison): string {
  const different = moved.length + ended.length;
  const parts = [
    ...(stillStuck.length > 0 ? [counted(stillStuck.length, "1 alike", "{0} alike")] : []),
    ...(different > 0 ? [counted(different, "1 different", "{0} different")] : []),
    ...(gone.length > 0 ? [counted(gone.length, "1 only in the first", "{0} only in the first")] : []),
    ...(added.length > 0 ? [counted(added.length, "1 only in the second", "{0} only in the second")] : []),
  ];
  return parts.length === 0 ? t("no tasks") : listed(parts);
}

function progressText({ added, gone, ended, moved, stillStuck }: DumpComparison): string {
  const left = gone.length + ended.length;
  const parts = [
    ...(added.length > 0 ? [counted(added.length, "1 new", "{0} new")] : []),
    ...(left > 0 ? [counted(left, "1 gone", "{0} gone")] : []),
    ...(moved.length > 0 ? [counted(moved.length, "1 went on", "{0} went on")] : []),
    ...(stillStuck.length > 0 ? [counted(stillStuck.length, "1 did not move", "{0} did not move")] : []),
  ];
  return parts.length === 0 ? t("no tasks") : listed(parts);
}
