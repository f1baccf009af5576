/** The task table as the client follows it: fed by the agent, sent on in batches, rebuilt when records were lost. */
import {
  type ChangesMessage,
  type Finding,
  type LoopInfo,
  packRecords,
  type TaskInfo,
  type TasksChangedBody,
  type TasksResponse,
} from "../../protocol/index.js";
import type { Agent } from "../agent/agent.js";
import type { Client } from "../dap/client.js";
import { type TablePage, TablePages } from "./table-pages.js";
import type { TaskTable } from "./task-table.js";
import type { TaskView } from "./task-view.js";
import type { Threads } from "./threads.js";

/** Changes are gathered for this long before they are sent, milliseconds. */
const BATCH_MS = 50;
/** Tasks, and resources, of one event: a client that shows them must not be kept for long by one. */
const EVENT_RECORDS = 1_000;
/** The same of an event that has its tasks as columns: of a hundred thousand tasks the client has all within seconds. */
const EVENT_RECORDS_IN_COLUMNS = 20_000;
/** Of these, tasks that had ended before the client heard of them: of a flood, a sample. */
const EVENT_HISTORY = 1_000;
/** From so many tasks on columns are less text than records, by far. */
const PACKED_TASKS = 10;
/** Between two events of one batch, milliseconds: the client reads meanwhile. */
const EVENT_PAUSE_MS = 5;
/** A program that always changes more than it can tell is not asked for everything all the time, milliseconds. */
const REBUILD_PAUSE_MS = 1_000;
/** While this much waits to be taken by the client, nothing is added: later changes replace earlier ones. */
const BACKLOG_LIMIT_BYTES = 4 << 20;
/** A program that is inside a native call must not delay what is known already, milliseconds. */
const REFRESH_TIMEOUT_MS = 500;
/** A client that asks for no further page within this time reads no more, milliseconds. */
const READING_PAUSE_MS = 1_000;
/** Tasks of a snapshot in one page: more would hold the program for too long. */
const PAGE_TASKS = 500;

export interface TasksListener {
  /** The table has changed: look at the findings again. */
  changed(): void;
  /** Since when a turn of the loop has been running for too long. */
  blockedSinceMs(): number | undefined;
}

export class Tasks {
  readonly table: TaskTable;
  readonly threads: Threads;
  readonly view: TaskView;
  readonly pages: TablePages;
  readonly #client: Client;
  readonly #agent: Agent;
  readonly #listener: TasksListener;
  #timer: NodeJS.Timeout | undefined;
  #rebuild: Promise<void> | undefined;
  #rebuildTimer: NodeJS.Timeout | undefined;
  #rebuiltMs = 0;
  /** The highest id of a task that was heard of. */ #lastTaskId = 0;
  /** Until when events wait for a client that reads the table page by page. */ #readingUntilMs = 0;
  #findings: readonly Finding[] | undefined;

  constructor(
    parts: { table: TaskTable; threads: Threads; view: TaskView; client: Client; agent: Agent },
    listener: TasksListener,
  ) {
    this.table = parts.table;
    this.threads = parts.threads;
    this.view = parts.view;
    this.pages = new TablePages(parts.table);
    this.#client = parts.client;
    this.#agent = parts.agent;
    this.#listener = listener;
    this.#client.pace.follow(() => this.#scheduleAgain());
  }

