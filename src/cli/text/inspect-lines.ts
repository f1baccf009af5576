import type { CancelRequest, InspectResponse } from "../../protocol/index.js";
import type { TaskTable } from "../debug/task-table.js";
import { activityLine, awaitedText, taskNames } from "./await-text.js";
import { formatDuration } from "./duration.js";
import { type Line, printable, type Segment, segment } from "./line.js";
import { placeText } from "./place.js";
import { nameLine } from "./tree-lines.js";

export interface InspectTextOptions {
  readonly nowMs: number;
  readonly cwd: string;
  /** Values of locals, creation stack, counters and history; without it the stack only. */
  readonly details: boolean;
}

/** A task with its stack, as `where` prints it and the details pane shows it. */
export function inspectLines(body: InspectResponse, table: TaskTable, options: InspectTextOptions): Line[] {
  const { task } = body;
  const lines: Line[] = [
    [
      segment(`${task.id} `, "dim"),
      ...nameLine(task),
      segment("  "),
      ...activityLine(task, table, options.nowMs),
    ],
  ];
  lines.push(...stackLines(body, table, options));
  if (!options.details) return lines;
  lines.push(...chainLines(body, table));
  lines.push(...creationLines(body, table, options));
  lines.push(...counterLines(body));
  for (const cancel of body.cancels) lines.push(cancelLine(cancel, table, options.nowMs));
  for (const warning of body.warnings)
    lines.push([segment("warning: ", "warning"), segment(printable(warning.message))]);
  return lines;
}

function stackLines(body: InspectResponse, table: TaskTable, options: InspectTextOptions): Line[] {
  const lines: Line[] = [];
  let owner = body.task.id;
  for (const frame of body.stack) {
    if (frame.taskId !== owner) {
      owner = frame.taskId;
      lines.push([segment("  awaited by ", "dim"), segment(taskNames(table, [owner]), "name")]);
    }
    lines.push([
      segment("    at "),
      segment(printable(frame.name)),
      segment(` (${placeText(frame, options.cwd)})`, "place"),
    ]);
    if (!options.details) continue;
    for (const local of frame.locals ?? [])
      lines.push([
        segment(`         ${printable(local.name)}`, "dim"),
        segment(` = ${printable(local.value)}`),
      ]);
  }
  if (body.stack.length === 0)
    lines.push([segment("    (no frames: it has not started, or has ended)", "dim")]);
  return lines;
}

function chainLines(body: InspectResponse, table: TaskTable): Line[] {
  if (body.awaitChain.length < 2) return [];
  const links: Segment[] = [];
  body.awaitChain.forEach((link, index) => {
    if (index > 0) links.push(segment(" → ", "dim"));
    links.push(segment(taskNames(table, [link.taskId]), "name"));
    if (link.awaiting !== undefined) links.push(segment(` ${awaitedText(link.awaiting)}`));
  });
  return [[segment("awaits ", "dim"), ...links]];
}

function creationLines(body: InspectResponse, table: TaskTable, options: InspectTextOptions): Line[] {
  const { task } = body;
  const parts: Segment[] = [segment("created ", "dim")];
  if (task.createdMs !== undefined)
    parts.push(segment(`${formatDuration(options.nowMs - task.createdMs)} ago `));
  if (task.parentId !== undefined) parts.push(segment(`by ${taskNames(table, [task.parentId])} `));
  const stack = body.createdStack ?? [];
  if (stack.length === 0 && task.createdAt !== undefined)
    parts.push(segment(`at ${placeText(task.createdAt, options.cwd)}`, "place"));
  if (parts.length === 1 && stack.length === 0) return [];
  return [
    parts,
    ...stack.map(
      (site): Line => [
        segment("    at "),
        segment(printable(site.name ?? "(anonymous)")),
        segment(` (${placeText(site, options.cwd)})`, "place"),
      ],
    ),
  ];
}

function counterLines(body: InspectResponse): Line[] {
  const { counters } = body;
  // Python's agent does not count steps.
  if (body.task.counters === undefined && counters.steps === 0) return [];
  const facts = [`${counters.steps.toLocaleString("en")} ${counters.steps === 1 ? "step" : "steps"}`];
  if (counters.busyMs !== undefined) facts.push(`busy ${formatDuration(counters.busyMs)}`);
  if (counters.longestStepMs !== undefined)
    facts.push(`longest step ${formatDuration(counters.longestStepMs)}`);
  if (counters.cancelRequests > 0) facts.push(`cancelled ${counters.cancelRequests}×`);
  return [[segment("ran ", "dim"), segment(facts.join(", "))]];
}

function cancelLine(cancel: CancelRequest, table: TaskTable, nowMs: number): Line {
  const by =
    cancel.byDebugger === true
      ? " by the debugger"
      : cancel.byTaskId === undefined
        ? ""
        : ` by ${taskNames(table, [cancel.byTaskId])}`;
  const message = cancel.message === undefined ? "" : `: ${printable(cancel.message)}`;
  return [
    segment("cancel asked ", "warning"),
    segment(`${formatDuration(nowMs - cancel.atMs)} ago${by}${message}`),
  ];
}
