/** Task records as the client gets them: places through source maps, in the client's counting, with thread ids. */
import type {
  DapResource,
  DapSite,
  DapTask,
  ResourceInfo,
  Site,
  TaskInfo,
  WarningInfo,
} from "../protocol/index.js";
import { type Counting, toClientColumn, toClientLine } from "./client.js";
import type { Place, Scripts } from "./scripts.js";
import type { TaskTable } from "./task-table.js";
import { threadIdOf } from "./threads.js";

export class TaskView {
  readonly #table: TaskTable;
  readonly #scripts: Scripts;
  readonly #counting: Counting;

  constructor(table: TaskTable, scripts: Scripts, counting: Counting) {
    this.#table = table;
    this.#scripts = scripts;
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
    return this.place(this.#scripts.placeOf(site), site.name);
  }

  task(info: TaskInfo, threads: ReadonlySet<number>): DapTask {
    const { createdAt, ...rest } = info;
    return {
      ...rest,
      awaitedBy: this.#table.awaitedBy(info.id),
      ...(createdAt === undefined ? {} : { createdAt: this.site(createdAt) }),
      ...(threads.has(info.id) ? { threadId: threadIdOf(info.id) } : {}),
    };
  }

  /** A warning, with its place as the client sees it. */
  warning(warning: WarningInfo): WarningInfo {
    const { site } = warning;
    if (site === undefined) return warning;
    const { source, line, column } = this.site(site);
    return { ...warning, site: { ...site, path: source?.path ?? site.path, line, column } };
  }

  resource(info: ResourceInfo): DapResource {
    const { createdAt, ...rest } = info;
    return { ...rest, ...(createdAt === undefined ? {} : { createdAt: this.site(createdAt) }) };
  }
}