  /** Takes one batch of the agent. */
  apply(message: ChangesMessage): void {
    const lost = this.table.apply(message);
    for (const { id } of message.tasks) if (id > this.#lastTaskId) this.#lastTaskId = id;
    if (lost) this.#rebuildSoon();
    this.#changed();
  }

  /** Takes one task's record as it is now. */
  put(task: TaskInfo): void {
    this.table.putTask(task);
    this.#changed();
  }

  /** Takes a whole snapshot, page by page; one at a time. */
  rebuild(): Promise<void> {
    this.#rebuild ??= this.#takeSnapshot().finally(() => {
      this.#rebuild = undefined;
      this.#rebuiltMs = Date.now();
    });
    return this.#rebuild;
  }

  /** Records were lost: rebuilds the table, though not all the time. */
  #rebuildSoon(): void {
    if (this.#rebuild !== undefined) return;
    this.#rebuildTimer ??= setTimeout(
      () => {
        this.#rebuildTimer = undefined;
        this.rebuild().catch(() => {});
      },
      Math.max(0, this.#rebuiltMs + REBUILD_PAUSE_MS - Date.now()),
    );
  }

  /**
   * Brings the table up to this moment.
   * @param patienceMs after which the table is taken as it is.
   * @returns whether the program has answered.
   */
  async refresh(patienceMs?: number): Promise<boolean> {
    if (this.#agent.hello === undefined) return false;
    // A blocked loop comes to no end of anything: waiting for it is in vain.
    const blocked = this.#listener.blockedSinceMs() !== undefined;
    try {
      await this.#agent.flush(REFRESH_TIMEOUT_MS, !blocked, patienceMs);
      if (patienceMs === undefined) await this.#rebuild;
      return true;
    } catch {
      // The program is inside a native call, or has just ended: what is known is all there is.
      return false;
    }
  }

  /**
   * As `refresh`, with what loops do not report by themselves: what is scheduled, and what else might wake a task.
   * @returns since when each record has been as it is or has changed after, Unix epoch in milliseconds: of a hundred
   *   thousand tasks the last come seconds after the first; undefined when the program does not answer.
   */
  async pulse(): Promise<number | undefined> {
    const askedMs = Date.now();
    if (!(await this.refresh())) return undefined;
    if (this.#listener.blockedSinceMs() !== undefined) return askedMs;
    try {
      // Of all commands that give the loops a page behind all tasks does the least: the rest was sent.
      const after = { cursor: this.#lastTaskId, limit: 1 };
      const { loops } = await this.#agent.command("snapshot", after, REFRESH_TIMEOUT_MS);
      this.table.putLoops(loops);
      return askedMs;
    } catch {
      // As above.
      return undefined;
    }
  }

  /** A client begins to read the table page by page: events wait, as the pages tell most of what they would. */
  beginReading(): void {
    this.#readingUntilMs = Number.POSITIVE_INFINITY;
  }

  /** The next page. What it tells is not told again; what else has changed is sent after the last one. */
  nextPage(count: number, cursor: number | undefined, columns: boolean): TasksResponse {
    const page = this.pages.page(count, cursor);
    if (cursor === undefined) this.table.readingBegins();
    this.table.told(page.taskIds, page.resourceIds);
    this.#readingUntilMs = page.cursor === undefined ? 0 : Date.now() + READING_PAUSE_MS;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule();
    return this.response(page, columns);
  }

  /** The whole table, or one page of it. @param columns with its tasks as columns. */
  response(page?: TablePage, columns = false): TasksResponse {
    if (page === undefined) this.table.toldAll();
    const threads = this.threads.taskIds();
    const { tasks, resources } = this.table;
    const { taskIds, resourceIds, cursor } = page ?? { taskIds: tasks.keys(), resourceIds: resources.keys() };
    const records = this.view.tasks(taskIds, threads);
    return {
      ...(columns ? { tasks: [], taskColumns: packRecords(records) } : { tasks: records }),
      resources: Array.from(resourceIds, (id) => this.view.resource(resources.get(id)!)),
      loops: this.loops(),
      dropped: this.table.dropped,
      ...(page === undefined ? {} : { totalTasks: tasks.size }),
      ...(cursor === undefined ? {} : { cursor }),
    };
  }

  /** Loops, with the blocked one said to be so. */
  loops(): readonly LoopInfo[] {
    const sinceMs = this.#listener.blockedSinceMs();
    return [...this.table.loops.values()].map((loop) =>
      sinceMs !== undefined && loop.state === "running"
        ? { ...loop, state: "blocked" as const, blockedSinceMs: sinceMs }
        : loop,
    );
  }

  /** Sends new findings with the next batch. */
  publish(findings: readonly Finding[]): void {
    this.#findings = findings;
    this.#schedule();
  }

  /** Sends all that has gathered, at once; to a client that sets the pace, without what is history already. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#send()) {
      if (!this.#client.pace.isKept || this.table.hasUrgentNews) continue;
      this.#schedule();
      return;
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#rebuildTimer);
  }

  #changed(): void {
    this.#schedule();
    this.#listener.changed();
  }

  /** The client has taken an event: what waited for that need wait no longer. */
  #scheduleAgain(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule();
  }

  #schedule(delayMs = BATCH_MS): void {
    if (this.#readingUntilMs === Number.POSITIVE_INFINITY) return;
    const untilReadMs = this.#readingUntilMs - Date.now();
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        const isBehind = this.#client.backlogBytes > BACKLOG_LIMIT_BYTES;
        if (isBehind || this.#client.pace.delayMs(Date.now()) > 0) this.#schedule();
        else if (this.#send()) this.#schedule(EVENT_PAUSE_MS);
      },
      Math.max(delayMs, untilReadMs, this.#client.pace.delayMs(Date.now())),
    );
  }

  /** Sends one event. @returns whether there is more to send. */
  #send(): boolean {
    const delta = this.table.takeDelta(
      this.#client.pace.readsColumns ? EVENT_RECORDS_IN_COLUMNS : EVENT_RECORDS,
      EVENT_HISTORY,
    );
    const findings = this.#findings;
    this.#findings = undefined;
    if (delta === undefined && findings === undefined) return false;
    // First, so that whoever says that the event is taken has taken these.
    for (const event of this.threads.takeEvents()) this.#client.send("thread", event);
    const tasks = this.view.tasks(delta?.tasks ?? [], this.threads.taskIds());
    const body: TasksChangedBody = {
      event: this.#client.pace.sent(Date.now()),
      ...(this.#client.pace.readsColumns && tasks.length >= PACKED_TASKS
        ? { tasks: [], taskColumns: packRecords(tasks) }
        : { tasks }),
      ...(delta === undefined || delta.noLongerAwaited.length === 0
        ? {}
        : { noLongerAwaited: delta.noLongerAwaited }),
      removedTasks: delta?.removedTasks ?? [],
      resources: (delta?.resources ?? []).map((id) => this.view.resource(this.table.resources.get(id)!)),
      removedResources: delta?.removedResources ?? [],
      loops: this.loops(),
      warnings: (delta?.warnings ?? []).map((warning) => this.view.warning(warning)),
      dropped: this.table.dropped,
      ...(findings === undefined ? {} : { findings }),
      ...(delta?.reset === true ? { reset: true } : {}),
    };
    this.#client.send("asyncioTasksChanged", body);
    return delta?.more ?? false;
  }

  async #takeSnapshot(): Promise<void> {
    this.table.beginSnapshot();
    let cursor: number | undefined;
    do {
      const page = await this.#agent.command("snapshot", {
        limit: PAGE_TASKS,
        columns: true,
        ...(cursor === undefined ? {} : { cursor }),
      });
      this.table.applyPage(page);
      for (const { id } of page.tasks) if (id > this.#lastTaskId) this.#lastTaskId = id;
      cursor = page.cursor;
    } while (cursor !== undefined);
    this.table.endSnapshot();
    this.#changed();
  }
}
