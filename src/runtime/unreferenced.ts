/**
 * Tasks that were started and forgotten: in debug mode, a task that has ended well, for which nobody ever waited, and to
 * which nobody refers any more. (One that is lost while it is pending is "destroyed", and one that failed has an
 * exception that was never retrieved.) While it was pending, the loop alone kept it alive; CPython's loop does not.
 */
import type { CapturedStack } from "./debug.js";
import { warn } from "./debug_warnings.js";
import type { Unseen } from "./futures.js";
import type { Task } from "./tasks.js";

/** @internal What is left to say of the task when it is collected; it does not refer to it. */
interface Unreferenced extends Unseen {
  readonly text: string;
  readonly createdAt: CapturedStack | null;
}

const collected = new FinalizationRegistry<Unreferenced>(({ text, createdAt }) => {
  warn({
    kind: "unreferenced-task",
    message: `${text} has ended, nobody has waited for it, and nobody refers to it`,
    createdStack: createdAt?.toString(),
  });
});

/** @internal The task has ended; reports it when it is collected before anybody looked at it. */
export function watchUnreferenced(task: Task<unknown>): void {
  const record: Unreferenced = {
    text: String(task),
    createdAt: task._sourceTraceback?.release() ?? null,
    seen: () => collected.unregister(record),
  };
  task._unseen = record;
  collected.register(task, record, record);
}
