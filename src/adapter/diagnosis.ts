/** What is wrong with a program, from its task table alone: pure, so that healthy programs can be tested against it. */
import type { Finding, LoopInfo, ResourceInfo, TaskInfo } from "../protocol/index.js";
import { isPending, type StuckTasks, stuckTasks, type WaitTable, waitCycles } from "./wait-graph.js";

export interface Snapshot extends WaitTable {
  readonly loops: ReadonlyMap<number, LoopInfo>;
  /** The debugger holds the program: it is neither blocked nor dead. */
  readonly stopped: boolean;
  /** A turn of a loop that has been running for too long, and the task that runs in it. */
  readonly blocked?: { readonly sinceMs: number; readonly taskId?: number };
}

/** Names shown in one message; a finding lists the ids of all. */
const SHOWN_NAMES = 4;

/** Everything that is wrong now, the surest first. */
export function diagnose(snapshot: Snapshot): readonly Finding[] {
  const stuck = stuckTasks(snapshot);
  return [
    ...blockedLoop(snapshot),
    ...deadlocks(snapshot, stuck),
    ...abandonedLocks(snapshot),
    ...neverWaking(snapshot, stuck),
  ];
}

const nameOf = (id: number, table: WaitTable): string => `'${table.tasks.get(id)?.name ?? `task ${id}`}'`;

const resourceName = (resource: ResourceInfo | undefined): string => {
  if (resource === undefined) return "a resource";
  return resource.label === undefined
    ? `${resource.kind} #${resource.id}`
    : `${resource.kind} '${resource.label}'`;
};

