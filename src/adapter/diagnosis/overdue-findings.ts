/**
 * What is wrong because it has lasted: a task that is runnable and does not run, one that was asked to end and goes on, a
 * failure that nobody looks at, a queue that nobody empties any more.
 *
 * Time during which the debugger held the program, or one callback kept the loop, does not count.
 */
import type { ResourceInfo, TaskInfo } from "../../protocol/index.js";
import { isPending } from "../tasks/wait-graph.js";
import type { Diagnosis, Snapshot } from "./diagnosis.js";
import {
  earliest,
  howEnded,
  idiomsOf,
  latest,
  nameOf,
  names,
  quoted,
  resourceName,
  waitWords,
} from "./finding-words.js";

/** Longer than any loop that works takes for a turn, milliseconds. */
const STARVED_AFTER_MS = 1_000;
/** The first turn of a hundred thousand new tasks may take longer, and is over then. */
const STARVED_IN_A_TURN_AFTER_MS = 3_000;
/** Cleaning up may take a while. */
const SUPPRESSED_AFTER_MS = 3_000;
/** Whoever wants to know has time to ask. */
const UNRETRIEVED_AFTER_MS = 5_000;
/** A queue whose consumers did not end well, or which somebody waits for: the next consumer may be about to start. */
const NO_CONSUMER_AFTER_FAILURE_MS = 1_000;
const NO_CONSUMER_AFTER_MS = 3_000;

/** Waits for tasks: whoever is in one may look at another task's outcome later. */
const WAITS_FOR_TASKS: ReadonlySet<string> = new Set([
  "task",
  "gather",
  "wait",
  "asCompleted",
  "taskGroup",
  "shield",
  "waitFor",
]);

const WAITS_FOR_CONSUMER: ReadonlySet<string> = new Set(["queue.put", "queue.join"]);

/** How soon, at the latest, something that is not overdue yet may be, milliseconds. */
export const OVERDUE_WITHIN_MS = Math.max(
  STARVED_AFTER_MS,
  SUPPRESSED_AFTER_MS,
  UNRETRIEVED_AFTER_MS,
  NO_CONSUMER_AFTER_MS,
);

/** @param explained tasks that another finding accounts for. */
export function overdue(snapshot: Snapshot, explained: ReadonlySet<number>): Diagnosis[] {
  const { asOfMs } = snapshot;
  if (snapshot.stopped || asOfMs === undefined) return [];
  if (snapshot.blocked !== undefined && snapshot.blocked.overloaded !== true) return [];
  const { undisturbedSinceMs } = snapshot;
  // Up to the moment that the records are of: what a task has done since is not in them.
  const age = (sinceMs: number) => asOfMs - Math.max(sinceMs, undisturbedSinceMs);
  const starved: TaskInfo[] = [];
  const found: Diagnosis[] = [];
  const waiting = new Map<number, TaskInfo[]>();
  for (const task of snapshot.tasks.values()) {
    // Held back by whoever looks on.
    if (task.frozen === true) continue;
    if (!isPending(task)) {
      if (isUnretrieved(task, snapshot, age)) found.push(unretrieved(task, snapshot));
      continue;
    }
    if (isStarved(task, snapshot, age)) starved.push(task);
    if (explained.has(task.id)) continue;
    if (isSuppressing(task, snapshot, age)) found.push(suppressed(task, snapshot));
    const { awaiting } = task;
    if (awaiting?.resourceId === undefined || awaiting.deadlineMs !== undefined) continue;
    if (!WAITS_FOR_CONSUMER.has(awaiting.kind)) continue;
    const others = waiting.get(awaiting.resourceId);
    if (others === undefined) waiting.set(awaiting.resourceId, [task]);
    else others.push(task);
  }
  for (const [resourceId, tasks] of waiting) {
    const queue = snapshot.resources.get(resourceId);
    if (queue !== undefined && isWithoutConsumer(queue, tasks, snapshot, age))
      found.push(withoutConsumer(queue, tasks, snapshot));
  }
  return starved.length === 0 ? found : [starvation(starved, snapshot), ...found];
}

type Age = (sinceMs: number) => number;

/** Runnable, and not run for long. A loop that does not run starves nobody. */
function isStarved(task: TaskInfo, { loops, blocked, asOfMs = 0 }: Snapshot, age: Age): boolean {
  const readyMs = readySince(task);
  if (task.state !== "pending" || readyMs === undefined) return false;
  const loop = loops.get(task.loopId);
  if (loop === undefined || loop.state === "stopped" || loop.state === "closed") return false;
  // Steps that are too many keep the loop as one that does not end does, and are what is to be found here.
  return blocked?.overloaded === true
    ? asOfMs - Math.max(readyMs, blocked.sinceMs) >= STARVED_IN_A_TURN_AFTER_MS
    : age(readyMs) >= STARVED_AFTER_MS;
}

/** Since when a task could run; undefined for one that waits for something. */
function readySince({ awaiting, wokenBy }: TaskInfo): number | undefined {
  if (awaiting === undefined) return wokenBy?.atMs;
  return awaiting.kind === "yield" ? awaiting.sinceMs : undefined;
}

