/** Programs of `test/fixtures/programs` under the debugger, addressed by the markers in their source. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { DapClient, REPOSITORY } from "./dap-client.js";

export const PROGRAMS = path.join(REPOSITORY, "test/fixtures/programs");

export const programPath = (name: string): string => path.join(PROGRAMS, name);

/** The line that carries `// @bp name`, counting from 1. */
export function markedLine(file: string, marker: string): number {
  const lines = readFileSync(file, "utf8").split("\n");
  const index = lines.findIndex((line) => new RegExp(`(?://|#) @bp ${marker}(?![\\w-])`).test(line));
  if (index < 0) throw new Error(`no marker '${marker}' in ${file}`);
  return index + 1;
}

/** The markers of a line, for readable assertions: `work` instead of a number. */
export function markerOf(file: string, line: number): string {
  const text = readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
  return /(?:\/\/|#) @bp ([\w-]+)/.exec(text)?.[1] ?? `line ${line}: ${text.trim()}`;
}

export interface StartOptions {
  readonly breakpoints?: readonly (
    | string
    | { at: string; condition?: string; hitCondition?: string; logMessage?: string }
  )[];
  readonly functions?: readonly { readonly name: string; readonly condition?: string }[];
  readonly filters?: readonly string[];
  readonly filterOptions?: readonly { readonly filterId: string; readonly condition?: string }[];
  readonly initialize?: Record<string, unknown>;
  readonly launch?: Record<string, unknown>;
  readonly env?: NodeJS.ProcessEnv;
  /** Answers what the adapter asks of the client. */
  readonly onReverseRequest?: (command: string, args: never) => Promise<unknown>;
}

/** A debugged program and the client that debugs it. */
export class DebugProgram {
  readonly client: DapClient;
  readonly file: string;

  private constructor(client: DapClient, file: string) {
    this.client = client;
    this.file = file;
  }

  /** Launches a program of the fixtures, or by absolute path, as VS Code would. */
  static async launch(name: string, options: StartOptions = {}): Promise<DebugProgram> {
    const client = new DapClient(options.env === undefined ? {} : { env: options.env });
    if (options.onReverseRequest !== undefined) client.onReverseRequest = options.onReverseRequest;
    const program = new DebugProgram(client, path.resolve(PROGRAMS, name));
    try {
      await client.request("initialize", { adapterID: "asyncio", pathFormat: "path", ...options.initialize });
      const launched = client.request("launch", { program: program.file, cwd: PROGRAMS, ...options.launch });
      await program.#configure(options);
      await launched;
      return program;
    } catch (failure) {
      await client.close();
      throw failure;
    }
  }

  /** Attaches to a running program. */
  static async attach(
    file: string,
    attach: Record<string, unknown>,
    options: StartOptions = {},
  ): Promise<DebugProgram> {
    const client = new DapClient(options.env === undefined ? {} : { env: options.env });
    if (options.onReverseRequest !== undefined) client.onReverseRequest = options.onReverseRequest;
    const program = new DebugProgram(client, file);
    try {
      await client.request("initialize", { adapterID: "asyncio", pathFormat: "path", ...options.initialize });
      const attached = client.request("attach", attach);
      await program.#configure(options);
      await attached;
      return program;
    } catch (failure) {
      await client.close();
      throw failure;
    }
  }

  /** What a client says between the start of a session and its `configurationDone`. */
  async #configure(options: StartOptions): Promise<void> {
    const { client } = this;
    await client.next("initialized");
    if (options.breakpoints !== undefined) await this.setBreakpoints(options.breakpoints, options.initialize);
    if (options.functions !== undefined)
      await client.request("setFunctionBreakpoints", { breakpoints: options.functions });
    await client.request("setExceptionBreakpoints", {
      filters: options.filters ?? [],
      ...(options.filterOptions === undefined ? {} : { filterOptions: options.filterOptions }),
    });
    await client.request("configurationDone");
  }

  async setBreakpoints(
    breakpoints: NonNullable<StartOptions["breakpoints"]>,
    initialize: Record<string, unknown> = {},
  ) {
    const shift = initialize.linesStartAt1 === false ? -1 : 0;
    return this.client.request("setBreakpoints", {
      source: { path: this.file },
      breakpoints: breakpoints.map((breakpoint) => {
        const { at, ...rest } = typeof breakpoint === "string" ? { at: breakpoint } : breakpoint;
        return { line: markedLine(this.file, at) + shift, ...rest };
      }),
    });
  }

  /** The next stop: its event, the stack of its thread, and the marker of its line. */
  async stopped() {
    const event = await this.client.next("stopped");
    const { stackFrames } = await this.client.request("stackTrace", { threadId: event.threadId });
    const top = stackFrames[0]!;
    return {
      ...event,
      threadId: event.threadId!,
      frames: stackFrames,
      top,
      marker: markerOf(this.file, top.line),
    };
  }

  /** Sends a stepping request or `continue`, and gives the stop that follows. */
  async go(command: "next" | "stepIn" | "stepOut" | "continue", threadId: number) {
    await this.client.request(command, { threadId });
    return this.stopped();
  }

  /** The locals of a frame by name. */
  async locals(frameId: number): Promise<Record<string, string>> {
    const { scopes } = await this.client.request("scopes", { frameId });
    const found: Record<string, string> = {};
    for (const scope of scopes.filter(({ name }) => /^(?:Local|Block|Catch)/.test(name))) {
      const { variables } = await this.client.request("variables", {
        variablesReference: scope.variablesReference,
      });
      for (const { name, value } of variables) found[name] ??= value;
    }
    return found;
  }

  /** Tasks by name. */
  async tasks() {
    const response = await this.client.request("asyncioTasks", {});
    return { ...response, byName: new Map(response.tasks.map((task) => [task.name, task])) };
  }

  /** Asks until a task of this name passes the test. */
  async task(
    name: string,
    test: (task: NonNullable<Awaited<ReturnType<DebugProgram["findTask"]>>>) => boolean = () => true,
  ) {
    const found = await this.client.poll(
      `task ${name}`,
      () => this.findTask(name),
      (task) => task !== undefined && test(task),
    );
    return found!;
  }

  async findTask(name: string) {
    return (await this.tasks()).byName.get(name);
  }

  /** The end of the program: its exit code. */
  async ended(): Promise<number> {
    const { exitCode } = await this.client.next("exited");
    await this.client.next("terminated");
    return exitCode;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
