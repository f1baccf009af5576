/** Task records as the client gets them: places through source maps, in the client's counting, with thread ids. */
import type {
  DapResource,
  DapSite,
  DapTask,
  ResourceInfo,
  Site,
  TaskInfo,
  WarningInfo,
} from "../../protocol/index.js";
import { type Counting, toClientColumn, toClientLine } from "../dap/client.js";
import type { Place } from "../sources/scripts.js";
import type { TaskTable } from "./task-table.js";
import { threadIdOf } from "./threads.js";

/** Turns places of the agent into places that a client can open. */
export interface Places {
  placeOf(site: { readonly path: string; readonly line: number; readonly column: number }): Place;
  /** Whether it is the runtime's own, in a bundle whose parts the program itself cannot tell from each other. */
  isBundledRuntime?(site: Site): boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class TaskView {
  readonly #table: TaskTable;
  readonly #places: Places;
  readonly #counting: Counting;

  constructor(table: TaskTable, places: Places, counting: Counting) {
    this.#table = table;
    this.#places = places;
    this.#counting = counting;
  }

  place(place: Place, name?: string): DapSite {
    return {
      ...(name === undefined ? {} : { name }),
      source: place.source as NonNullable<DapSite["source"]>,
      line: toClientLine(this.#counting, place.line),
      column: toClientColumn(this.#counting, place.column),
    };
  }

  site(site: Site): DapSite {
    return this.place(this.#places.placeOf(site), site.name);
  }

  /** Where a task was created, as far as it is known. */
  createdAt(taskId: number): DapSite | undefined {
    return this.#created(this.#table.tasks.get(taskId)?.createdAt);
  }

  /** A place of the user's. */
  isUsers(site: Site): boolean {
    return this.#places.isBundledRuntime?.(site) !== true;
  }

  #created(at: Site | undefined): DapSite | undefined {
    return at === undefined || !this.isUsers(at) ? undefined : this.site(at);
  }

  /** These tasks of the table. Those that were created at one place have it in common. */
  tasks(ids: Iterable<number>, threads: ReadonlySet<number>): DapTask[] {
    const sites = new Map<Site, DapSite | undefined>();
    const siteOf = (site: Site): DapSite | undefined => {
      if (!sites.has(site)) sites.set(site, this.#created(site));
      return sites.get(site);
    };
    return Array.from(ids, (id) => this.task(this.#table.tasks.get(id)!, threads, siteOf));
  }

  task(info: TaskInfo, threads: ReadonlySet<number>, siteOf = (site: Site) => this.#created(site)): DapTask {
    // One copy, and what differs put into it: that of a hundred thousand tasks takes long enough.
    const task: Writable<DapTask> = {
      ...(info as Omit<TaskInfo, "createdAt">),
      awaitedBy: this.#table.awaitedBy(info.id),
    };
    const createdAt = info.createdAt === undefined ? undefined : siteOf(info.createdAt);
    if (createdAt !== undefined) task.createdAt = createdAt;
    else delete task.createdAt;
    if (threads.has(info.id)) task.threadId = threadIdOf(info.id);
    return task;
  }

  /** A warning, with its place as the client sees it. */
  warning(warning: WarningInfo): WarningInfo {
    const { site } = warning;
    if (site === undefined) return warning;
    const { source, line, column } = this.site(site);
    return { ...warning, site: { ...site, path: source?.path ?? site.path, line, column } };
  }

  resource(info: ResourceInfo): DapResource {
    const { createdAt: at, ...rest } = info;
    const createdAt = this.#created(at);
    return { ...rest, ...(createdAt === undefined ? {} : { createdAt }) };
  }
}
