/** What becomes of a wait for very many tasks as they end: told by the ids of those, not by a list of the others. */
import type { Awaiting } from "./model.js";

/** `taskId` waits for these tasks no longer, as they have ended. */
export interface NoLongerAwaited {
  readonly taskId: number;
  readonly taskIds: readonly number[];
}

/** The record of a task that waits for these tasks no longer; the same one when it did not. */
export function withoutAwaited<T extends { readonly awaiting?: Awaiting }>(
  task: T,
  ended: readonly number[],
): T {
  const { awaiting } = task;
  if (awaiting?.taskIds === undefined) return task;
  const gone = new Set(ended);
  const taskIds = awaiting.taskIds.filter((id) => !gone.has(id));
  if (taskIds.length === awaiting.taskIds.length) return task;
  const { taskIds: _, ...rest } = awaiting;
  return { ...task, awaiting: taskIds.length === 0 ? rest : { ...rest, taskIds } };
}
