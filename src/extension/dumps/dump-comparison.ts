/** Comparing two dumps: texts that differ only where the programs do, and how many tasks do. Pure. */
import type { Dump, DumpTask } from "../../protocol/index.js";
import { findingLabel, findingMessage } from "../findings/finding-label.js";
import { buildForest, type TaskForest } from "../tasks/task-forest.js";
import { taskActivity, taskLabel } from "../tasks/task-label.js";
import { isEnded, type TaskLookup, TasksModel } from "../tasks/tasks-model.js";
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
    open.push(...below.reverse());
  }
  return lines;
}

function taskLine(id: number, lookup: TaskLookup): string {
  const task = lookup.task(id);
  return task === undefined ? `#${id}` : t("{0}: {1}", taskLabel(task), taskActivity(task, lookup));
}

export interface DumpDifference {
  /** Live tasks of the second that the first does not have. */
  readonly appeared: number;
  /** Live tasks of the first that the second does not have, or has as ended. */
  readonly gone: number;
  /** Live tasks of both that are at something else. */
  readonly changed: number;
}

/** Tasks of one process are the same by their ids; those of two runs by name and coroutine. */
export function compareDumps(before: Dump, after: Dump): DumpDifference {
  const sameProcess = before.program.pid !== undefined && before.program.pid === after.program.pid;
  const key = (task: DumpTask): string => (sameProcess ? `${task.id}` : `${task.name}|${task.coroutine}`);
  const activities = (dump: Dump): Map<string, string[]> => {
    const model = new TasksModel();
    model.replace(dump);
    const byKey = new Map<string, string[]>();
    for (const task of dump.tasks) {
      if (isEnded(task)) continue;
      byKey.set(key(task), [...(byKey.get(key(task)) ?? []), taskActivity(task, model)]);
    }
    return byKey;
  };
  const [old, now] = [activities(before), activities(after)];
  let appeared = 0;
  let gone = 0;
  let changed = 0;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const was = [...(old.get(name) ?? [])];
    const is: string[] = [];
    for (const activity of now.get(name) ?? []) {
      const same = was.indexOf(activity);
      if (same < 0) is.push(activity);
      else was.splice(same, 1);
    }
    const both = Math.min(was.length, is.length);
    changed += both;
    gone += was.length - both;
    appeared += is.length - both;
  }
  return { appeared, gone, changed };
}

/** `2 new, 1 gone, 3 changed` */
export function differenceText({ appeared, gone, changed }: DumpDifference): string {
  const parts = [
    ...(appeared > 0 ? [counted(appeared, "1 new", "{0} new")] : []),
    ...(gone > 0 ? [counted(gone, "1 gone", "{0} gone")] : []),
    ...(changed > 0 ? [counted(changed, "1 changed", "{0} changed")] : []),
  ];
  return parts.length === 0 ? t("the same tasks") : listed(parts);
}
