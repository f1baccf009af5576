/** debugpy behind this adapter: it stops the program and reads what is stopped, and knows nothing of tasks. */
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { PythonLaunchArguments } from "../../../protocol/index.js";
import type { ExceptionKind, StopChoice } from "../../breakpoints/exception-filters.js";
import type { Client, Counting } from "../../dap/client.js";
import { errors } from "../../dap/errors.js";
import type { TargetEnd } from "../../target/target.js";
import { PYTHON_VARIABLES } from "../agent-server.js";
import type { BreakpointBook } from "../breakpoints.js";
import { bootFolder, type PythonPlan } from "../interpreter.js";
import type { Backend } from "../lifecycle.js";
import type { PythonProcess } from "../process.js";
import type { PythonProgram } from "../program.js";
import { BreakpointSync } from "./breakpoint-sync.js";
import type { FoundDebugpy } from "./discovery.js";
import { DapPeer, type PeerEvent, PeerRefusal } from "./peer.js";
import { StopControl } from "./stop-control.js";
import { ThreadIds } from "./thread-ids.js";

export interface DebugpyParts {
  readonly client: Client;
  readonly counting: Counting;
  readonly program: PythonProgram;
  readonly book: BreakpointBook;
  /** What the program is to stop for beside lines, as the client set it. */
  readonly stops: () => StopChoice;
}

const PYTHON_EXCEPTIONS = { names: ["Python Exceptions"] };
/** Our exception filters by debugpy's words: which exceptions, and when. It has no filter for cancellation. */
const EXCEPTIONS: Readonly<
  Record<ExceptionKind, { readonly names: readonly string[]; readonly mode: string }>
> = {
  all: { names: [], mode: "always" },
  uncaught: { names: [], mode: "unhandled" },
  cancelled: { names: ["asyncio.exceptions.CancelledError"], mode: "always" },
};

