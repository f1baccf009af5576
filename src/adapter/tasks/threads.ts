/** Which tasks a client sees as threads, and by which ids: pure but for remembering what the client was told. */
import type { TaskInfo } from "../../protocol/index.js";
import type { TaskTable } from "./task-table.js";

/** The thread that runs the event loop itself. */
export const LOOP_THREAD_ID = 1;
/** Tasks shown as threads; the Tasks view has no cap. Clients draw every thread, and ask each for its stack. */
export const THREAD_LIMIT_TASKS = 200;

/**
 * Threads whose end is told at a time. Of more, the client hears later, or sees that they are gone from the list for
 * which it asks when it is told of a new one.
 */
const EXITS_AT_ONCE = 20;

export interface ThreadInfo {
  readonly id: number;
  readonly name: string;
}

/** Task ids are never reused, so neither are thread ids. */
export const threadIdOf = (taskId: number): number => taskId + LOOP_THREAD_ID + 1;

/** The task behind a thread; undefined for the event loop's. */
export const taskIdOf = (threadId: number): number | undefined =>
  threadId > LOOP_THREAD_ID ? threadId - LOOP_THREAD_ID - 1 : undefined;

const threadName = (task: TaskInfo): string =>
  task.coroutine === "" || task.name === task.coroutine ? task.name : `${task.name} (${task.coroutine})`;

export class Threads {
  readonly #table: TaskTable;
  /** Task ids that the client has been told of. */
  #announced = new Set<number>();
  /** Tasks that have a thread whatever the cap says: the stopped one, members of findings. */
  #favoured: readonly number[] = [];

  constructor(table: TaskTable) {
    this.#table = table;
  }

  favour(taskIds: readonly number[]): void {
    this.#favoured = taskIds;
  }

  /** The tasks that have a thread now: the interesting first, then the oldest. */
  taskIds(): ReadonlySet<number> {
    const ids = new Set<number>();
    for (const source of [this.#favoured, this.#table.pending]) {
      for (const id of source) {
        if (ids.size >= THREAD_LIMIT_TASKS) return ids;
        if (this.#table.pending.has(id)) ids.add(id);
      }
    }
    return ids;
  }

  /** The list for a `threads` request; the client then knows these threads. */
  list(): readonly ThreadInfo[] {
    const ids = this.taskIds();
    this.#announced = new Set(ids);
    const tasks = [...ids].map((id) => this.#table.tasks.get(id)).filter((task) => task !== undefined);
    return [
      { id: LOOP_THREAD_ID, name: "event loop" },
      ...tasks.map((task) => ({ id: threadIdOf(task.id), name: threadName(task) })),
    ];
  }

  /** Tells of each thread that the client knows: they are gone with their program. */
  forget(exited: (threadId: number) => void): void {
    for (const id of this.#announced) exited(threadIdOf(id));
    this.#announced.clear();
  }

  /**
   * What to tell the client since the last call. Of new threads only one is named: a client answers each event by
   * asking for the whole list, and a program may start thousands of tasks a second.
   */
  takeEvents(): readonly { readonly reason: "started" | "exited"; readonly threadId: number }[] {
    const ids = this.taskIds();
    const events: { reason: "started" | "exited"; threadId: number }[] = [];
    for (const id of this.#announced) {
      if (ids.has(id)) continue;
      if (events.length >= EXITS_AT_ONCE) break;
      this.#announced.delete(id);
      events.push({ reason: "exited", threadId: threadIdOf(id) });
    }
    for (const id of ids) {
      if (this.#announced.has(id)) continue;
      this.#announced.add(id);
      events.push({ reason: "started", threadId: threadIdOf(id) });
      break;
    }
    return events;
  }
}
