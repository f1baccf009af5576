/** One Python program: its agent's account, joined to the parts that are the same for every language. */
import type {
  Awaiting,
  DapSite,
  DumpFrame,
  HelloMessage,
  InspectFrame,
  InspectResponse,
  Site,
  TaskPlace,
} from "../../protocol/index.js";
import type { Transport } from "../cdp/transport.js";
import { type Client, type Counting, toClientColumn, toClientLine } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import { BlockedLoop, systemClock } from "../diagnosis/blocked-loop.js";
import { type FindingSites, Findings } from "../diagnosis/findings.js";
import { Interruptions } from "../diagnosis/interruptions.js";
import type { AsyncioProgram } from "../requests/task-requests.js";
import type { SourceNames } from "../sources/source-names.js";
import { awaitersOf } from "../stacks/awaiters.js";
import { awaitChain } from "../stacks/inspect.js";
import { TaskTable } from "../tasks/task-table.js";
import { TaskView } from "../tasks/task-view.js";
import { Tasks } from "../tasks/tasks.js";
import { Threads } from "../tasks/threads.js";
import { Timeline } from "../tasks/timeline.js";
import { AgentChannel } from "./agent-channel.js";

/** Frames of one answer to `asyncioInspect`. */
const FRAME_LIMIT = 400;

export interface PythonProgramParts {
  readonly client: Client;
  readonly counting: Counting;
  readonly names: SourceNames;
  /** Warnings are shown as output: not when the program's own stderr has them. */
  readonly showWarnings: boolean;
  /** What the debugger calls the program. */
  readonly name: string;
}

export class PythonProgram implements AsyncioProgram {
  readonly agent: AgentChannel;
  readonly tasks: Tasks;
  readonly threads: Threads;
  readonly findings: Findings;
  readonly timeline: Timeline;
  readonly name: string | undefined;
  readonly #counting: Counting;
  readonly #blocked: BlockedLoop;
  readonly #interruptions = new Interruptions(() => Date.now());
  #stopped = false;