export class DebugpyBackend implements Backend {
  readonly #parts: DebugpyParts;
  readonly #found: FoundDebugpy;
  readonly threads = new ThreadIds();
  #peer: DapPeer | undefined;
  #breakpoints: BreakpointSync | undefined;
  #control: StopControl | undefined;
  #initialized: () => void = () => {};
  #tellProcess: (pid: number | undefined) => void = () => {};
  readonly #process = new Promise<number | undefined>((resolve) => {
    this.#tellProcess = resolve;
  });
  #exitCode: number | undefined;
  #settleEnd: (end: TargetEnd) => void = () => {};
  readonly #ended = new Promise<TargetEnd>((resolve) => {
    this.#settleEnd = resolve;
  });

  constructor(parts: DebugpyParts, found: FoundDebugpy) {
    this.#parts = parts;
    this.#found = found;
  }

  /** Undefined until the program has been started. */
  get control(): StopControl | undefined {
    return this.#control;
  }

  get breakpoints(): BreakpointSync | undefined {
    return this.#breakpoints;
  }

  async start(plan: PythonPlan, args: PythonLaunchArguments): Promise<PythonProcess> {
    const peer = await DapPeer.start(
      { executable: plan.interpreter, args: ["-m", "debugpy.adapter"], env: this.#found.env },
      {
        event: (event) => this.#event(event),
        reverse: (command, reverseArgs) => this.#reverse(command, reverseArgs),
        closed: () => this.#settleEnd({ exitCode: this.#exitCode }),
      },
    );
    this.#peer = peer;
    const { client, counting, program, book } = this.#parts;
    this.#breakpoints = new BreakpointSync(peer, book, program.agent, client, counting);
    this.#control = new StopControl({
      peer,
      client,
      program,
      threads: this.threads,
      breakpoints: this.#breakpoints,
      isUserBreakpoint: (path, line) =>
        book.all().some((entry) => entry.path === path && hasLine(entry.args.breakpoints, line)),
      over: this.#ended,
    });
    const initialized = new Promise<void>((resolve) => {
      this.#initialized = resolve;
    });
    await peer.request("initialize", {
      clientID: "loopscope",
      adapterID: "debugpy",
      pathFormat: "path",
      linesStartAt1: counting.linesStartAt1,
      columnsStartAt1: counting.columnsStartAt1,
      supportsRunInTerminalRequest: client.canRunInTerminal,
      supportsVariableType: true,
    });
    const launched = peer.request("launch", launchArguments(plan, args, this.#found, this.#parts.stops()));
    launched.catch(() => {});
    // A refusal comes instead of the event.
    await Promise.race([initialized, launched, this.#ended]);
    await this.#breakpoints.setAll();
    await this.setStops(this.#parts.stops());
    await peer.request("configurationDone", {});
    await launched;
    return {
      // Its event may come after the answer.
      pid: await Promise.race([this.#process, this.#ended.then(() => undefined)]),
      ended: this.#ended,
      terminate: () => void peer.request("terminate", {}).catch(() => peer.kill()),
      release: () => this.#release(peer),
    };
  }

  /** Passes a request on. @throws UserError with debugpy's reason. */
  async forward(command: string, args: unknown): Promise<Record<string, unknown>> {
    if (this.#peer === undefined) throw errors.noProgram();
    try {
      return await this.#peer.request(command, args);
    } catch (failure) {
      if (failure instanceof PeerRefusal) throw errors.evaluation(failure.message);
      throw failure;
    }
  }

  async setStops({ exceptions, tasks }: StopChoice): Promise<void> {
    if (this.#peer === undefined) return;
    const exceptionOptions = [...exceptions.keys()].map((kind) => ({
      path: [
        PYTHON_EXCEPTIONS,
        ...(EXCEPTIONS[kind].names.length > 0 ? [{ names: EXCEPTIONS[kind].names }] : []),
      ],
      breakMode: EXCEPTIONS[kind].mode,
    }));
    await this.forward("setExceptionBreakpoints", { filters: [], exceptionOptions });
    const { agent } = this.#parts.program;
    // One that has yet to come finds them in its environment.
    if (agent.hello !== undefined) await agent.ask("setTaskBreakpoints", { client: "", breakpoints: tasks });
  }

  async #release(peer: DapPeer): Promise<void> {
    await peer.request("disconnect", { terminateDebuggee: true }).catch(() => {});
    peer.kill();
    await this.#ended;
  }

  #event({ event, body = {} }: PeerEvent): void {
    const { client } = this.#parts;
    switch (event) {
      case "initialized":
        this.#initialized();
        return;
      case "output":
        if (body.category !== "telemetry") client.send("output", body as DebugProtocol.OutputEvent["body"]);
        return;
      case "process":
        this.#tellProcess(body.systemProcessId as number | undefined);
        return;
      case "stopped":
        this.#control?.stopped(body as DebugProtocol.StoppedEvent["body"]);
        return;
      case "continued":
        this.#control?.continued();
        return;
      case "breakpoint": {
        const breakpoint = this.#breakpoints?.translate(body.breakpoint as DebugProtocol.Breakpoint);
        // One without a number of the client's is temporary.
        if (breakpoint?.id !== undefined) client.send("breakpoint", { reason: "changed", breakpoint });
        return;
      }
      case "exited":
        this.#exitCode = body.exitCode as number;
        return;
      case "terminated":
        this.#settleEnd({ exitCode: this.#exitCode });
        this.#peer?.kill();
        return;
    }
  }

  async #reverse(command: string, args: unknown): Promise<unknown> {
    if (command !== "runInTerminal") throw new Error(`'${command}' is not supported`);
    return this.#parts.client.runInTerminal(args as DebugProtocol.RunInTerminalRequestArguments);
  }
}

function hasLine(breakpoints: unknown, line: number): boolean {
  return (
    Array.isArray(breakpoints) &&
    breakpoints.some((breakpoint: { line?: number }) => breakpoint.line === line)
  );
}

function launchArguments(
  plan: PythonPlan,
  args: PythonLaunchArguments,
  found: FoundDebugpy,
  { tasks }: StopChoice,
): Record<string, unknown> {
  const env: Record<string, string | null> = { ...plan.envChanges };
  if (tasks.length > 0) env[PYTHON_VARIABLES.breakpoints] = JSON.stringify(tasks);
  if (found.env.PYDEVD_DISABLE_FILE_VALIDATION !== undefined) {
    env.PYDEVD_DISABLE_FILE_VALIDATION = found.env.PYDEVD_DISABLE_FILE_VALIDATION;
  }
  return {
    type: "python",
    request: "launch",
    ...(args.program === undefined ? { module: args.module } : { program: plan.name }),
    args: [...(args.args ?? [])],
    cwd: plan.cwd,
    env,
    python: [plan.interpreter, ...(args.pythonArgs ?? [])],
    console: args.console ?? "internalConsole",
    redirectOutput: true,
    justMyCode: args.justMyCode !== false,
    stopOnEntry: args.stopOnEntry === true,
    subProcess: false,
    // The agent is no code of the program's: neither steps nor exceptions stop in it.
    rules: [{ path: path.join(path.dirname(bootFolder()), "**"), include: false }],
  };
}
