/** One program in the Tasks view: its forest as the user wants it, and what stands in each list of it. */
import { findingKey } from "../findings/finding-label.js";
import { type FilteredTasks, filterTasks, filterWords } from "../tasks/task-filter.js";
import { buildForest, type Place, type TaskForest } from "../tasks/task-forest.js";
import { groupEqual, type TaskGroup } from "../tasks/task-groups.js";
import { sortPlaces } from "../tasks/task-order.js";
import type { TasksModel } from "../tasks/tasks-model.js";
import type { TreeOptions } from "../tasks/tree-options.js";

/** Names of lists; that of what stands below a task is the task's id. */
const ROOTS = "roots";
const ENDED = "ended";
const FINDING = "finding ";

/** A list of the view: equal tasks first, then the others. */
export interface ArrangedList {
  readonly groups: readonly TaskGroup<Place>[];
  readonly places: readonly Place[];
}

/**
 * Stays as it is between two calls of `update`, whatever the model does meanwhile: so all lists that VS Code asks for
 * fit together.
 */
export class TreeShape {
  readonly model: TasksModel;
  readonly name: string;
  #options: TreeOptions;
  #forest: TaskForest;
  #forestOf: string;
  #revision = -1;
  #filtered: FilteredTasks | undefined;
  /** By a name of the list; made when it is asked for. */
  readonly #lists = new Map<string, ArrangedList>();
  /** Groups that a list had, by its name. */
  readonly #groups = new Map<string, Set<string>>();
  readonly #members = new WeakMap<TaskGroup<Place>, readonly Place[]>();
  /** In the order in which they were pinned. */
  #pinned: readonly number[] = [];

  constructor(model: TasksModel, name: string, options: TreeOptions) {
    this.model = model;
    this.name = name;
    this.#options = options;
    this.#forest = buildForest(model.tasks, options.arrangement);
    this.#forestOf = this.#forestKey();
    this.update(options, []);
  }

  get forest(): TaskForest {
    return this.#forest;
  }

  get options(): TreeOptions {
    return this.#options;
  }

  get pinned(): readonly number[] {
    return this.#pinned;
  }

  /** Undefined when nothing is filtered out. */
  get filtered(): FilteredTasks | undefined {
    return this.#filtered;
  }

  /** Takes up what the model says now. */
  update(options: TreeOptions, pinned: readonly number[]): void {
    this.#pinned = pinned.filter((id) => this.model.tasks.has(id));
    if (this.#revision === this.model.revision && this.#options === options) return;
    this.#options = options;
    this.#revision = this.model.revision;
    const forestOf = this.#forestKey();
    if (this.#forestOf !== forestOf) {
      this.#forestOf = forestOf;
      this.#forest = buildForest(this.model.tasks, options.arrangement);
    }
    const words = filterWords(options.filter);
    this.#filtered =
      words.length === 0 ? undefined : filterTasks(this.model.tasks, this.#forest, words, this.model);
    this.#lists.clear();
    this.#forgetGroups();
  }

  /** Whether a task passes the filter, or stands above one that does. */
  shows(taskId: number): boolean {
    return this.#filtered === undefined || this.#filtered.visible.has(taskId);
  }

  /** The tasks that stand below no other. */
  get roots(): ArrangedList {
    return this.#list(ROOTS, () => this.#forest.roots.map(asPlace));
  }

  /** What stands below a task. */
  below(taskId: number): ArrangedList {
    return this.#list(String(taskId), () => this.#forest.children.get(taskId) ?? []);
  }

  /** Ended tasks, the last to end first. */
  get ended(): ArrangedList {
    return this.#list(ENDED, () => this.#forest.ended.map(asPlace));
  }

  /** The tasks of a finding, in its order: that of a cycle, say. */
  ofFinding(key: string): ArrangedList {
    return this.#list(`${FINDING}${key}`, () => {
      const finding = this.model.findings.find((candidate) => findingKey(candidate) === key);
      return (finding?.taskIds ?? []).map(asPlace);
    });
  }

  /** The members of a group, in order. */
  members(group: TaskGroup<Place>): readonly Place[] {
    let members = this.#members.get(group);
    if (members === undefined) {
      members = sortPlaces(group.places, this.#options.sort, this.model);
      this.#members.set(group, members);
    }
    return members;
  }

  #list(name: string, places: () => readonly Place[]): ArrangedList {
    let list = this.#lists.get(name);
    if (list === undefined) {
      const shown =
        this.#filtered === undefined ? places() : places().filter((place) => this.shows(place.taskId));
      const known = this.#groups.get(name) ?? new Set();
      const { groups, rest } = groupEqual(shown, this.model, this.#options.groupFrom, known);
      if (known.size > 0) this.#groups.set(name, known);
      else this.#groups.delete(name);
      const sorted = name !== ENDED && !name.startsWith(FINDING);
      list = { groups, places: sorted ? sortPlaces(rest, this.#options.sort, this.model) : rest };
      this.#lists.set(name, list);
    }
    return list;
  }

  #forgetGroups(): void {
    const findings = new Set(this.model.findings.map((finding) => `${FINDING}${findingKey(finding)}`));
    for (const name of this.#groups.keys()) {
      const known =
        name === ROOTS || name === ENDED || findings.has(name) || this.#forest.children.has(Number(name));
      if (!known) this.#groups.delete(name);
    }
  }

  #forestKey(): string {
    return `${this.#options.arrangement} ${this.model.shapeRevision}`;
  }
}

function asPlace(taskId: number): Place {
  return { taskId, link: false };
}
