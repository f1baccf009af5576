/** One program under the debugger: the parts that look after it, joined. */
import { pathToFileURL } from "node:url";
import type { DumpFrame, InspectResponse, TaskPlace } from "../../protocol/index.js";
import { AgentLink } from "../agent/agent-link.js";
import { leaving, openLifeline } from "../agent/lifeline.js";
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import type { StopChoice } from "../breakpoints/exception-filters.js";
import { Exceptions } from "../breakpoints/exceptions.js";
import type { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import { installSourceMapHold, removeSourceMapHold } from "../breakpoints/source-map-hold.js";
import { TaskStops } from "../breakpoints/task-stops.js";
import type { CdpConnection } from "../cdp/connection.js";
import { type Client, type Counting, toClientColumn, toClientLine } from "../dap/client.js";
import type { Disposable } from "../dap/disposable.js";
import { BlockedLoop, systemClock } from "../diagnosis/blocked-loop.js";
import { nodeSites } from "../diagnosis/finding-sites.js";
import { Findings } from "../diagnosis/findings.js";
import { Interruptions } from "../diagnosis/interruptions.js";
import { watchPulse } from "../diagnosis/pulse-watch.js";
import { Execution } from "../execution/execution.js";
import { CodeOwnership } from "../sources/code-ownership.js";
import { LoadedSources } from "../sources/loaded-sources.js";
import { ScriptSources } from "../sources/script-sources.js";
import { Scripts } from "../sources/scripts.js";
import type { SourceNames } from "../sources/source-names.js";
import { CatchAnalysis } from "../stacks/catch-analysis.js";
import { Frames, type KnownFrame } from "../stacks/frames.js";
import { inspectTask } from "../stacks/inspect.js";
import { ownStacks } from "../stacks/own-stacks.js";
import { taskPlaces } from "../stacks/places.js";
import { Stacks } from "../stacks/stacks.js";
import { type ReadStack, ThreadStacks } from "../stacks/thread-stacks.js";
import type { Target } from "../target/target.js";
import { TaskTable } from "../tasks/task-table.js";
import { TaskView } from "../tasks/task-view.js";
import { Tasks } from "../tasks/tasks.js";
import { LOOP_THREAD_ID, Threads } from "../tasks/threads.js";
import { Timeline } from "../tasks/timeline.js";
import { Groups, Handles } from "../variables/handles.js";
import { SuspendedLocals } from "../variables/suspended-locals.js";
import type { VariablesHolder } from "../variables/variable-holders.js";
import { Variables } from "../variables/variables.js";
import { forwardConsole } from "./console-output.js";

export interface DebuggeeOptions {
  readonly sourceMaps: boolean;
  readonly skipFiles: readonly string[];
  readonly debugMode: boolean;
  readonly stopOnEntry: boolean;
  /** Run without stopping anywhere; tasks are shown all the same. */
  readonly noDebug: boolean;
  /** Ask the client for a session for each worker thread. */
  readonly attachWorkers: boolean;
  /** The same for each child process; `asked`: somebody has said so. */
  readonly attachChildren: boolean | "asked";
}

export class Debuggee {
  readonly connection: CdpConnection;
  readonly target: Target;
  readonly agent: AgentLink;
  readonly scripts: Scripts;
  readonly loadedSources: LoadedSources;
  readonly tasks: Tasks;
  readonly threads: Threads;
  readonly execution: Execution;
  readonly exceptions: Exceptions;
  readonly taskStops: TaskStops;
  readonly findings: Findings;
  readonly timeline: Timeline;
  readonly stacks: Stacks;
  readonly frames: Frames;
  readonly variables: Variables;
  readonly groups: Groups;
  readonly #client: Client;
  readonly #counting: Counting;
  readonly #options: DebuggeeOptions;
  readonly #ownership: CodeOwnership;
  readonly #breakpoints: Breakpoints;
  readonly #functionBreakpoints: FunctionBreakpoints;
  readonly #sources: ScriptSources;
  readonly #blocked: BlockedLoop;
  readonly #pulse: Disposable | undefined;
  #guests = 0;
  #lifeline: Disposable | undefined;
  readonly #suspendedLocals: SuspendedLocals;
  readonly #interruptions = new Interruptions(() => Date.now());
  readonly #threadStacks: ThreadStacks;

  constructor(
    target: Target & { readonly connection: CdpConnection },
    session: {
      client: Client;
      counting: Counting;
      names: SourceNames;
      breakpoints: Breakpoints;
      functionBreakpoints: FunctionBreakpoints;
    },
    options: DebuggeeOptions,
  ) {
    const { connection } = target;
    const { client, counting } = session;
    this.connection = connection;
    this.target = target;
    this.#client = client;
    this.#counting = counting;
    this.#options = options;
    this.#breakpoints = session.breakpoints;
    this.#functionBreakpoints = session.functionBreakpoints;
    this.scripts = new Scripts(connection, session.names, options.sourceMaps);
    this.loadedSources = new LoadedSources(this.scripts, client, ({ id }) =>
      this.#ownership.isMachinery({ scriptId: id, lineNumber: 0 }),
    );
    connection.on("Debugger.scriptParsed", (parsed) => {
      const script = this.scripts.add(parsed);
      if (script !== undefined) this.loadedSources.add(script);
    });
    this.#ownership = new CodeOwnership(this.scripts, options.skipFiles);
    const table = new TaskTable();
    this.threads = new Threads(table);
    this.agent = new AgentLink(connection, {
      hello: ({ runtimeScripts, trapScript, runtimeRanges }) => {
        this.#ownership.setRuntime(runtimeScripts, trapScript, runtimeRanges);
        this.execution.blackbox().catch(() => {});
        if (runtimeRanges !== undefined) this.#functionBreakpoints.ownershipChanged().catch(() => {});
      },
      changes: (message) => {
        this.tasks.apply(message);
        for (const text of this.#suspendedLocals.forgetEnded((taskId) => table.pending.has(taskId))) {
          client.send("output", { category: "console", output: `${text}\n` });
        }
        // A launched program's own stderr has them already.
        if (target.launched || target.printsElsewhere === true) return;
        for (const { message: output } of message.warnings) {
          client.send("output", { category: "console", output: `${output}\n` });
        }
      },
      malformed: (reason) =>
        client.send("output", {
          category: "console",
          output: `Ignored a malformed message of the program: ${reason}\n`,
        }),
    });
    this.#blocked = new BlockedLoop(systemClock, () => this.findings.turnChanged());
    const unblocked = (): void => {
      this.#blocked.cleared();
      this.#interruptions.unblocked();
    };
    connection.on("Loopscope.blocked", ({ sinceMs }) => this.#blocked.reported(sinceMs));
    connection.on("Loopscope.unblocked", unblocked);
    if (target.unwatched === true) {
      this.#pulse = watchPulse(this.agent, {
        isStopped: () => this.execution.stop !== undefined,
        blocked: (sinceMs) => this.#blocked.reported(sinceMs),
        unblocked,
      });
    }
    connection.on("Loopscope.guests", ({ count }) => {
      this.#guests = count;
    });
    this.tasks = new Tasks(
      {
        table,
        threads: this.threads,
        view: new TaskView(table, this.#ownership, counting),
        client,
        agent: this.agent,
      },
      { changed: () => this.findings.touch(), blockedSinceMs: () => this.#blocked.sinceMs },
    );
    const frameHandles = new Handles<KnownFrame>();
    const variableHandles = new Handles<VariablesHolder>();
    this.groups = new Groups(connection, [frameHandles, variableHandles]);
    this.variables = new Variables(connection, variableHandles);
    const suspendedLocals = new SuspendedLocals(connection, this.groups);
    this.#suspendedLocals = suspendedLocals;
    this.frames = new Frames(connection, frameHandles, this.variables, suspendedLocals);
    this.stacks = new Stacks(connection, this.scripts, this.#ownership, table);
    this.#threadStacks = new ThreadStacks(this.stacks, this.groups, (taskId) => table.pending.has(taskId));
    const sources = new ScriptSources(connection);
    this.#sources = sources;
    const catchAnalysis = new CatchAnalysis(sources, this.stacks, this.groups);
    this.exceptions = new Exceptions(connection);
    this.taskStops = new TaskStops(this.agent);
    this.timeline = new Timeline(this.agent, table);
    this.findings = new Findings({
      agent: this.agent,
      tasks: this.tasks,
      sites: nodeSites({
        connection,
        ownership: this.#ownership,
        view: this.tasks.view,
        stacks: this.stacks,
        groups: this.groups,
        stop: () => this.execution.stop,
      }),
      blocked: this.#blocked,
      interruptions: this.#interruptions,
      stopped: () => this.execution.stop !== undefined,
    });
    this.execution = new Execution(
      {
        connection,
        client,
        agent: this.agent,
        scripts: this.scripts,
        ownership: this.#ownership,
        breakpoints: this.#breakpoints,
        functionBreakpoints: this.#functionBreakpoints,
        exceptions: this.exceptions,
        sources,
        taskStops: this.taskStops,
        suspendedLocals,
        shared: target.shared,
        hasCompany: () => target.shared || this.#guests > 0,
      },
      {
        stopping: async (stop, focusTaskId) => {
          this.#forget();
          this.#blocked.stopped();
          this.#interruptions.stopped();
          await this.tasks.refresh();
          // One that has ended has no thread.
          const focus = focusTaskId !== undefined && table.pending.has(focusTaskId) ? focusTaskId : undefined;
          const shown = focus ?? stop.current?.taskId;
          this.threads.favour(shown === undefined ? [] : [shown]);
          this.tasks.flush();
          return focus === undefined ? stop : { ...stop, focusTaskId: focus };
        },
        userDepth: async (taskId) => {
          const group = this.groups.temporary();
          try {
            return await this.stacks.userDepth(taskId, group.name);
          } finally {
            group.dispose();
          }
        },
        promiseAwaiter: () => {
          const waiting = [...table.pending].filter(
            (id) => table.tasks.get(id)?.awaiting?.kind === "promise",
          );
          const [taskId] = waiting;
          return taskId === undefined || waiting.length > 1
            ? null
            : { taskId, depth: Number.MAX_SAFE_INTEGER };
        },
        isPending: (taskId) => table.pending.has(taskId),
        nameOf: (taskId) => table.tasks.get(taskId)?.name ?? `task ${taskId}`,
        resuming: () => {
          this.#forget();
          this.#blocked.resumed();
          this.#interruptions.resumed();
          this.findings.touch();
        },
        isUncaught: async (stop) => {
          // Who waits for whom may have changed since the last batch.
          await this.tasks.refresh();
          return catchAnalysis.isUncaught(stop);
        },
        anyCatches: (callFrames) => catchAnalysis.anyCatches(callFrames),
      },
    );
  }

  get isOver(): boolean {
    return this.connection.isClosed;
  }

  /** Everything about one task. @throws UserError for an unknown one. */
  inspect(taskId: number): Promise<InspectResponse> {
    return inspectTask(this, taskId, this.execution.stop);
  }

  get isStopped(): boolean {
    return this.execution.stop !== undefined;
  }

  get name(): string {
    return this.target.name;
  }

  /** The suspended coroutines of tasks, innermost first. */
  async ownStacks(taskIds: readonly number[]): Promise<ReadonlyMap<number, readonly DumpFrame[]>> {
    const { tasks, stacks, groups, execution } = this;
    return ownStacks({ tasks, stacks, groups, stop: execution.stop }, taskIds);
  }

  /** The innermost lines of those tasks that wait at one. */
  places(taskIds: readonly number[]): Promise<readonly TaskPlace[]> {
    return taskPlaces(this, taskIds, this.execution.stop);
  }

  /** Gets everything ready while the program is held at its start, or runs on. */
  async prepare(choice: StopChoice): Promise<void> {
    const { connection } = this;
    await connection.send("Runtime.enable", {});
    if (!this.target.launched && !this.target.shared && this.target.printsElsewhere !== true) {
      forwardConsole(connection, this.#client);
    }
    await this.agent.open();
    // Before any breakpoint can stop a program that runs: the stop must find its task.
    if (!this.target.launched && (await this.agent.wake())) {
      this.#lifeline = await openLifeline(connection, leaving(this.agent));
      await this.tasks.rebuild();
      if (this.#options.debugMode) await this.agent.command("setDebug", { enabled: true });
    }
    if (!this.#options.noDebug) await this.#prepareDebugger(choice);
  }

  /** Stops for what the client has chosen, and for nothing else of that kind. */
  async setStops(choice: StopChoice): Promise<void> {
    if (this.#options.noDebug) return;
    await this.exceptions.setFilters(choice.exceptions);
    await this.execution.blackbox();
    await this.taskStops.setBreakpoints(choice.tasks);
  }

  async #prepareDebugger(choice: StopChoice): Promise<void> {
    const { connection } = this;
    await connection.send("Debugger.enable", {});
    await this.execution.blackbox();
    if (this.#options.sourceMaps) {
      await connection.send("Debugger.setInstrumentationBreakpoint", {
        instrumentation: "beforeScriptWithSourceMapExecution",
      });
      // A guest must not: what it holds, the owner would be held by.
      if (!this.target.shared) await installSourceMapHold(connection).catch(() => {});
    }
    await this.setStops(choice);
    await this.#breakpoints.bind(connection, this.scripts);
    await this.#functionBreakpoints.bind({
      connection,
      scripts: this.scripts,
      isSearched: (url) => !/[\\/]node_modules[\\/]/.test(url) && !this.#ownership.isSkipped(url),
      isUsers: (site) => this.#ownership.isUsers(site),
      sourceOf: async (scriptId) => (await this.#sources.get(scriptId)).text,
      shared: this.target.shared,
    });
    if (this.#options.stopOnEntry) await this.execution.stopAtEntry(pathToFileURL(this.target.name).href);
  }

  /** The stack of a thread: see `ThreadStacks.read`. */
  stack(threadId: number, start: number): Promise<ReadStack> {
    return this.#threadStacks.read(threadId, start, this.execution.stop);
  }

  /** A place in the client's counting. */
  position({ line, column }: { line: number; column: number }): { line: number; column: number } {
    return { line: toClientLine(this.#counting, line), column: toClientColumn(this.#counting, column) };
  }

  /** Lets the program go on as if it had never been debugged. */
  async letGo(): Promise<void> {
    if (this.connection.isClosed) return;
    if (this.#options.sourceMaps && !this.target.shared) {
      await removeSourceMapHold(this.connection).catch(() => {});
    }
    await this.execution.letGo();
    this.#lifeline?.dispose();
  }

  /** Another program takes its place: what the client knows of this one is not so any more. */
  replaced(): void {
    const { stop } = this.execution;
    if (stop !== undefined) {
      this.#client.send("continued", { threadId: LOOP_THREAD_ID, allThreadsContinued: true });
    }
    this.ended();
    this.loadedSources.forget();
    this.threads.forget((threadId) => this.#client.send("thread", { reason: "exited", threadId }));
    this.#client.send("asyncioTasksChanged", {
      tasks: [],
      removedTasks: [],
      resources: [],
      removedResources: [],
      loops: [],
      warnings: [],
      dropped: 0,
      findings: [],
      reset: true,
    });
  }

  /** The program is gone: tells the client the last changes. */
  ended(): void {
    this.#blocked.dispose();
    this.#pulse?.dispose();
    this.#lifeline?.dispose();
    this.findings.dispose();
    this.tasks.flush();
    this.tasks.dispose();
  }

  #forget(): void {
    this.#threadStacks.forget();
    this.groups.releaseAll();
  }
}
