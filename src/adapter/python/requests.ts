/** What each DAP request does to a Python program. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { StopChoice } from "../breakpoints/exception-filters.js";
import type { Arguments } from "../dap/arguments.js";
import type { Client, Counting } from "../dap/client.js";
import { errors, type UserError } from "../dap/errors.js";
import { chosenStops } from "../requests/breakpoint-requests.js";
import type { Handler, LanguageRequests } from "../requests/requests.js";
import { taskRequests } from "../requests/task-requests.js";
import { type StoppableProgram, taskStopRequests } from "../requests/task-stop-requests.js";
import { SourceNames } from "../sources/source-names.js";
import { LOOP_THREAD_ID } from "../tasks/threads.js";
import { BreakpointBook, unverified } from "./breakpoints.js";
import { DebugpyBackend } from "./debugpy/backend.js";
import { findDebugpy } from "./debugpy/discovery.js";
import { debugpyRequests } from "./debugpy/requests.js";
import { pythonEvaluationRequests } from "./evaluation.js";
import type { PythonPlan } from "./interpreter.js";
import { PythonLifecycle } from "./lifecycle.js";
import type { PythonProgram } from "./program.js";
import { outcome, possibleStops, pythonProblems } from "./stops.js";
import { TaskStacks } from "./task-stacks.js";

/** To thaw a task a program gets so long, milliseconds. */
const UNDO_TIMEOUT_MS = 2_000;

/** Requests that need a debugger for Python behind us, in words. */
const NEEDS_DEBUGPY: Readonly<Record<string, string>> = {
  pause: "Pausing",
  continue: "Continuing",
  next: "Stepping",
  stepIn: "Stepping",
  stepOut: "Stepping",
  exceptionInfo: "Stopping at exceptions",
};

/** What the client configured before it was known which language the program is in. */
export interface EarlyConfiguration {
  readonly breakpoints: readonly {
    readonly args: Record<string, unknown>;
    readonly told: readonly DebugProtocol.Breakpoint[];
  }[];
  readonly stops: StopChoice;
  readonly configured: boolean;
}

export class PythonRequests implements LanguageRequests {
  readonly #client: Client;
  readonly #lifecycle: PythonLifecycle;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #breakpoints = new BreakpointBook();
  readonly #early: EarlyConfiguration;
  readonly #counting: Counting;
  /** Another debugger has the program, and this session is below its own. */
  #companion = false;
  #stacks: TaskStacks | undefined;
  #backend: DebugpyBackend | undefined;
  /** Requests that debugpy has a part in, when it is behind us. */
  #debugpy: Readonly<Record<string, Handler>> | undefined;
  #stops: StopChoice;
  readonly #frozen = new Set<number>();

  constructor(client: Client, counting: Counting, early: EarlyConfiguration) {
    this.#client = client;
    this.#early = early;
    this.#counting = counting;
    this.#stops = possibleStops(early.stops);
    for (const { args, told } of early.breakpoints) this.#breakpoints.adopt(args, told);
    this.#lifecycle = new PythonLifecycle({ client, counting, names: new SourceNames() });
    this.#handlers = new Map(Object.entries(this.#own()));
  }

  find(command: string): Handler | undefined {
    const known = this.#debugpy?.[command] ?? this.#handlers.get(command);
    if (known !== undefined) return known;
    const what = NEEDS_DEBUGPY[command];
    if (what === undefined) return undefined;
    return () => {
      throw this.#cannot(what);
    };
  }

  async clientGone(): Promise<void> {
    await this.#thawAll();
    await this.#lifecycle.disconnect().catch(() => {});
  }

