/** What each DAP request does to a Python program. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Arguments } from "../arguments.js";
import type { Client, Counting } from "../client.js";
import { errors, type UserError } from "../errors.js";
import type { Handler, LanguageRequests } from "../requests.js";
import { taskRequests } from "../requests-tasks.js";
import { SourceNames } from "../source-names.js";
import { LOOP_THREAD_ID } from "../threads.js";
import { BreakpointBook, unverified } from "./breakpoints.js";
import { DebugpyBackend } from "./debugpy/backend.js";
import { findDebugpy } from "./debugpy/discovery.js";
import { debugpyRequests } from "./debugpy/requests.js";
import type { PythonPlan } from "./interpreter.js";
import { PythonLifecycle } from "./lifecycle.js";
import type { PythonProgram } from "./program.js";
import { TaskStacks } from "./task-stacks.js";

/** Requests that need a debugger for Python behind us, in words. */
const NEEDS_DEBUGPY: Readonly<Record<string, string>> = {
  pause: "Pausing",
  continue: "Continuing",
  next: "Stepping",
  stepIn: "Stepping",
  stepOut: "Stepping",
  evaluate: "Evaluating",
  setVariable: "Setting a variable",
  exceptionInfo: "Stopping at exceptions",
};

/** What the client configured before it was known which language the program is in. */
export interface EarlyConfiguration {
  readonly breakpoints: readonly {
    readonly args: Record<string, unknown>;
    readonly told: readonly DebugProtocol.Breakpoint[];
  }[];
  readonly filters: readonly string[];
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
  #filters: readonly string[];

  constructor(client: Client, counting: Counting, early: EarlyConfiguration) {
    this.#client = client;
    this.#early = early;
    this.#counting = counting;
    this.#filters = early.filters;
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
      disconnect: () => lifecycle.disconnect(),
      terminate: () => lifecycle.terminate(),
      setBreakpoints: async (args) => {
        const entry = this.#breakpoints.set(args);
        const sync = this.#backend?.breakpoints;
        if (sync !== undefined) return { breakpoints: await sync.set(entry) };
        return { breakpoints: unverified(entry, this.#noBreakpoints()) };
      },
      setExceptionBreakpoints: async (args) => {
        this.#filters = args.optionalStrings("filters") ?? [];
        await this.#backend?.setExceptionFilters(this.#filters);
        return {};
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
        program: () => lifecycle.program(),
        lastProgram: () => lifecycle.lastProgram(),
        noteMissingAsyncio: () => lifecycle.noteMissingAsyncio(),
      }),
    };
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
        filters: () => this.#filters,
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