  constructor({ client, counting, names, showWarnings, name }: PythonProgramParts) {
    this.name = name;
    this.#counting = counting;
    const table = new TaskTable();
    this.threads = new Threads(table);
    this.agent = new AgentChannel({
      hello: () => {},
      changes: (message) => {
        this.tasks.apply(message);
        if (!showWarnings) return;
        for (const { message: output } of message.warnings) {
          client.send("output", { category: "console", output: `${output}\n` });
        }
      },
      blocked: (sinceMs) => this.#blocked.reported(sinceMs),
      unblocked: () => {
        this.#blocked.cleared();
        this.#interruptions.unblocked();
      },
      malformed: (reason) =>
        client.send("output", {
          category: "console",
          output: `Ignored a malformed message of the program: ${reason}\n`,
        }),
    });
    this.#blocked = new BlockedLoop(systemClock, () => this.findings.turnChanged());
    const view = new TaskView(
      table,
      {
        placeOf: ({ path, line, column }) => ({ source: names.source(path), line, column }),
      },
      counting,
    );
    this.tasks = new Tasks(
      { table, threads: this.threads, view, client, agent: this.agent },
      { changed: () => this.findings.touch(), blockedSinceMs: () => this.#blocked.sinceMs },
    );
    this.timeline = new Timeline(this.agent, table);
    this.findings = new Findings({
      agent: this.agent,
      tasks: this.tasks,
      sites: this.#sites(),
      blocked: this.#blocked,
      interruptions: this.#interruptions,
      stopped: () => this.#stopped,
    });
  }

  get isOver(): boolean {
    return this.agent.isClosed;
  }

  /** The program's agent has come. `closed` is called when it goes. */
  async connected(
    transport: Transport,
    hello: HelloMessage,
    own: boolean,
    closed: () => void,
  ): Promise<void> {
    this.agent.connect(transport, hello, closed);
    try {
      if (own) await this.agent.ask("own", {});
      await this.agent.command("subscribe", {});
      await this.tasks.rebuild();
    } catch {
      // It has ended already: what was known is in the table.
    }
  }

  /** The debugger holds the program. */
  stopped(): void {
    this.#stopped = true;
    this.#blocked.stopped();
    this.#interruptions.stopped();
  }

  /** The debugger lets the program go on. */
  resumed(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#blocked.resumed();
    this.#interruptions.resumed();
    this.findings.touch();
  }

  /** The program is gone: tells the client the last changes. */
  ended(): void {
    this.#blocked.dispose();
    this.findings.dispose();
    this.tasks.flush();
    this.tasks.dispose();
  }

  place(site: Site): DapSite {
    return this.tasks.view.site(site);
  }

  /** A place in the client's counting. */
  position({ line, column }: { line: number; column: number }): { line: number; column: number } {
    return { line: toClientLine(this.#counting, line), column: toClientColumn(this.#counting, column) };
  }

  async inspect(taskId: number): Promise<InspectResponse> {
    await this.tasks.refresh();
    const { table, view } = this.tasks;
    if (!table.tasks.has(taskId)) throw errors.unknownTask(taskId);
    // An ended task that the program has let go of is in our history only.
    const details = await this.agent.command("inspect", { taskId }).catch(() => undefined);
    const info = details?.task ?? table.tasks.get(taskId)!;
    const stack: InspectFrame[] = this.#frames(taskId, details?.stack ?? []);
    for (const id of awaitersOf(taskId, table)) {
      if (stack.length >= FRAME_LIMIT) break;
      const waiting = await this.agent.command("inspect", { taskId: id }).catch(() => undefined);
      stack.push(...this.#frames(id, waiting?.stack ?? []));
    }
    const created = details?.createdStack.filter(({ site }) => site !== undefined) ?? [];
    return {
      task: view.task(info, this.threads.taskIds()),
      stack,
      ...(created.length > 0
        ? { createdStack: created.map(({ name, site }) => ({ ...this.place(site!), name })) }
        : {}),
      counters: info.counters ?? { steps: 0, cancelRequests: info.cancels?.length ?? 0 },
      cancels: details?.cancels ?? info.cancels ?? [],
      awaitChain: awaitChain(taskId, table) as { taskId: number; awaiting?: Awaiting }[],
      warnings: table.warningsOf(taskId).map((warning) => view.warning(warning)),
    };
  }

  #frames(
    taskId: number,
    stack: NonNullable<Awaited<ReturnType<PythonProgram["ownStack"]>>>,
  ): InspectFrame[] {
    return stack.flatMap(({ name, site, locals }) =>
      site === undefined
        ? []
        : [
            {
              ...this.place(site),
              name,
              taskId,
              ...(locals === undefined
                ? {}
                : {
                    locals: locals.map(({ name: local, value, type }) => ({ name: local, value, type })),
                  }),
            },
          ],
    );
  }

  /** The innermost lines of those tasks that wait at one. */
  async places(taskIds: readonly number[]): Promise<readonly TaskPlace[]> {
    const places: TaskPlace[] = [];
    for (const taskId of taskIds) {
      if (!this.tasks.table.pending.has(taskId)) continue;
      const stack = await this.ownStack(taskId).catch(() => []);
      const frame = stack.find(({ site }) => site !== undefined);
      if (frame?.site !== undefined)
        places.push({ taskId, site: { ...this.place(frame.site), name: frame.name } });
    }
    return places;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** The suspended coroutines of tasks, innermost first. */
  async ownStacks(taskIds: readonly number[]): Promise<ReadonlyMap<number, readonly DumpFrame[]>> {
    const stacks = new Map<number, readonly DumpFrame[]>();
    for (const taskId of taskIds) {
      const frames = await this.ownStack(taskId).catch(() => []);
      const placed = frames.flatMap(({ name, site }) =>
        site === undefined ? [] : [{ ...this.place(site), name }],
      );
      if (placed.length > 0) stacks.set(taskId, placed);
    }
    return stacks;
  }

  /** The frames of one task, innermost first, without locals. */
  async ownStack(taskId: number) {
    const { stack } = await this.agent.command("inspect", { taskId, locals: false });
    return stack ?? [];
  }

  #sites(): FindingSites {
    return {
      blocking: async () => {
        const { stack } = await this.agent.ask("blockingStack", {}).catch(() => ({ stack: [] }));
        return stack.flatMap(({ name, site }) => (site === undefined ? [] : [{ ...this.place(site), name }]));
      },
      suspended: async (taskIds) => {
        const sites: DapSite[] = [];
        for (const taskId of taskIds) {
          const [frame] = await this.ownStack(taskId).catch(() => []);
          const created = this.tasks.view.createdAt(taskId);
          if (frame?.site !== undefined) sites.push({ ...this.place(frame.site), name: frame.name });
          else if (created !== undefined) sites.push(created);
          else break;
        }
        return sites;
      },
    };
  }
}
