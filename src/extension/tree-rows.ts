/** A node of the Tasks view → what its row shows, as plain data. */
import { Command, InternalCommand, RowContext, type StateIcon } from "./contributions.js";
import { roughDuration } from "./durations.js";
import { findingKey, findingLabel, findingMessage } from "./finding-label.js";
import { counted, listed, number, t } from "./localization.js";
import { taskAccessibleLabel, taskTooltip } from "./task-details.js";
import type { TaskForest } from "./task-forest.js";
import { taskDescription, taskIcon, taskLabel, taskName } from "./task-label.js";
import { isEnded, type TasksModel } from "./tasks-model.js";
import type { TaskNode, TreeNode } from "./tree-nodes.js";

/** A finding with more tasks than this starts folded, and so does a task that waits for more than this. */
const UNFOLDED_CHILDREN = 50;

export interface Row {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** An icon of `media/`, or a name from VS Code's own set. */
  readonly icon: { readonly state: StateIcon } | { readonly codicon: string; readonly color?: string };
  readonly context: string;
  readonly folding: "none" | "folded" | "unfolded";
  readonly accessibleLabel: string;
  /** Run with the node as its argument when the row is clicked, or on Enter. */
  readonly command?: string;
}

/** What rows are made from, beside the node. */
export interface RowSource {
  readonly sessionName: string;
  readonly model: TasksModel;
  readonly forest: TaskForest;
  readonly nowMs: number;
  /** Children that are not shown, for a `more` node. */
  readonly hidden: number;
}

/** Builds the row of a node. A task that has left the table meanwhile still gets a row. */
export function rowOf(node: TreeNode, source: RowSource): Row {
  const { model, forest } = source;
  switch (node.kind) {
    case "session":
      return group(
        source.sessionName,
        counted(model.liveCount, "1 task", "{0} tasks"),
        "server-process",
        "unfolded",
      );
    case "ended":
      return group(t("Ended ({0})", number(forest.ended.length)), "", "history", "folded");
    case "more":
      return {
        ...group(t("{0} more", number(source.hidden)), "", "ellipsis", "none"),
        command: InternalCommand.showMore,
      };
    case "finding":
      return findingRow(node.findingKey, source);
    case "task":
      return taskRow(node, source);
  }
}

function group(label: string, description: string, codicon: string, folding: Row["folding"]): Row {
  return {
    label,
    description,
    tooltip: "",
    icon: { codicon },
    context: RowContext.group,
    folding,
    accessibleLabel: description === "" ? label : listed([label, description]),
  };
}

function findingRow(key: string, { model, nowMs }: RowSource): Row {
  const finding = model.findings.find((candidate) => findingKey(candidate) === key);
  if (finding === undefined) return group(t("Solved"), "", "pass", "none");
  const label = findingLabel(finding, model);
  const message = findingMessage(finding, model);
  return {
    label,
    description: finding.sinceMs === undefined ? "" : roughDuration(nowMs - finding.sinceMs),
    tooltip: message,
    icon: { codicon: "warning", color: "problemsWarningIcon.foreground" },
    context: RowContext.finding,
    folding: finding.taskIds.length > UNFOLDED_CHILDREN ? "folded" : "unfolded",
    accessibleLabel: `${label}. ${message}`,
    command: InternalCommand.showFinding,
  };
}

function taskRow(node: TaskNode, { model, forest, nowMs }: RowSource): Row {
  const task = model.task(node.taskId);
  if (task === undefined) return group(`#${node.taskId}`, t("forgotten"), "circle-outline", "none");
  const ended = isEnded(task);
  const row: Row = {
    label: taskLabel(task),
    description: taskDescription(task, model, nowMs),
    tooltip: taskTooltip(task, model),
    icon: { state: taskIcon(task, model) },
    context: ended ? RowContext.endedTask : RowContext.liveTask,
    folding: "none",
    accessibleLabel: taskAccessibleLabel(task, model),
    command: ended ? Command.inspectTask : Command.goToSuspended,
  };
  if (node.place === "link") {
    const parentId = forest.parentOf.get(node.taskId);
    const where =
      parentId === undefined
        ? t("shown at the top")
        : t("shown under {0}", taskName(model.task(parentId), parentId));
    return {
      ...row,
      description: where,
      accessibleLabel: listed([row.accessibleLabel, where]),
      command: InternalCommand.revealTask,
    };
  }
  const children = node.place === "own" && !ended ? (forest.children.get(node.taskId)?.length ?? 0) : 0;
  if (children === 0) return row;
  return { ...row, folding: children > UNFOLDED_CHILDREN ? "folded" : "unfolded" };
}

/** Whether two rows look and act alike. */
export function sameRow(a: Row, b: Row): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
