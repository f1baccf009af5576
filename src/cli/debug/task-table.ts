/** What the terminal client knows of a program, kept up to date by whole records. */
import {
  type DapResource,
  type DapTask,
  type Finding,
  type LoopInfo,
  type TasksChangedBody,
  type TasksResponse,
  type WarningInfo,
  withoutAwaited,
} from "../../protocol/index.js";

/** The newest ones are kept. */
const WARNINGS_KEPT = 100;

export interface TaskTable {
  readonly tasks: Map<number, DapTask>;
  readonly resources: Map<number, DapResource>;
  loops: readonly LoopInfo[];
  findings: readonly Finding[];
  warnings: readonly WarningInfo[];
  dropped: number;
}

/** A table of a program of which nothing is known yet. */
export function emptyTable(): TaskTable {
  return { tasks: new Map(), resources: new Map(), loops: [], findings: [], warnings: [], dropped: 0 };
}

/** Replaces what is known with the answer to `asyncioTasks`. Findings and warnings stay. */
export function replaceTasks(table: TaskTable, body: TasksResponse): void {
  table.tasks.clear();
  for (const task of body.tasks) table.tasks.set(task.id, task);
  table.resources.clear();
  for (const resource of body.resources) table.resources.set(resource.id, resource);
  table.loops = body.loops;
  table.dropped = body.dropped;
}

/** Applies an `asyncioTasksChanged`. Answers whether the table must be asked for anew (`reset`). */
export function applyChanges(table: TaskTable, body: TasksChangedBody): boolean {
  for (const task of body.tasks) table.tasks.set(task.id, task);
  for (const { taskId, taskIds } of body.noLongerAwaited ?? []) {
    const task = table.tasks.get(taskId);
    if (task !== undefined) table.tasks.set(taskId, withoutAwaited(task, taskIds));
  }
  for (const id of body.removedTasks) table.tasks.delete(id);
  for (const resource of body.resources) table.resources.set(resource.id, resource);
  for (const id of body.removedResources) table.resources.delete(id);
  const loops = new Map(table.loops.map((loop) => [loop.id, loop]));
  for (const loop of body.loops) loops.set(loop.id, loop);
  table.loops = [...loops.values()];
  if (body.warnings.length > 0) table.warnings = [...table.warnings, ...body.warnings].slice(-WARNINGS_KEPT);
  if (body.findings !== undefined) table.findings = body.findings;
  table.dropped = body.dropped;
  return body.reset === true;
}

/** Whether the task has not ended. */
export function isLive(task: DapTask): boolean {
  return task.state === "pending" || task.state === "running";
}

/** Whether the program has a task that has not ended. */
export function hasLiveTasks(table: TaskTable): boolean {
  for (const task of table.tasks.values()) if (isLive(task)) return true;
  return false;
}
