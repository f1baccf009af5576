/**
 * Tasks that pile up: many from one place, more all the time, which nobody waits for and which do not end.
 *
 * One look tells nothing, so it takes one a second, and counts for each place. A place leaks when it has grown steadily
 * over the whole window and nearly all of those that were there at its beginning are still there. Tasks that wait for
 * somebody outside of the program (sockets, processes, timers) are not counted: a server with ever more clients is busy.
 */
import type { Site, TaskInfo } from "../../protocol/index.js";

const SAMPLE_MS = 1_000;
const WINDOW_SAMPLES = 10;
/** How many it takes, how many more within the window, and how much of the beginning is left. */
const MIN_TASKS = 100;
const MIN_GROWTH = 50;
const MIN_SURVIVORS = 0.95;
/** Of the window's samples, so many may show no growth. */
const MAX_IDLE_SAMPLES = 2;
/** Of the leaked tasks, the oldest are named. */
const NAMED_TASKS = 20;

const OUTSIDE: ReadonlySet<string> = new Set([
  "sleep",
  "stream.read",
  "stream.drain",
  "stream.close",
  "socket.read",
  "socket.write",
  "sendfile",
  "pipe",
  "accept",
  "connect",
  "dns",
  "tls",
  "process",
  "thread",
  "promise",
]);

/** What is counted of one place. */
interface PlaceCount {
  readonly site: Site;
  readonly coroutine: string;
  readonly tasks: TaskInfo[];
}

interface Sample {
  readonly atMs: number;
  readonly counts: ReadonlyMap<string, number>;
}

export interface Leak {
  readonly site: Site;
  readonly coroutine: string;
  /** The oldest of them. */
  readonly taskIds: readonly number[];
  readonly count: number;
  readonly growth: number;
  readonly windowMs: number;
}

/** What the watch looks at. */
export interface LeakTable {
  readonly tasks: ReadonlyMap<number, TaskInfo>;
  readonly pending: ReadonlySet<number>;
  isAwaited(taskId: number): boolean;
}

export class LeakWatch {
  #samples: Sample[] = [];
  #leaks: readonly Leak[] = [];

  /** The leaks as of the last look. */
  get leaks(): readonly Leak[] {
    return this.#leaks;
  }

  /** Looks, unless it has just done so. */
  look(table: LeakTable, nowMs: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs - last.atMs < SAMPLE_MS) return;
    const places = countByPlace(table);
    const counts = new Map([...places].map(([key, { tasks }]) => [key, tasks.length]));
    this.#samples.push({ atMs: nowMs, counts });
    if (this.#samples.length > WINDOW_SAMPLES + 1) this.#samples.shift();
    this.#leaks = this.#samples.length <= WINDOW_SAMPLES ? [] : this.#find(places, nowMs);
  }

  /** The program was stopped, or the table rebuilt: what was seen before cannot be compared. */
  reset(): void {
    this.#samples = [];
    this.#leaks = [];
  }

  #find(places: ReadonlyMap<string, PlaceCount>, nowMs: number): Leak[] {
    const leaks: Leak[] = [];
    const start = this.#samples[0]!;
    for (const [key, { site, coroutine, tasks }] of places) {
      const before = start.counts.get(key) ?? 0;
      const growth = tasks.length - before;
      if (tasks.length < MIN_TASKS || growth < MIN_GROWTH || !this.#growsSteadily(key)) continue;
      const survivors = tasks.filter(({ createdMs }) => (createdMs ?? 0) <= start.atMs).length;
      if (survivors < before * MIN_SURVIVORS) continue;
      const taskIds = tasks.slice(0, NAMED_TASKS).map(({ id }) => id);
      leaks.push({ site, coroutine, taskIds, count: tasks.length, growth, windowMs: nowMs - start.atMs });
    }
    return leaks;
  }

  #growsSteadily(key: string): boolean {
    let idle = 0;
    for (let index = 1; index < this.#samples.length; index++) {
      const [before, after] = [this.#samples[index - 1]!, this.#samples[index]!];
      if ((after.counts.get(key) ?? 0) <= (before.counts.get(key) ?? 0)) idle++;
    }
    return idle <= MAX_IDLE_SAMPLES;
  }
}

/** Pending tasks that nobody waits for, by the place that made them; places with few are left out. */
function countByPlace(table: LeakTable): Map<string, PlaceCount> {
  const places = new Map<string, PlaceCount>();
  // Of a hundred thousand tasks most have one and the same site.
  const names = new Map<Site, string>();
  for (const id of table.pending) {
    const task = table.tasks.get(id);
    if (task?.createdAt === undefined || task.groupId !== undefined) continue;
    const { awaiting, createdAt } = task;
    if (awaiting === undefined || awaiting.deadlineMs !== undefined || OUTSIDE.has(awaiting.kind)) continue;
    if (table.isAwaited(id)) continue;
    const name = names.get(createdAt) ?? `${createdAt.line}:${createdAt.column} ${createdAt.path}`;
    names.set(createdAt, name);
    const key = `${name} ${task.coroutine}`;
    const place = places.get(key);
    if (place === undefined) places.set(key, { site: createdAt, coroutine: task.coroutine, tasks: [task] });
    else place.tasks.push(task);
  }
  return places;
}
