/** What is wrong with a program, from its task table alone: pure, so that healthy programs can be tested against it. */
import type { Finding, LoopInfo, Site, WarningInfo } from "../../protocol/index.js";
import { isPending, type StuckTasks, stuckTasks, type WaitTable, waitCycles } from "../tasks/wait-graph.js";
import {
  capital,
  idiomsOf,
  latest,
  nameOf,
  names,
  resourceName,
  SHOWN_NAMES,
  waitWords,
} from "./finding-words.js";
import type { Leak } from "./leak-watch.js";
import { overdue } from "./overdue-findings.js";
import { warned } from "./warned-findings.js";

export interface Snapshot extends WaitTable {
  readonly loops: ReadonlyMap<number, LoopInfo>;
  /** The moment of the snapshot, Unix epoch in milliseconds. */
  readonly nowMs: number;
  /**
   * The program has answered, and each record is of this moment or a later one. Of many tasks the records come one after
   * the other, and the moment of the snapshot may be seconds later.
   */
  readonly asOfMs?: number;
  /** The debugger holds the program: it is neither blocked nor dead. */
  readonly stopped: boolean;
  /** Since when it has run without being stopped or blocked. */
  readonly undisturbedSinceMs: number;
  /** Whether the debugger has held it at any time between these two. */
  wasStopped(fromMs: number, toMs: number): boolean;
  /**
   * A turn of a loop that has been running for too long, and the task that runs in it; `overloaded` when it is not one
   * callback that keeps it, but many.
   */
  readonly blocked?: { readonly sinceMs: number; readonly taskId?: number; readonly overloaded?: boolean };
  readonly warnings: readonly WarningInfo[];
  readonly leaks: readonly Leak[];
  readonly language?: "typescript" | "python";
}

/** A finding whose places are those of the program; without places, the suspended lines of its tasks are meant. */
export interface Diagnosis extends Omit<Finding, "sites"> {
  readonly places?: readonly Site[];
}

/** Everything that is wrong now, the surest first. */
export function diagnose(snapshot: Snapshot): readonly Diagnosis[] {
  const stuck = stuckTasks(snapshot);
  const certain = [
    ...blockedLoop(snapshot),
    ...deadlocks(snapshot, stuck),
    ...abandonedLocks(snapshot),
    ...neverWaking(snapshot, stuck),
  ];
  const explained = new Set(certain.flatMap(({ taskIds }) => taskIds));
  const probable = [...overdue(snapshot, explained), ...leaking(snapshot), ...warned(snapshot)];
  return [...certain, ...withoutRepeats(probable)];
}

/** Of two findings of one kind about one task, the first. */
function withoutRepeats(findings: readonly Diagnosis[]): Diagnosis[] {
  const known = new Set<string>();
  return findings.filter(({ kind, taskIds: [only, ...others] }) => {
    if (only === undefined || others.length > 0) return true;
    const key = `${kind} ${only}`;
    return !known.has(key) && known.add(key);
  });
}

function leaking(snapshot: Snapshot): Diagnosis[] {
  return snapshot.leaks.map(({ site, coroutine, taskIds, count, growth, windowMs }) => {
    const oldest = taskIds[0] === undefined ? undefined : snapshot.tasks.get(taskIds[0]);
    const wait = oldest === undefined ? "" : `: the oldest waits for ${waitWords(oldest, snapshot)}`;
    return {
      kind: "leaked-tasks",
      severity: "warning",
      taskIds,
      message: `${count.toLocaleString("en")} tasks of '${coroutine}' from one place are pending, ${growth.toLocaleString("en")} more than ${Math.round(windowMs / 1_000)} s ago, while nobody waits for them and hardly any ends${wait}; see to it that they end, or create them in a TaskGroup.`,
      places: [site],
      ...(oldest?.createdMs === undefined ? {} : { sinceMs: oldest.createdMs }),
    };
  });
}

function deadlocks(table: WaitTable, stuck: StuckTasks): Diagnosis[] {
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
function abandonedLocks(table: Snapshot): Diagnosis[] {
  const { asyncWith } = idiomsOf(table.language);
  const findings: Diagnosis[] = [];
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
          ? `${names(waiting, table)} can never wake: ${held}; release it in a finally block, or use ${asyncWith}.`
          : `${capital(held)} without releasing it: use ${asyncWith}, or a finally block.`,
      ...(since === undefined ? {} : { sinceMs: since }),
      ...(waiting.length > 0 ? {} : { places: creationPlaces(ended, table) }),
    });
  }
  return findings;
}

/** Where these tasks were created. */
function creationPlaces(ids: readonly number[], table: WaitTable): Site[] {
  return ids.flatMap((id) => table.tasks.get(id)?.createdAt ?? []);
}

function neverWaking(snapshot: Snapshot, stuck: StuckTasks): Diagnosis[] {
  if (snapshot.stopped) return [];
  const findings: Diagnosis[] = [];
  for (const loop of snapshot.loops.values()) {
    if (!isDead(loop)) continue;
    // Tasks behind a deadlock or an abandoned lock are explained by that finding.
    const taskIds: number[] = [];
    let alive = false;
    for (const task of snapshot.tasks.values()) {
      if (!isPending(task) || task.loopId !== loop.id) continue;
      // Ready to run, or with a time to wake: the loop's numbers and the table are not of one moment. Frozen: ready,
      // perhaps, and held back.
      if (
        task.frozen === true ||
        task.state === "running" ||
        task.awaiting === undefined ||
        task.awaiting.deadlineMs !== undefined
      ) {
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

function blockedLoop({ blocked, stopped, ...table }: Snapshot): Diagnosis[] {
  if (blocked === undefined || stopped || blocked.overloaded === true) return [];
  const { sinceMs, taskId } = blocked;
  const who = taskId === undefined ? "A callback outside of any task" : nameOf(taskId, table);
  return [
    {
      kind: "blocked-loop",
      severity: "error",
      taskIds: taskId === undefined ? [] : [taskId],
      message: `${who} blocks the event loop with synchronous code, so no other task can run: move the work to ${idiomsOf(table.language).toThread}, or await in between.`,
      sinceMs,
    },
  ];
}