function starvation(tasks: readonly TaskInfo[], snapshot: Snapshot): Diagnosis {
  const ids = tasks.map(({ id }) => id);
  const { blocked, nowMs } = snapshot;
  const sinceMs = blocked?.sinceMs ?? earliest(tasks.map((task) => readySince(task) ?? nowMs));
  const cause =
    blocked === undefined
      ? "the program does something else all the time and does not come back to the loop"
      : "one turn of the loop has so many callbacks and steps to run";
  return {
    kind: "starved-task",
    severity: "warning",
    taskIds: ids,
    message: `${names(ids, snapshot)} could run, but ${ids.length === 1 ? "does" : "do"} not get to, as ${cause}: do less at a time, or have fewer tasks at once.`,
    sinceMs,
  };
}

/** Asked to end, and it has not; a task that waits for another one which was asked as well is not the one to look at. */
function isSuppressing(task: TaskInfo, { tasks }: Snapshot, age: Age): boolean {
  const asked = task.cancels?.at(-1);
  if ((task.cancelling ?? 0) === 0 || asked === undefined || age(asked.atMs) < SUPPRESSED_AFTER_MS)
    return false;
  return !(task.awaiting?.taskIds ?? []).some((id) => (tasks.get(id)?.cancelling ?? 0) > 0);
}

function suppressed(task: TaskInfo, snapshot: Snapshot): Diagnosis {
  const asked = task.cancels?.at(-1);
  const atMs = asked?.atMs ?? snapshot.nowMs;
  const asker =
    asked?.byDebugger === true
      ? "the debugger"
      : asked?.byTaskName === undefined
        ? undefined
        : `'${asked.byTaskName}'`;
  const request = asker === undefined ? "it was cancelled" : `${asker} has cancelled it`;
  const doing = task.awaiting === undefined ? "is running" : `waits for ${waitWords(task, snapshot)}`;
  return {
    kind: "suppressed-cancellation",
    severity: "warning",
    taskIds: [task.id],
    message: `${nameOf(task.id, snapshot)} goes on although ${request}, and ${doing}: let CancelledError pass once you have cleaned up, or call ${idiomsOf(snapshot.language).uncancel} if it is meant to go on.`,
    sinceMs: atMs,
  };
}

/** Failed long ago, and whoever made it does not seem to be on the way to look. */
function isUnretrieved(task: TaskInfo, { tasks }: Snapshot, age: Age): boolean {
  if (task.outcome?.unretrieved !== true || task.endedMs === undefined) return false;
  if (task.groupId !== undefined || age(task.endedMs) < UNRETRIEVED_AFTER_MS) return false;
  const parent = task.parentId === undefined ? undefined : tasks.get(task.parentId);
  if (!isPending(parent)) return true;
  return parent.awaiting !== undefined && !WAITS_FOR_TASKS.has(parent.awaiting.kind);
}

function unretrieved(task: TaskInfo, snapshot: Snapshot): Diagnosis {
  return {
    kind: "unretrieved-exception",
    severity: "warning",
    taskIds: [task.id],
    message: `${nameOf(task.id, snapshot)} ${howEnded(task)}, and nobody has looked at its exception since: await it, or put it into a TaskGroup.`,
    ...(task.endedMs === undefined ? {} : { sinceMs: task.endedMs }),
    ...(task.createdAt === undefined ? {} : { places: [task.createdAt] }),
  };
}

function isWithoutConsumer(
  queue: ResourceInfo,
  waiting: readonly TaskInfo[],
  { tasks }: Snapshot,
  age: Age,
): boolean {
  const { consumers } = queue;
  if (consumers === undefined || consumers.some((id) => isPending(tasks.get(id)))) return false;
  // Somebody is about to take something.
  if (queue.waiters.some((id) => tasks.get(id)?.awaiting?.kind === "queue.get")) return false;
  const failed = consumers.some((id) => ["failed", "cancelled"].includes(tasks.get(id)?.state ?? ""));
  const patienceMs = failed ? NO_CONSUMER_AFTER_FAILURE_MS : NO_CONSUMER_AFTER_MS;
  // As long as consumers come and go, the next one may.
  const lastMs = latest(consumers.map((id) => tasks.get(id)?.endedMs)) ?? 0;
  return waiting.some(({ awaiting }) => {
    const sinceMs = awaiting?.sinceMs;
    return sinceMs !== undefined && age(Math.max(sinceMs, lastMs)) >= patienceMs;
  });
}

function withoutConsumer(queue: ResourceInfo, waiting: readonly TaskInfo[], snapshot: Snapshot): Diagnosis {
  const ids = waiting.map(({ id }) => id);
  const consumers = queue.consumers ?? [];
  const [first] = consumers;
  const gone =
    first === undefined
      ? "nobody has taken anything from it yet"
      : consumers.length === 1
        ? `its consumer ${nameOf(first, snapshot)} ${howEnded(snapshot.tasks.get(first))}`
        : `its consumers ${names(consumers, snapshot)} have ended`;
  const joining = waiting.some(({ awaiting }) => awaiting?.kind === "queue.join");
  const advice =
    joining && (queue.size ?? 0) === 0
      ? `call ${idiomsOf(snapshot.language).taskDone} for each item that was taken`
      : "start a consumer again, or catch what it failed with";
  return {
    kind: "queue-without-consumer",
    severity: "error",
    taskIds: ids,
    resourceIds: [queue.id],
    message: `${names(ids, snapshot)} ${ids.length === 1 ? "waits" : "wait"} for ${quoted(resourceName(queue))} to be emptied, but ${gone}: ${advice}.`,
    sinceMs: earliest(waiting.map(({ awaiting }) => awaiting?.sinceMs ?? snapshot.nowMs)),
  };
}
