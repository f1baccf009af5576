/** A node of the Tasks view → what its row shows, as plain data. */

import { findingKey, findingLabel, findingMessage } from "../findings/finding-label.js";
import { filterWords, highlights } from "../tasks/task-filter.js";
import type { Place } from "../tasks/task-forest.js";
import { taskDescription, taskIcon, taskLabel, taskName } from "../tasks/task-label.js";
import { isEnded } from "../tasks/tasks-model.js";
import { Command, InternalCommand, RowContext, type StateIcon } from "../text/contributions.js";
import { roughDuration } from "../text/durations.js";
import { counted, listed, number, t } from "../text/localization.js";
import { groupRow } from "./group-row.js";
import { taskAccessibleLabel, taskTooltip } from "./task-details.js";
import type { OutlineSession } from "./tree-lists.js";
import type { TaskNode, TreeNode } from "./tree-nodes.js";
import type { TreeShape } from "./tree-shape.js";

/** A finding with more tasks than this starts folded, and so does a task that waits for more than this. */
const UNFOLDED_CHILDREN = 50;

export interface Row {
  readonly label: string;
  /** Parts of the label that match the filter: from, to. */
  readonly highlights?: readonly [number, number][];
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
  readonly session: OutlineSession;
  readonly shape: TreeShape;
  readonly nowMs: number;
  /** Durations go on in steps; see `roughDuration`. */
  readonly stepped: boolean;
  /** Children that are not shown, for a `more` node. */
  readonly hidden: number;
  /** The tasks of a `group` node. */
  readonly members: readonly Place[];
  /** What stands below a task or a finding. */
  readonly children: number;
}

/** Builds the row of a node. A task that has left the table meanwhile still gets a row. */
export function rowOf(node: TreeNode, source: RowSource): Row {
  const { shape, session } = source;
  const { model, forest } = shape;
  switch (node.kind) {
    case "session":
      return {
        ...plainRow(
          session.name,
          counted(model.liveCount, "1 task", "{0} tasks"),
          session.readOnly ? "archive" : "server-process",
          "unfolded",
        ),
        context: session.readOnly ? RowContext.dump : RowContext.group,
      };
    case "ended":
      return plainRow(t("Ended ({0})", number(forest.ended.length)), "", "history", "folded");
    case "pinned":
      return plainRow(t("Pinned"), "", "pinned", "unfolded");
    case "more":
      return {
        ...plainRow(t("{0} more", number(source.hidden)), "", "ellipsis", "none"),
        command: InternalCommand.showMore,
      };
    case "group":
      return groupRow(source);
    case "finding":
      return findingRow(node.findingKey, source);
    case "task":
      return taskRow(node, source);
  }
}

function plainRow(label: string, description: string, codicon: string, folding: Row["folding"]): Row {
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

const SEVERITY_ICONS = {
  error: { codicon: "error", color: "problemsErrorIcon.foreground" },
  warning: { codicon: "warning", color: "problemsWarningIcon.foreground" },
  info: { codicon: "info", color: "problemsInfoIcon.foreground" },
} as const;

function findingRow(key: string, { shape: { model }, nowMs, stepped, children }: RowSource): Row {
  const finding = model.findings.find((candidate) => findingKey(candidate) === key);
  if (finding === undefined) return plainRow(t("Solved"), "", "pass", "none");
  const label = findingLabel(finding, model);
  const message = findingMessage(finding, model);
  return {
    label,
    description: finding.sinceMs === undefined ? "" : roughDuration(nowMs - finding.sinceMs, stepped),
    tooltip: message,
    icon: SEVERITY_ICONS[finding.severity],
    context: RowContext.finding,
    folding: children === 0 ? "none" : children > UNFOLDED_CHILDREN ? "folded" : "unfolded",
    accessibleLabel: t("{0}. {1}", label, message),
    command: InternalCommand.showFinding,
  };
}

function taskRow(node: TaskNode, source: RowSource): Row {
  const { shape, session, nowMs, stepped, children } = source;
  const { model, forest, options } = shape;
  const task = model.task(node.taskId);
  if (task === undefined) return plainRow(`#${node.taskId}`, t("forgotten"), "circle-outline", "none");
  const ended = isEnded(task);
  const label = taskLabel(task);
  const marks = highlights(label, filterWords(options.filter));
  const state = session.readOnly ? RowContext.dumpedTask : ended ? RowContext.endedTask : RowContext.liveTask;
  const row: Row = {
    label,
    ...(marks.length > 0 ? { highlights: marks } : {}),
    description: taskDescription(task, model, nowMs, stepped),
    tooltip: taskTooltip(task, model),
    icon: { state: taskIcon(task, model) },
    context: `${state}${task.frozen ? RowContext.frozenSuffix : ""}${
      shape.pinned.includes(task.id) ? RowContext.pinnedSuffix : ""
    }`,
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
  if (children === 0) return row;
  return { ...row, folding: children > UNFOLDED_CHILDREN ? "folded" : "unfolded" };
}

/** Whether two rows look and act alike. */
export function sameRow(a: Row, b: Row): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
