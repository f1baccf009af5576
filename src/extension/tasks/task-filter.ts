/** Finding tasks by words. */
import type { DapTask } from "../../protocol/index.js";
import { oneLine } from "../text/plain-text.js";
import type { TaskForest } from "./task-forest.js";
import { taskActivity, taskLabel } from "./task-label.js";
import type { TaskLookup } from "./tasks-model.js";

/** The words of a filter, in lower case. */
export function filterWords(filter: string): readonly string[] {
  return oneLine(filter)
    .toLowerCase()
    .split(" ")
    .filter((word) => word !== "");
}

/** Whether a task's label, activity, state or `#id` contains each of the words. */
export function matchesFilter(task: DapTask, words: readonly string[], lookup: TaskLookup): boolean {
  const text = `${taskLabel(task)}\n${taskActivity(task, lookup)}\n${task.state}\n#${task.id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export interface FilteredTasks {
  readonly matching: ReadonlySet<number>;
  /** Those that match, and those below which they stand. */
  readonly visible: ReadonlySet<number>;
}

/** Picks the tasks that match. */
export function filterTasks(
  tasks: ReadonlyMap<number, DapTask>,
  forest: TaskForest,
  words: readonly string[],
  lookup: TaskLookup,
): FilteredTasks {
  const matching = new Set<number>();
  const visible = new Set<number>();
  for (const task of tasks.values()) {
    if (!matchesFilter(task, words, lookup)) continue;
    matching.add(task.id);
    for (
      let id: number | undefined = task.id;
      id !== undefined && !visible.has(id);
      id = forest.parentOf.get(id)
    ) {
      visible.add(id);
    }
  }
  return { matching, visible };
}

/** Where the words stand in a label: from, to. They do not overlap. */
export function highlights(label: string, words: readonly string[]): [number, number][] {
  const text = label.toLowerCase();
  const found = words.flatMap((word): [number, number][] => {
    const at = text.indexOf(word);
    return at < 0 ? [] : [[at, at + word.length]];
  });
  found.sort(([a], [b]) => a - b);
  let end = 0;
  return found.filter(([from, to]) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}
