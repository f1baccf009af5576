/** What a debugger shows of a future where a value is shown. */
import type { FutureFacts } from "../../protocol/index.js";
import { Future } from "../futures.js";
import { Task } from "../tasks.js";

/** @internal @param idOf gives a task its id. */
export function futureFacts(value: unknown, idOf: (task: Task<unknown>) => number): FutureFacts | undefined {
  if (!(value instanceof Future)) return undefined;
  const state = stateOf(value);
  if (!(value instanceof Task)) return { kind: "future", state };
  return { kind: "task", state, taskId: idOf(value), name: value.getName() };
}

function stateOf(future: Future<unknown>): FutureFacts["state"] {
  if (!future.done()) return "pending";
  if (future.cancelled()) return "cancelled";
  return future._exception === null ? "done" : "failed";
}
