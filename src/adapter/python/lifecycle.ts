/** A Python program from the request to start it to its end. */
import type { CompanionArguments, HelloMessage, PythonLaunchArguments } from "../../protocol/index.js";
import type { Transport } from "../cdp/transport.js";
import type { Arguments } from "../dap/arguments.js";
import type { Client, Counting } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import type { SourceNames } from "../sources/source-names.js";
import type { TargetEnd } from "../target/target.js";
import { type AgentServer, listenForAgents, PYTHON_VARIABLES } from "./agent-server.js";
import { connectGuest, type Guest } from "./guest.js";
import { type PythonPlan, planPython } from "./interpreter.js";
import { type PythonProcess, startPython, startPythonInTerminal } from "./process.js";
import { PythonProgram } from "./program.js";
import { isolatingOption, pythonLaunchArguments } from "./python-arguments.js";

/** A program that has run for this long without importing asyncio is taken not to be an asyncio program. */
const NO_ASYNCIO_AFTER_MS = 3_000;
const ONLY_READ =
  "So it is read from outside: its tasks, their stacks and what they await are shown; no locals, and nothing can be done in it.";
/** A program's last messages may come after its end, milliseconds. */
const LAST_WORDS_MS = 500;

export interface PythonLifecycleParts {
  readonly client: Client;
  readonly counting: Counting;
  readonly names: SourceNames;
}

/** What starts the program, when it is not started by ourselves. */
export interface Backend {
  start(plan: PythonPlan, args: PythonLaunchArguments): Promise<PythonProcess>;
}

export class PythonLifecycle {
  readonly #parts: PythonLifecycleParts;
  #program: PythonProgram | undefined;
  #server: AgentServer | undefined;
  #launch: { readonly plan: PythonPlan; readonly args: PythonLaunchArguments } | undefined;
  #backend: Backend | undefined;
  #process: PythonProcess | undefined;
  #running: Promise<void> | undefined;
  #configured = false;
  #attached = false;
  #startedMs: number | undefined;
  /** It is being launched, or was. */
  #starting = false;
  /** It was asked to end before there was one. */
  #unwanted = false;
  #ended = false;
  #gone: Promise<void> = Promise.resolve();
  #toldNoAsyncio = false;
  #releasing: Promise<void> | undefined;
  #arrived: (pid: number) => void = () => {};

  constructor(parts: PythonLifecycleParts) {
    this.#parts = parts;
  }

