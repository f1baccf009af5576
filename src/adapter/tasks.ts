/** The task table as the client follows it: fed by the agent, sent on in batches, rebuilt when records were lost. */
import type {
  ChangesMessage,
  Finding,
  LoopInfo,
  TaskInfo,
  TasksChangedBody,
  TasksResponse,
} from "../protocol/index.js";
import type { Agent } from "./agent.js";
import type { Client } from "./client.js";
import { type TablePage, TablePages } from "./table-pages.js";
import type { TaskTable } from "./task-table.js";
import type { TaskView } from "./task-view.js";
import type { Threads } from "./threads.js";

/** Changes are gathered for this long before they are sent, milliseconds. */
const BATCH_MS = 50;
/** While this much waits to be taken by the client, nothing is added: later changes replace earlier ones. */
const BACKLOG_LIMIT_BYTES = 4 << 20;
/** A program that is inside a native call must not delay what is known already, milliseconds. */
const REFRESH_TIMEOUT_MS = 500;
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
  }

  /** Takes one batch of the agent. */
  apply(message: ChangesMessage): void {
    const lost = this.table.apply(message);
    if (lost) this.rebuild().catch(() => {});
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
    });
    return this.#rebuild;
  }

  /** Brings the table up to this moment. @returns whether the program has answered. */
  async refresh(): Promise<boolean> {
    if (this.#agent.hello === undefined) return false;
    // A blocked loop comes to no end of anything: waiting for it is in vain.
    const blocked = this.#listener.blockedSinceMs() !== undefined;
    try {
      await this.#agent.flush(REFRESH_TIMEOUT_MS, !blocked);
      await this.#rebuild;
      return true;
    } catch {
      // The program is inside a native call, or has just ended: what is known is all there is.
      return false;
    }
  }

  /** As `refresh`, with what loops do not report by themselves: what is scheduled, and what else might wake a task. */
  async pulse(): Promise<boolean> {
    const fresh = await this.refresh();
    if (this.#listener.blockedSinceMs() !== undefined) return fresh;
    try {
      // Of all commands that give the loops this one does the least: resources were sent with the rest.
      const { loops } = await this.#agent.command("snapshot", { limit: 1 }, REFRESH_TIMEOUT_MS);
      this.table.putLoops(loops);
      return fresh;
    } catch {
      // As above.
      return false;
    }
  }

  /** The whole table, or one page of it. */
  response(page?: TablePage): TasksResponse {
    const threads = this.threads.taskIds();
    const { tasks, resources } = this.table;
    const { taskIds, resourceIds, cursor } = page ?? { taskIds: tasks.keys(), resourceIds: resources.keys() };
    return {
      tasks: Array.from(taskIds, (id) => this.view.task(tasks.get(id)!, threads)),
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

  /** Sends what has gathered, at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #changed(): void {
    this.#schedule();
    this.#listener.changed();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#client.backlogBytes > BACKLOG_LIMIT_BYTES) this.#schedule();
      else this.#send();
    }, BATCH_MS);
  }

  #send(): void {
    const delta = this.table.takeDelta();
    const findings = this.#findings;
    this.#findings = undefined;
    if (delta === undefined && findings === undefined) return;
    const threads = this.threads.taskIds();
    const body: TasksChangedBody = {
      tasks: (delta?.tasks ?? []).map((id) => this.view.task(this.table.tasks.get(id)!, threads)),
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
    for (const event of this.threads.takeEvents()) this.#client.send("thread", event);
  }

  async #takeSnapshot(): Promise<void> {
    this.table.beginSnapshot();
    let cursor: number | undefined;
    do {
      const page = await this.#agent.command("snapshot", {
        limit: PAGE_TASKS,
        ...(cursor === undefined ? {} : { cursor }),
      });
      this.table.applyPage(page);
      cursor = page.cursor;
    } while (cursor !== undefined);
    this.table.endSnapshot();
    this.#changed();
  }
}
