/** An open dump: answers what the views ask of a program, as far as a dump can. Pure. */
import type { AsyncioRequests, Awaiting, Dump, DumpTask, InspectResponse } from "../../protocol/index.js";
import { TasksModel } from "../tasks/tasks-model.js";
import { t } from "../text/localization.js";
import { type ProgramSession, RequestError } from "./program-session.js";

export class DumpSession implements ProgramSession {
  readonly id: string;
  readonly name: string;
  readonly dump: Dump;
  readonly model = new TasksModel();
  readonly readOnly = true;
  readonly nowMs: number;
  pinned: readonly number[] = [];
  readonly #tasks: ReadonlyMap<number, DumpTask>;

  constructor(id: string, name: string, dump: Dump) {
    this.id = id;
    this.name = name;
    this.dump = dump;
    this.nowMs = dump.takenMs;
    this.#tasks = new Map(dump.tasks.map((task) => [task.id, task]));
    const { tasks, resources, loops, dropped } = dump;
    this.model.replace({ tasks, resources, loops, dropped });
    this.model.setFindings(dump.findings);
  }

  get stopped(): boolean {
    return this.dump.stopped;
  }

  /** @throws RequestError for what only a running program can do */
  async request<K extends keyof AsyncioRequests>(
    command: K,
    args: AsyncioRequests[K]["arguments"],
  ): Promise<AsyncioRequests[K]["body"]> {
    const answers: { readonly [name: string]: (() => unknown) | undefined } = {
      asyncioInspect: () => this.#inspect((args as AsyncioRequests["asyncioInspect"]["arguments"]).taskId),
      asyncioDiagnose: () => ({ findings: this.dump.findings }),
      asyncioDump: () => ({ dump: this.dump }),
    };
    const answer = answers[command];
    if (answer === undefined)
      throw new RequestError(t("This is a dump: its program cannot be asked any more."));
    return answer() as AsyncioRequests[K]["body"];
  }

  #inspect(taskId: number): InspectResponse {
    const task = this.#tasks.get(taskId);
    if (task === undefined) throw new RequestError(t("The dump does not contain this task."));
    return {
      task,
      stack: (task.stack ?? []).map((frame) => ({ ...frame, taskId })),
      ...(task.createdAt === undefined ? {} : { createdStack: [task.createdAt] }),
      counters: task.counters ?? { steps: 0, cancelRequests: 0 },
      cancels: task.cancels ?? [],
      awaitChain: this.#awaitChain(taskId),
      warnings: [],
    };
  }

  /** As the adapter's: along what is awaited, for a lock to its holder; a cycle ends where it would begin again. */
  #awaitChain(taskId: number): InspectResponse["awaitChain"] {
    const chain: { taskId: number; awaiting?: Awaiting }[] = [];
    const seen = new Set<number>();
    for (let id: number | undefined = taskId; id !== undefined && !seen.has(id); ) {
      seen.add(id);
      const awaiting: Awaiting | undefined = this.#tasks.get(id)?.awaiting;
      chain.push({ taskId: id, ...(awaiting === undefined ? {} : { awaiting }) });
      const holders: readonly number[] =
        awaiting?.resourceId === undefined ? [] : (this.model.resource(awaiting.resourceId)?.holders ?? []);
      id = awaiting?.taskIds?.[0] ?? (awaiting?.kind === "lock" ? holders[0] : undefined);
    }
    return chain;
  }
}