function names(ids: readonly number[], table: WaitTable): string {
  const shown = ids.slice(0, SHOWN_NAMES).map((id) => nameOf(id, table));
  const more = ids.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** What a task waits for, as words: `lock 'orders' (held by 'reserve')`. */
function waitWords(task: TaskInfo, table: WaitTable): string {
  const { awaiting } = task;
  if (awaiting === undefined) return "nothing";
  const resource = awaiting.resourceId === undefined ? undefined : table.resources.get(awaiting.resourceId);
  if (resource !== undefined) {
    const named = resourceName(resource);
    return named.includes(awaiting.kind) ? named : `${awaiting.kind} of ${named}`;
  }
  const taskIds = awaiting.taskIds ?? [];
  if (taskIds.length > 0) {
    const many = taskIds.length === 1 ? "task" : "tasks";
    return `${awaiting.kind === "task" ? "" : `${awaiting.kind} of `}${many} ${names(taskIds, table)}`;
  }
  return awaiting.label === undefined ? `a ${awaiting.kind}` : `${awaiting.kind} '${awaiting.label}'`;
}

function deadlocks(table: WaitTable, stuck: StuckTasks): Finding[] {
  return waitCycles(stuck).map(({ taskIds, resourceIds }) => {
    const steps = taskIds.slice(0, SHOWN_NAMES).map((id) => {
      const task = table.tasks.get(id)!;
      const need = stuck.needs.get(id);
      const holders =
        need?.resourceId === undefined ? [] : need.taskIds.filter((holder) => taskIds.includes(holder));
      const self = holders.length === 1 && holders[0] === id;
      const held =
        holders.length === 0 ? "" : self ? ", which it holds itself" : `, held by ${names(holders, table)}`;
      return `${nameOf(id, table)} waits for ${waitWords(task, table)}${held}`;
    });
    if (taskIds.length > SHOWN_NAMES) steps.push(`and ${taskIds.length - SHOWN_NAMES} more tasks`);
    const advice =
      resourceIds.length > 1
        ? "cancel one of them, and take the locks in the same order everywhere"
        : "cancel one of them to let the others go on";
    const since = latest(taskIds.map((id) => table.tasks.get(id)?.awaiting?.sinceMs));
    return {
      kind: "deadlock",
      severity: "error",
      taskIds,
      ...(resourceIds.length > 0 ? { resourceIds } : {}),
      message: `Deadlock: ${steps.join("; ")}: ${advice}.`,
      ...(since === undefined ? {} : { sinceMs: since }),
    };
  });
}

/** A lock whose holder has ended: those who wait for it never wake, and the next one who comes will not either. */
function abandonedLocks(table: WaitTable): Finding[] {
  const findings: Finding[] = [];
  for (const resource of table.resources.values()) {
    if (resource.kind !== "lock" || resource.holders.length === 0) continue;
    const ended = resource.holders.filter((id) => table.tasks.has(id) && !isPending(table.tasks.get(id)));
    if (ended.length !== resource.holders.length) continue;
    const held = `${resourceName(resource)} is still held by ${names(ended, table)}, which has ended`;
    const waiting = resource.waiters.filter((id) => {
      const task = table.tasks.get(id);
      return isPending(task) && task.awaiting?.deadlineMs === undefined;
    });
    const since = latest(ended.map((id) => table.tasks.get(id)?.endedMs));
    findings.push({
      kind: waiting.length > 0 ? "never-wakes" : "lock-held-by-ended-task",
      severity: waiting.length > 0 ? "error" : "warning",
      taskIds: waiting.length > 0 ? waiting : ended,
      resourceIds: [resource.id],
      message:
        waiting.length > 0
          ? `${names(waiting, table)} can never wake: ${held}; release it in a finally block, or use asyncWith.`
          : `${capital(held)} without releasing it: use asyncWith, or a finally block.`,
      ...(since === undefined ? {} : { sinceMs: since }),
    });
  }
  return findings;
}

function neverWaking(snapshot: Snapshot, stuck: StuckTasks): Finding[] {
  if (snapshot.stopped) return [];
  const findings: Finding[] = [];
  for (const loop of snapshot.loops.values()) {
    if (!isDead(loop)) continue;
    // Tasks behind a deadlock or an abandoned lock are explained by that finding.
    const taskIds: number[] = [];
    let alive = false;
    for (const task of snapshot.tasks.values()) {
      if (!isPending(task) || task.loopId !== loop.id) continue;
      // Ready to run, or with a time to wake: the loop's numbers and the table are not of one moment.
      if (task.state === "running" || task.awaiting === undefined || task.awaiting.deadlineMs !== undefined) {
        alive = true;
        break;
      }
      if (!stuck.needs.has(task.id)) taskIds.push(task.id);
    }
    if (alive || taskIds.length === 0) continue;
    const roots = taskIds.filter((id) => (snapshot.tasks.get(id)?.awaiting?.taskIds ?? []).length === 0);
    const shown = (roots.length > 0 ? roots : taskIds).slice(0, SHOWN_NAMES);
    const waits = shown.map(
      (id) => `${nameOf(id, snapshot)} waits for ${waitWords(snapshot.tasks.get(id)!, snapshot)}`,
    );
    const rest = roots.length - shown.length;
    if (rest > 0) waits.push(`so do ${rest} more`);
    const since = latest(taskIds.map((id) => snapshot.tasks.get(id)?.awaiting?.sinceMs));
    findings.push({
      kind: "never-wakes",
      severity: "error",
      taskIds,
      message: `${waits.join("; ")}, but nothing is left that could wake ${
        taskIds.length === 1 ? "it" : "them"
      }: no timer, no I/O and no ready callback; look for the missing set(), put() or release().`,
      ...(since === undefined ? {} : { sinceMs: since }),
    });
  }
  return findings;
}

function isDead(loop: LoopInfo): boolean {
  return (
    loop.state === "idle" &&
    loop.currentTaskId === undefined &&
    loop.readyHandles === 0 &&
    loop.timers === 0 &&
    loop.hostResources?.length === 0
  );
}

function blockedLoop({ blocked, stopped, ...table }: Snapshot): Finding[] {
  if (blocked === undefined || stopped) return [];
  const { sinceMs, taskId } = blocked;
  const who = taskId === undefined ? "A callback outside of any task" : nameOf(taskId, table);
  return [
    {
      kind: "blocked-loop",
      severity: "error",
      taskIds: taskId === undefined ? [] : [taskId],
      message: `${who} blocks the event loop with synchronous code, so no other task can run: move the work to toThread(), or await in between.`,
      sinceMs,
    },
  ];
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
