/** Names of tasks and resources as the sentences of findings have them. */
import type { ResourceInfo, TaskInfo } from "../../protocol/index.js";
import { isPending, type WaitTable } from "../tasks/wait-graph.js";

/** Names shown in one message; a finding lists the ids of all. */
export const SHOWN_NAMES = 4;

/** Longest text of the program's own in a message, characters. */
const MAX_QUOTED = 160;

/** How the program's language says what a message advises. */
export interface Idioms {
  readonly asyncWith: string;
  readonly toThread: string;
  readonly taskDone: string;
  readonly uncancel: string;
}

const IDIOMS: Readonly<Record<"typescript" | "python", Idioms>> = {
  typescript: {
    asyncWith: "asyncWith",
    toThread: "toThread()",
    taskDone: "taskDone()",
    uncancel: "uncancel()",
  },
  python: {
    asyncWith: "async with",
    toThread: "asyncio.to_thread()",
    taskDone: "task_done()",
    uncancel: "uncancel()",
  },
};

export const idiomsOf = (language: "typescript" | "python" | undefined): Idioms =>
  IDIOMS[language ?? "typescript"];

export const nameOf = (id: number, table: WaitTable): string =>
  `'${table.tasks.get(id)?.name ?? `task ${id}`}'`;

export const resourceName = (resource: ResourceInfo | undefined): string => {
  if (resource === undefined) return "a resource";
  return resource.label === undefined
    ? `${resource.kind} #${resource.id}`
    : `${resource.kind} '${resource.label}'`;
};

/** `'a', 'b' and 3 more`, beginning with the given ones. */
export function names(ids: readonly number[], table: WaitTable): string {
  const shown = ids.slice(0, SHOWN_NAMES).map((id) => nameOf(id, table));
  const more = ids.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** What a task waits for, as words: `lock 'orders'`, `queue.put of queue 'jobs', whose consumer 'worker' has failed`. */
export function waitWords(task: TaskInfo, table: WaitTable): string {
  const { awaiting } = task;
  if (awaiting === undefined) return "nothing";
  const resource = awaiting.resourceId === undefined ? undefined : table.resources.get(awaiting.resourceId);
  if (resource !== undefined) {
    const named = resourceName(resource);
    const words = named.includes(awaiting.kind) ? named : `${awaiting.kind} of ${named}`;
    return `${words}${otherSide(awaiting.kind, resource, table)}`;
  }
  const taskIds = awaiting.taskIds ?? [];
  if (taskIds.length > 0) {
    const many = taskIds.length === 1 ? "task" : "tasks";
    return `${awaiting.kind === "task" ? "" : `${awaiting.kind} of `}${many} ${names(taskIds, table)}`;
  }
  return awaiting.label === undefined ? `a ${awaiting.kind}` : `${awaiting.kind} '${awaiting.label}'`;
}

/** Who used to serve the waiting side of a queue, when all of them have ended. */
function otherSide(kind: string, queue: ResourceInfo, table: WaitTable): string {
  const [role, ids] =
    kind === "queue.get"
      ? ["producer", queue.producers]
      : kind === "queue.put" || kind === "queue.join"
        ? ["consumer", queue.consumers]
        : ["", undefined];
  if (ids === undefined || ids.length === 0 || ids.some((id) => isPending(table.tasks.get(id)))) return "";
  return ids.length === 1
    ? `, whose ${role} ${nameOf(ids[0]!, table)} ${howEnded(table.tasks.get(ids[0]!))}`
    : `, whose ${role}s ${names(ids, table)} have ended`;
}

/** `has failed with ValueError: …` */
export function howEnded(task: TaskInfo | undefined): string {
  switch (task?.state) {
    case "failed":
      return `has failed with ${quoted(task.outcome?.exception ?? "an exception")}`;
    case "cancelled":
      return "was cancelled";
    default:
      return "has ended";
  }
}

/** A text of the program's own as part of a sentence: one line, and not too long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_QUOTED ? line : `${line.slice(0, MAX_QUOTED - 1)}…`;
}

/** `5 s`, `2 min` */
export function durationWords(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 120_000) return `${Math.round(durationMs / 1_000)} s`;
  return `${Math.round(durationMs / 60_000)} min`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The last of those times that are known. Of as many as there may be tasks: more than a call takes arguments. */
export function latest(times: readonly (number | undefined)[]): number | undefined {
  let last: number | undefined;
  for (const time of times) if (time !== undefined && (last === undefined || time > last)) last = time;
  return last;
}

/** The first of these times. */
export function earliest(times: readonly number[]): number {
  return times.reduce((first, time) => Math.min(first, time), Number.POSITIVE_INFINITY);
}
