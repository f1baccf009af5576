/** A small program as the terminal client sees it: two tasks that hold each other up, one behind them, a heartbeat. */

import { emptyTable, type TaskTable } from "../../../src/cli/debug/task-table.js";
import type { DapResource, DapTask, Finding } from "../../../src/protocol/index.js";

/** The moment at which the samples are shown. */
export const NOW_MS = 1_700_000_010_000;

/** A pending task; `awaitedBy` follows from the others' `taskIds` in `sampleTable`. */
export function task(id: number, name: string, rest: Partial<DapTask> = {}): DapTask {
  return { id, name, coroutine: name, state: "pending", loopId: 1, awaitedBy: [], ...rest };
}

/** A table with these tasks and resources in it. */
export function tableOf(
  tasks: readonly DapTask[],
  resources: readonly DapResource[] = [],
  findings: readonly Finding[] = [],
): TaskTable {
  const table = emptyTable();
  for (const each of tasks) table.tasks.set(each.id, each);
  for (const each of resources) table.resources.set(each.id, each);
  table.loops = [{ id: 1, state: "idle", debug: false, turns: 1, readyHandles: 0, timers: 0 }];
  table.findings = findings;
  return table;
}

const lock = (id: number, label: string, holder: number, waiter: number): DapResource => ({
  id,
  kind: "lock",
  label,
  holders: [holder],
  waiters: [waiter],
});

export const SERVICE = "/shop/service.ts";

export const DEADLOCK: Finding = {
  kind: "deadlock",
  severity: "error",
  taskIds: [2, 3],
  resourceIds: [11, 12],
  message: "'clerk' holds 'inventory' and awaits 'ledger', which 'refunds' holds.",
  sites: [
    { name: "book", source: { path: SERVICE }, line: 50, column: 7 },
    { name: "restock", source: { path: SERVICE }, line: 70, column: 9 },
  ],
};

/** main awaits clerk, refunds and heartbeat; clerk and refunds hold each other up. */
export function sampleTable(): TaskTable {
  return tableOf(
    [
      task(1, "main", { awaiting: { kind: "wait", sinceMs: NOW_MS - 10_000, taskIds: [2, 3, 4] } }),
      task(2, "clerk", {
        coroutine: "takeOrders",
        awaitedBy: [1],
        parentId: 1,
        awaiting: { kind: "lock", label: "ledger", resourceId: 12, sinceMs: NOW_MS - 3200 },
      }),
      task(3, "refunds", {
        awaitedBy: [1],
        parentId: 1,
        awaiting: { kind: "lock", label: "inventory", resourceId: 11, sinceMs: NOW_MS - 3100 },
      }),
      task(4, "heartbeat", {
        awaitedBy: [1],
        parentId: 2,
        awaiting: { kind: "sleep", sinceMs: NOW_MS - 200, deadlineMs: NOW_MS + 800 },
      }),
      task(5, "early", { state: "done", outcome: { result: "42" } }),
    ],
    [lock(11, "inventory", 2, 3), lock(12, "ledger", 3, 2)],
    [DEADLOCK],
  );
}
