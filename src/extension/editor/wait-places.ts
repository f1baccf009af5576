/**
 * At which lines tasks wait, of those that have waited for a while. The adapter is asked for the lines, and each answer
 * holds until the task has run again. Of many equal tasks a sample is asked for, and stands for all of them.
 */
import type { DapSite, DapTask, TaskPlace } from "../../protocol/index.js";
import { equalityKey } from "../tasks/task-groups.js";
import type { TasksModel } from "../tasks/tasks-model.js";

/** A task that waits for less is on its way: its line would flicker. */
export const WAITS_FOR_MS = 1000;

/** So many of equal tasks are asked for. */
const SAMPLE_TASKS = 20;

/** Tasks that wait at one line. */
export interface WaitPlace {
  readonly site: DapSite;
  /** In the order of their wait, the longest first. Of a sample, those that were asked for. */
  readonly tasks: readonly DapTask[];
  /** How many they are; some of them are taken to be here because equal tasks are. */
  readonly count: number;
  /** Since when the first of them waits; Unix epoch, milliseconds. */
  readonly sinceMs: number;
}

interface Known {
  readonly sinceMs: number;
  /** Undefined: it waits at no line. */
  readonly site: DapSite | undefined;
}

export class WaitPlaces {
  readonly #model: TasksModel;
  readonly #known = new Map<number, Known>();

  constructor(model: TasksModel) {
    this.#model = model;
  }

  /** Tasks whose lines have to be asked for, at most `count`. */
  wanted(nowMs: number, count: number): readonly number[] {
    this.#forget();
    const wanted: number[] = [];
    for (const { sample } of this.#waiting(nowMs)) {
      for (const { task, sinceMs } of sample) {
        if (this.#known.get(task.id)?.sinceMs !== sinceMs) wanted.push(task.id);
        if (wanted.length >= count) return wanted;
      }
    }
    return wanted;
  }

  /** Takes an answer to `asyncioPlaces`. */
  learn(taskIds: readonly number[], places: readonly TaskPlace[]): void {
    const sites = new Map(places.map(({ taskId, site }) => [taskId, site]));
    for (const id of taskIds) {
      const sinceMs = this.#model.task(id)?.awaiting?.sinceMs;
      if (sinceMs !== undefined) this.#known.set(id, { sinceMs, site: sites.get(id) });
    }
  }

  /** The lines as far as they are known. */
  places(nowMs: number): readonly WaitPlace[] {
    const places = new Map<string, { site: DapSite; tasks: Waiting[]; count: number; sinceMs: number }>();
    for (const { sample, count, sinceMs } of this.#waiting(nowMs)) {
      const here = new Map<string, Waiting[]>();
      for (const waiting of sample) {
        const known = this.#known.get(waiting.task.id);
        if (known?.site === undefined || known.sinceMs !== waiting.sinceMs) continue;
        const key = `${known.site.source?.path ?? known.site.source?.sourceReference}:${known.site.line}`;
        here.set(key, [...(here.get(key) ?? []), waiting]);
        if (!places.has(key)) {
          places.set(key, { site: known.site, tasks: [], count: 0, sinceMs: Number.POSITIVE_INFINITY });
        }
      }
      for (const [key, waiting] of here) {
        const place = places.get(key)!;
        place.tasks.push(...waiting);
        // All of a sample at one line: so are the others.
        const all = here.size === 1 && waiting.length === sample.length;
        place.count += all ? count : waiting.length;
        place.sinceMs = Math.min(place.sinceMs, all ? sinceMs : (waiting[0]?.sinceMs ?? place.sinceMs));
      }
    }
    return [...places.values()].map((place) => ({
      ...place,
      tasks: place.tasks.sort((a, b) => a.sinceMs - b.sinceMs).map(({ task }) => task),
    }));
  }

  /** Equal tasks that wait for long enough, and those of them that are asked for. */
  *#waiting(nowMs: number): Iterable<{ sample: readonly Waiting[]; count: number; sinceMs: number }> {
    const groups = new Map<string, { sample: Waiting[]; count: number; sinceMs: number }>();
    for (const task of this.#model.tasks.values()) {
      const sinceMs = task.state === "pending" ? task.awaiting?.sinceMs : undefined;
      if (sinceMs === undefined || nowMs - sinceMs < WAITS_FOR_MS) continue;
      const key = equalityKey(task, this.#model) ?? `#${task.id}`;
      const group = groups.get(key) ?? { sample: [], count: 0, sinceMs };
      if (group.count === 0) groups.set(key, group);
      group.count++;
      group.sinceMs = Math.min(group.sinceMs, sinceMs);
      if (group.sample.length < SAMPLE_TASKS) group.sample.push({ task, sinceMs });
    }
    yield* groups.values();
  }

  #forget(): void {
    for (const id of this.#known.keys()) if (!this.#model.tasks.has(id)) this.#known.delete(id);
  }
}

interface Waiting {
  readonly task: DapTask;
  readonly sinceMs: number;
}
