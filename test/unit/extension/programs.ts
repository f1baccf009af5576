/** Records for tests: what matters is given, the rest is plain. */
import type { DapTask, Finding, TasksChangedBody, TasksResponse } from "../../../src/protocol/index.js";

export function task(id: number, parts: Partial<DapTask> = {}): DapTask {
  return {
    id,
    name: `task-${id}`,
    coroutine: `task-${id}`,
    state: "pending",
    loopId: 1,
    awaitedBy: [],
    ...parts,
  };
}

/** A pending task that awaits other tasks. */
export function awaiting(id: number, ...taskIds: number[]): DapTask {
  return task(id, { awaiting: { kind: "gather", taskIds } });
}

export function response(...tasks: DapTask[]): TasksResponse {
  return { tasks, resources: [], loops: [], dropped: 0 };
}

export function change(parts: Partial<TasksChangedBody>): TasksChangedBody {
  return {
    tasks: [],
    removedTasks: [],
    resources: [],
    removedResources: [],
    loops: [],
    warnings: [],
    dropped: 0,
    ...parts,
  };
}

export function deadlock(...taskIds: number[]): Finding {
  return { kind: "deadlock", severity: "error", taskIds, message: "each waits for the next" };
}
