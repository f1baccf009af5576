/** Who waits for a task, and who for them: the order in which a stack goes on with their frames. */

/** Waiting tasks followed upwards: a popular future may have thousands of waiters. */
const AWAITER_LIMIT_TASKS = 20;

/** Ids of waiting tasks, depth first, so that who waits for a task follows it directly; each once. */
export function* awaitersOf(
  taskId: number,
  table: { awaitedBy(taskId: number): readonly number[] },
): Generator<number, void, undefined> {
  const seen = new Set([taskId]);
  const waiting = [...table.awaitedBy(taskId)];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(id) || seen.size > AWAITER_LIMIT_TASKS) continue;
    seen.add(id);
    yield id;
    waiting.unshift(...table.awaitedBy(id));
  }
}
