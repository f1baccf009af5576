/** What each DAP request does to a Python program. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Arguments } from "../arguments.js";
import type { Client, Counting } from "../client.js";
import { errors } from "../errors.js";
import type { Handler, LanguageRequests } from "../requests.js";
import { taskRequests } from "../requests-tasks.js";
import { SourceNames } from "../source-names.js";
import { LOOP_THREAD_ID } from "../threads.js";
import { BreakpointBook, unverified } from "./breakpoints.js";
import { PythonLifecycle } from "./lifecycle.js";
import { OWN_NUMBERS, TaskStacks } from "./task-stacks.js";

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
  readonly configured: boolean;
}

export class PythonRequests implements LanguageRequests {
  readonly #client: Client;
  readonly #lifecycle: PythonLifecycle;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #breakpoints = new BreakpointBook();
  readonly #early: EarlyConfiguration;
  #stacks: TaskStacks | undefined;

  constructor(client: Client, counting: Counting, early: EarlyConfiguration) {
    this.#client = client;
    this.#early = early;
    for (const { args, told } of early.breakpoints) this.#breakpoints.adopt(args, told);
    this.#lifecycle = new PythonLifecycle({ client, counting, names: new SourceNames() });
    this.#handlers = new Map(Object.entries(this.#own()));
  }

  find(command: string): Handler | undefined {
    const known = this.#handlers.get(command);
    if (known !== undefined) return known;
    const what = NEEDS_DEBUGPY[command];
    if (what === undefined) return undefined;
    return () => {
      throw errors.needsDebugpy(what, this.#lifecycle.interpreter);
    };
  }

  async clientGone(): Promise<void> {
    await this.#lifecycle.disconnect().catch(() => {});
  }

  #own(): Record<string, Handler> {
    const lifecycle = this.#lifecycle;
    return {
      launch: async (args) => {
        await lifecycle.launch(args, async () => undefined);
        await this.#started();
      },
      attach: async (args) => {
        const processId = args.raw("processId");
        await lifecycle.attach(typeof processId === "string" ? Number(processId) : args.integer("processId"));
        await this.#started();
      },
      configurationDone: () => lifecycle.configurationDone(),
      disconnect: () => lifecycle.disconnect(),
      terminate: () => lifecycle.terminate(),
      setBreakpoints: (args) => ({
        breakpoints: unverified(this.#breakpoints.set(args), this.#noBreakpoints()),
      }),
      setExceptionBreakpoints: () => ({}),
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

  async #started(): Promise<void> {
    for (const entry of this.#breakpoints.all()) {
      for (const breakpoint of unverified(entry, this.#noBreakpoints())) {
        this.#client.send("breakpoint", { reason: "changed", breakpoint });
      }
    }
    if (this.#early.configured) await this.#lifecycle.configurationDone();
  }

  #noBreakpoints(): string {
    return errors.needsDebugpy("Stopping at breakpoints", this.#lifecycle.interpreter).message;
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

/** Whether a number of a frame or of variables is one of ours, and not of a debugger behind us. */
export const isOwnNumber = (number: number): boolean => number >= OWN_NUMBERS;