  #own(): Record<string, Handler> {
    const lifecycle = this.#lifecycle;
    return {
      launch: async (args) => {
        const folder = args.optionalString("debugpyPath");
        await lifecycle.launch(args, (plan, launch, program) =>
          launch.noDebug === true ? Promise.resolve(undefined) : this.#findBackend(plan, program, folder),
        );
        await this.#started();
      },
      attach: async (args) => {
        const processId = args.raw("processId");
        const pid = typeof processId === "string" ? Number(processId) : args.integer("processId");
        const sessionFile = args.optionalString("sessionFile");
        this.#companion = args.optionalBoolean("companion") ?? false;
        const where = sessionFile === undefined ? {} : { sessionFile };
        await lifecycle.attach(pid, { companion: this.#companion, ...where });
        await this.#started();
      },
      configurationDone: () => lifecycle.configurationDone(),
      disconnect: async () => {
        await this.#thawAll();
        await lifecycle.disconnect();
      },
      terminate: () => lifecycle.terminate(),
      setBreakpoints: async (args) => {
        const entry = this.#breakpoints.set(args);
        const sync = this.#backend?.breakpoints;
        if (sync !== undefined) return { breakpoints: await sync.set(entry) };
        return { breakpoints: unverified(entry, this.#noBreakpoints()) };
      },
      setExceptionBreakpoints: async (args) => {
        const choice = chosenStops(args);
        this.#stops = possibleStops(choice);
        await this.#backend?.setStops(this.#stops);
        return { breakpoints: this.#problems(choice).map(outcome) };
      },
      threads: () => ({
        threads: lifecycle.lastProgram()?.threads.list() ?? [{ id: LOOP_THREAD_ID, name: "event loop" }],
      }),
      stackTrace: async (args) =>
        this.#page(await this.#taskStacks().ofThread(args.integer("threadId")), args),
      scopes: (args) => ({ scopes: this.#taskStacks().scopes(args.integer("frameId")) }),
      variables: async (args) => ({
        variables: await this.#taskStacks().variables(args.integer("variablesReference")),
      }),
      ...taskRequests({
        pace: this.#client.pace,
        program: () => lifecycle.program(),
        lastProgram: () => lifecycle.lastProgram(),
        noteMissingAsyncio: () => lifecycle.noteMissingAsyncio(),
      }),
      ...taskStopRequests(() => this.#stoppable()),
      ...pythonEvaluationRequests({
        client: this.#client,
        counting: this.#counting,
        program: () => lifecycle.program(),
        stacks: () => this.#taskStacks(),
        backend: () => this.#backend,
      }),
    };
  }

  /** Holding tasks back is the agent's; stopping in them is debugpy's. */
  #stoppable(): StoppableProgram {
    const { agent, tasks } = this.#lifecycle.program();
    const control = () => {
      const found = this.#backend?.control;
      if (found === undefined) throw errors.needsDebugpy("Stopping in a task", this.#lifecycle.interpreter);
      return found;
    };
    return {
      tasks,
      runToResume: async (taskId) => control().runToResume(taskId),
      stepToAwait: async (taskId) => control().stepToAwait(taskId),
      breakOn: async (taskId, enabled) => control().breakOn(taskId, enabled),
      freeze: async (taskId, frozen) => {
        const { task } = await agent.command("freeze", { taskId, frozen });
        if (frozen) this.#frozen.add(taskId);
        else this.#frozen.delete(taskId);
        return task;
      },
    };
  }

  /** Undoes what would outlast us in a program that goes on. Never rejects. */
  async #thawAll(): Promise<void> {
    const agent = this.#lifecycle.lastProgram()?.agent;
    const thawed = [...this.#frozen].map((taskId) =>
      agent?.command("freeze", { taskId, frozen: false }, UNDO_TIMEOUT_MS),
    );
    this.#frozen.clear();
    await Promise.allSettled(thawed);
  }

  /** For each choice of the client, why it can do nothing, if so. */
  #problems(choice: StopChoice): readonly (string | undefined)[] {
    if (this.#backend !== undefined || !this.#lifecycle.isStarted) return pythonProblems(choice);
    const why = errors.needsDebugpy("Stopping there", this.#lifecycle.interpreter).message;
    return choice.problems.map(() => why);
  }

  async #findBackend(
    plan: PythonPlan,
    program: PythonProgram,
    folder: string | undefined,
  ): Promise<DebugpyBackend | undefined> {
    const found = await findDebugpy(plan, folder);
    if (found === undefined) return undefined;
    const backend = new DebugpyBackend(
      {
        client: this.#client,
        counting: this.#counting,
        program,
        book: this.#breakpoints,
        stops: () => this.#stops,
      },
      found,
    );
    this.#backend = backend;
    this.#debugpy = debugpyRequests({
      backend,
      program: () => this.#lifecycle.program(),
      stacks: () => this.#taskStacks(),
    });
    return backend;
  }

  async #started(): Promise<void> {
    for (const entry of this.#breakpoints.all()) {
      for (const breakpoint of unverified(entry, this.#noBreakpoints())) {
        this.#client.send("breakpoint", { reason: "changed", breakpoint });
      }
    }
    for (const problem of pythonProblems(this.#early.stops)) {
      if (problem !== undefined) this.#client.send("output", { category: "console", output: `${problem}\n` });
    }
    if (this.#early.configured) await this.#lifecycle.configurationDone();
  }

  #noBreakpoints(): string {
    if (this.#backend !== undefined) return "The program has not been started yet.";
    return this.#cannot("Stopping at breakpoints").message;
  }

  /** Why nothing here can stop the program. */
  #cannot(what: string): UserError {
    if (this.#companion) return errors.parentSession(what);
    return this.#lifecycle.attached
      ? errors.attachedPython(what)
      : errors.needsDebugpy(what, this.#lifecycle.interpreter);
  }

  #taskStacks(): TaskStacks {
    const program = this.#lifecycle.program();
    this.#stacks ??= new TaskStacks(program);
    return this.#stacks;
  }

  #page(
    frames: readonly DebugProtocol.StackFrame[],
    args: Arguments,
  ): DebugProtocol.StackTraceResponse["body"] {
    const start = args.optionalInteger("startFrame") ?? 0;
    const levels = args.optionalInteger("levels") || Number.POSITIVE_INFINITY;
    return { stackFrames: frames.slice(start, start + levels), totalFrames: frames.length };
  }
}
