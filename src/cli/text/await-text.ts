import type { Awaiting, DapTask } from "../../protocol/index.js";
import type { TaskTable } from "../debug/task-table.js";
import { formatDuration } from "./duration.js";
import { type Line, printable, type Segment, segment } from "./line.js";

/** Names more of them than this, and a row gets hard to read. */
const NAMES_SHOWN = 3;

/** `'a'`, `'a' and 'b'`, `'a', 'b', 'c' and 4 more`: tasks by name. */
export function taskNames(table: TaskTable, ids: readonly number[]): string {
  const names = ids.slice(0, NAMES_SHOWN).map((id) => {
    const name = table.tasks.get(id)?.name;
    return name === undefined ? `task ${id}` : `'${printable(name)}'`;
  });
  const more = ids.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  const last = names.pop();
  return names.length === 0 ? (last ?? "") : `${names.join(", ")} and ${last}`;
}

function holdersText(table: TaskTable, awaiting: Awaiting): string | undefined {
  if (awaiting.resourceId === undefined) return undefined;
  const holders = table.resources.get(awaiting.resourceId)?.holders ?? [];
  return holders.length === 0 ? undefined : `held by ${taskNames(table, holders)}`;
}

/** `lock 'ledger'`, `queue.get 'orders'`, `sleep`: what is awaited. */
export function awaitedText(awaiting: Awaiting): string {
  return awaiting.label === undefined ? awaiting.kind : `${awaiting.kind} '${printable(awaiting.label)}'`;
}

/** What a task does, for its row: what it awaits, for how long, until when, and who holds it; or how it ended. */
export function activityLine(task: DapTask, table: TaskTable, nowMs: number): Line {
  switch (task.state) {
    case "running":
      return [segment("running", "running")];
    case "done":
      return [
        segment(
          task.outcome?.result === undefined ? "done" : `done: ${printable(task.outcome.result)}`,
          "good",
        ),
      ];
    case "cancelled": {
      const message = task.outcome?.cancelMessage;
      return [segment(message === undefined ? "cancelled" : `cancelled: ${printable(message)}`, "warning")];
    }
    case "failed":
      return [segment(`failed: ${printable(task.outcome?.exception ?? "unknown exception")}`, "error")];
    case "pending":
  }
  const awaiting = task.awaiting;
  if (awaiting === undefined) return [segment("ready to run", "dim")];
  const parts: Segment[] = [segment("awaiting ", "dim"), segment(awaitedText(awaiting))];
  if (awaiting.kind !== "sleep" && awaiting.sinceMs !== undefined)
    parts.push(segment(` for ${formatDuration(nowMs - awaiting.sinceMs)}`, "dim"));
  if (awaiting.deadlineMs !== undefined) {
    const left = formatDuration(awaiting.deadlineMs - nowMs);
    parts.push(segment(awaiting.kind === "sleep" ? `, ${left} left` : `, times out in ${left}`, "dim"));
  }
  const holders = holdersText(table, awaiting);
  if (holders !== undefined) parts.push(segment(`, ${holders}`));
  if ((task.cancels?.length ?? 0) > 0) parts.push(segment(", cancel requested", "warning"));
  return parts;
}
