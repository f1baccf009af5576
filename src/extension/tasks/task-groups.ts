/**
 * Equal tasks: of the same coroutine, at the same thing. Ten thousand workers on one queue are one row, which the tasks
 * stand below.
 */
import type { DapTask } from "../../protocol/index.js";
import { isEnded, type TaskLookup } from "./tasks-model.js";

/** A group that was there stays until so large a part of the least number is left, so that it does not flicker. */
const STAYS_ABOVE = 1 / 2;

export interface TaskGroup<T> {
  /** The same for the same kind of tasks, whoever is in it. */
  readonly key: string;
  readonly places: readonly T[];
}

/** Tasks are equal when they have the same key. Undefined for those that have to be seen each by itself. */
export function equalityKey(task: DapTask, lookup: TaskLookup): string | undefined {
  if (isEnded(task)) {
    const { exception, suppressedCancellation } = task.outcome ?? {};
    const type = exception?.split(":", 1)[0] ?? "";
    return [task.coroutine, task.state, type, suppressedCancellation ? "suppressed" : ""].join("|");
  }
  const trouble = lookup.trouble(task.id)?.kind;
  if (task.state === "running" || trouble === "deadlock" || trouble === "blocked-loop") return undefined;
  return memoized(task) + (trouble ?? "");
}

const memo = new WeakMap<DapTask, string>();

/** Records are replaced, never changed: what is read off one stays true. */
function memoized(task: DapTask): string {
  let key = memo.get(task);
  if (key === undefined) {
    const { kind = "", resourceId, label, taskIds = [] } = task.awaiting ?? {};
    // The label of a wait for tasks is a task's name.
    const what = resourceId ?? (taskIds.length > 0 ? "" : (label ?? ""));
    const started = task.counters?.steps === 0 ? "new" : "";
    key = [task.coroutine, kind, what, started, ""].join("|");
    memo.set(task, key);
  }
  return key;
}

/**
 * Divides a list into groups and the rest; both keep the list's order.
 * @param groupFrom the least number of tasks in a group; 0: no groups
 * @param known keys of groups that are shown already; gets those of now
 */
export function groupEqual<T extends { readonly taskId: number }>(
  places: readonly T[],
  lookup: TaskLookup,
  groupFrom: number,
  known: Set<string>,
): { readonly groups: readonly TaskGroup<T>[]; readonly rest: readonly T[] } {
  if (groupFrom < 1 || places.length < groupFrom * STAYS_ABOVE) {
    known.clear();
    return { groups: [], rest: places };
  }
  const members = new Map<string, T[]>();
  const keys = places.map((place) => {
    const task = lookup.task(place.taskId);
    const key = task && equalityKey(task, lookup);
    if (key === undefined) return undefined;
    const same = members.get(key);
    if (same === undefined) members.set(key, [place]);
    else same.push(place);
    return key;
  });
  const groups: TaskGroup<T>[] = [];
  for (const [key, same] of members) {
    if (same.length >= (known.has(key) ? groupFrom * STAYS_ABOVE : groupFrom)) {
      groups.push({ key, places: same });
    }
  }
  known.clear();
  for (const { key } of groups) known.add(key);
  return { groups, rest: places.filter((_, index) => !known.has(keys[index] ?? "")) };
}
