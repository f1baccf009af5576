/** The order of tasks in a list. */
import type { DapTask } from "../../protocol/index.js";
import { activitySinceMs } from "./task-label.js";
import { isEnded, type TaskLookup } from "./tasks-model.js";
import type { SortOrder } from "./tree-options.js";

const DIGITS = 16;

const names = new WeakMap<DapTask, string>();

/** The name with its numbers padded, so that `worker-9` comes before `worker-10`. */
function sortableName(task: DapTask): string {
  let name = names.get(task);
  if (name === undefined) {
    name = task.name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(DIGITS, "0"));
    names.set(task, name);
  }
  return name;
}

/** What a user looks for comes first: what runs, then what is stuck, ready, waiting, and how tasks ended. */
function stateRank(task: DapTask, lookup: TaskLookup): number {
  if (task.state === "running") return 0;
  if (isEnded(task))
    return { failed: 4, cancelled: 5, done: 6 }[task.state as "failed" | "cancelled" | "done"];
  if (lookup.trouble(task.id) !== undefined) return 1;
  return task.awaiting === undefined ? 2 : 3;
}

/** Sorts places of tasks; those that are equal by the order keep theirs. */
export function sortPlaces<T extends { readonly taskId: number }>(
  places: readonly T[],
  order: SortOrder,
  lookup: TaskLookup,
): readonly T[] {
  if (order === "created") return places;
  const keyed = places.map((place) => ({ place, key: sortKey(lookup.task(place.taskId), order, lookup) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ place }) => place);
}

function sortKey(task: DapTask | undefined, order: SortOrder, lookup: TaskLookup): number | string {
  switch (order) {
    case "wait":
      return (task && activitySinceMs(task, lookup)) ?? Number.POSITIVE_INFINITY;
    case "name":
      return task === undefined ? "" : sortableName(task);
    case "state":
      return task === undefined ? Number.POSITIVE_INFINITY : stateRank(task, lookup);
    case "created":
      return 0;
  }
}