  /** @throws UserError when there is no program, or it has ended. */
  program(): PythonProgram {
    if (this.#ended) throw errors.programEnded();
    if (this.#program === undefined) throw errors.noProgram();
    return this.#program;
  }

  /** The program even when it has ended. */
  lastProgram(): PythonProgram | undefined {
    return this.#program;
  }

  /** The program was there before us. */
  get attached(): boolean {
    return this.#attached;
  }

  /** A program was asked for. */
  get isStarted(): boolean {
    return this.#program !== undefined;
  }

  /** The interpreter of the launch, as it was asked for or found. */
  get interpreter(): string {
    return this.#launch?.plan.interpreter ?? "python3";
  }

  /**
   * Gets everything ready; the program begins with `configurationDone`.
   * @param backendFor gives what starts the program, undefined to start it ourselves.
   * @throws UserError when it cannot be started.
   */
  async launch(
    args: Arguments,
    backendFor: (
      plan: PythonPlan,
      args: PythonLaunchArguments,
      program: PythonProgram,
    ) => Promise<Backend | undefined>,
  ): Promise<void> {
    if (this.#program !== undefined) throw errors.alreadyStarted();
    const launch = pythonLaunchArguments(args);
    this.#starting = true;
    let server: AgentServer | undefined;
    try {
      server = await listenForAgents((transport, hello) => this.#greeted(transport, hello));
      const terminal = launch.console !== undefined && launch.console !== "internalConsole";
      const early: Record<string, string> = terminal ? { [PYTHON_VARIABLES.early]: "1" } : {};
      const plan = planPython(launch, { ...server.environment, ...early });
      const program = new PythonProgram({ ...this.#parts, showWarnings: false, name: plan.name });
      this.#backend = await backendFor(plan, launch, program);
      this.#server = server;
      this.#launch = { plan, args: launch };
      this.#program = program;
    } catch (failure) {
      this.#starting = false;
      server?.dispose();
      throw failure;
    }
    if (this.#configured) await this.#run();
  }

  /** Attaches to a program, as a guest. @throws UserError when it cannot be reached. */
  async attach(pid: number, companion: CompanionArguments = {}): Promise<void> {
    if (this.#program !== undefined) throw errors.alreadyStarted();
    const { client } = this.#parts;
    this.#attached = true;
    let guest: Guest;
    try {
      guest = await connectGuest(pid, companion);
    } catch (failure) {
      if (companion.companion !== true) throw failure;
      // Nobody has asked for this session: it ends without a word about a program that was over so soon.
      this.#end({ exitCode: undefined, detached: true });
      return;
    }
    // The other debugger shows what the program prints.
    const showWarnings = companion.companion !== true;
    const program = new PythonProgram({ ...this.#parts, showWarnings, name: guest.name });
    this.#program = program;
    client.send("process", {
      name: guest.name,
      isLocalProcess: true,
      startMethod: "attach",
      systemProcessId: pid,
    });
    if (guest.onlyRead !== undefined) {
      const output = `${guest.onlyRead}\n${ONLY_READ}\n`;
      client.send("output", { category: "console", output });
    }
    this.#startedMs = Date.now();
    await program.connected(guest.transport, guest.hello, false, () =>
      this.#end({ exitCode: undefined, detached: this.#releasing !== undefined }),
    );
  }

  async configurationDone(): Promise<void> {
    this.#configured = true;
    if (this.#launch !== undefined) await this.#run();
  }

  /** Asks a launched program to end itself; one that is being started ends as soon as it is there. */
  terminate(): void {
    if (this.#attached) {
      throw errors.outOfOrder("terminate", "the program was attached to; disconnect from it instead");
    }
    if (this.#process !== undefined) this.#process.terminate();
    else if (this.#starting) this.#unwanted = true;
    else throw errors.noProgram();
  }

  /** Ends a launched program, lets go of an attached one. Resolves when that is done. */
  disconnect(): Promise<void> {
    this.#releasing ??= this.#release();
    return this.#releasing;
  }

  /** Says once, and only when it is certain, why there are no tasks. */
  noteMissingAsyncio(): void {
    const launch = this.#launch;
    if (this.#toldNoAsyncio || launch === undefined || this.#program?.agent.hello !== undefined) return;
    const ranMs = this.#startedMs === undefined ? 0 : Date.now() - this.#startedMs;
    if (!this.#ended && ranMs < NO_ASYNCIO_AFTER_MS) return;
    this.#toldNoAsyncio = true;
    const option = isolatingOption(launch.args.pythonArgs ?? []);
    const why =
      option === undefined
        ? `${launch.plan.name} did not import asyncio`
        : `with '${option}' the interpreter ignores PYTHONPATH, so the agent could not be loaded; leave the option out to see the tasks`;
    this.#parts.client.send("output", {
      category: "console",
      output: `No asyncio program was seen: ${why}${option === undefined ? ", so there are no tasks to show" : ""}.\n`,
    });
  }

  #greeted(transport: Transport, hello: HelloMessage): void {
    const program = this.#program;
    if (program === undefined || program.agent.hello !== undefined || this.#ended) {
      // A child of the program: it can be attached to by its process id.
      transport.close();
      return;
    }
    this.#gone = new Promise((resolve) => {
      program.connected(transport, hello, true, resolve).catch(() => {});
    });
    this.#arrived(hello.pid);
  }

  #run(): Promise<void> {
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<void> {
    const { plan, args } = this.#launch!;
    const { client } = this.#parts;
    const arrived = new Promise<number>((resolve) => {
      this.#arrived = resolve;
    });
    const terminal = args.console === "integratedTerminal" || args.console === "externalTerminal";
    try {
      this.#process =
        this.#backend !== undefined
          ? await this.#backend.start(plan, args)
          : terminal
            ? await startPythonInTerminal(plan, args.console === "externalTerminal", client, arrived)
            : await startPython(plan, client);
    } catch (failure) {
      // The launch was answered long ago: its end is all that can be told.
      client.send("output", { category: "stderr", output: `${(failure as Error).message}\n` });
      this.#end({ exitCode: undefined });
      return;
    }
    this.#startedMs = Date.now();
    client.send("process", {
      name: plan.name,
      isLocalProcess: true,
      startMethod: "launch",
      ...(this.#process.pid === undefined ? {} : { systemProcessId: this.#process.pid }),
    });
    if (this.#unwanted) this.#process.terminate();
    const { ended } = this.#process;
    ended.then((end) => this.#lastWords().then(() => this.#end(end)));
    // Who asks for tasks next expects those of a program that has come to its loop.
    if (this.#backend === undefined) await within(NO_ASYNCIO_AFTER_MS, Promise.race([arrived, ended]));
  }

  /** Takes in what the agent sent before the program ended. */
  async #lastWords(): Promise<void> {
    if (this.#program?.agent.hello === undefined) return;
    await within(LAST_WORDS_MS, this.#gone);
  }

  #end({ exitCode, detached = false }: TargetEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    const { client } = this.#parts;
    this.#program?.ended();
    this.#server?.dispose();
    if (!detached) {
      this.noteMissingAsyncio();
      if (exitCode !== undefined) client.send("exited", { exitCode });
    }
    client.send("terminated", undefined);
  }

  async #release(): Promise<void> {
    await this.#running?.catch(() => {});
    if (this.#attached) {
      this.#program?.agent.close();
      this.#end({ exitCode: undefined, detached: true });
      return;
    }
    if (this.#process === undefined) {
      this.#server?.dispose();
      return;
    }
    await this.#process.release();
    await this.#process.ended;
    await this.#lastWords();
    this.#server?.dispose();
  }
}

/** Waits for a promise, but not for longer than this. */
async function within(limitMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([promise, patience]);
  clearTimeout(timer);
}
