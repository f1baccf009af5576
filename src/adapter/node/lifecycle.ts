/** From the request to start a program to its end. */
import type { AttachArguments, LaunchArguments } from "../../protocol/index.js";
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import { NO_STOPS, type StopChoice } from "../breakpoints/exception-filters.js";
import type { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { Arguments } from "../dap/arguments.js";
import type { Client, Counting } from "../dap/client.js";
import type { Disposable } from "../dap/disposable.js";
import { errors } from "../dap/errors.js";
import { Sequence } from "../dap/sequence.js";
import type { SourceNames } from "../sources/source-names.js";
import { attachNode } from "../target/attach-node.js";
import { launchNode } from "../target/launch-node.js";
import type { PrivateSocket } from "../target/owner-socket.js";
import type { Target, TargetEnd } from "../target/target.js";
import { type OfferedChildren, takeChildrenOf } from "./attached-children.js";
import { listenForChildren } from "./children.js";
import { Debuggee, type DebuggeeOptions } from "./debuggee.js";
import { attachArguments, launchArguments } from "./launch-arguments.js";
import { watchWorkers } from "./workers.js";

export interface LifecycleParts {
  readonly client: Client;
  readonly counting: Counting;
  readonly names: SourceNames;
  readonly breakpoints: Breakpoints;
  readonly functionBreakpoints: FunctionBreakpoints;
}

/** How the program is come by, to be done again for a restart. */
interface Plan {
  /** @param children where its child processes can ask for a debugger, if that is wanted */
  readonly open: (children: string | undefined) => Promise<Target>;
  readonly options: DebuggeeOptions;
  /** The same with another configuration. */
  again(latest: Arguments): Plan;
}

/** A program that has run for this long without loading the runtime is taken not to be an asyncio program. */
const NO_ASYNCIO_AFTER_MS = 3_000;

/** By default those of a program that is launched; the other's environment is its own business. */
const childrenWish = (
  { autoAttachChildProcesses: wish }: LaunchArguments | AttachArguments,
  unsaid: boolean,
): DebuggeeOptions["attachChildren"] => (wish === undefined ? unsaid : wish && "asked");

/** What the sessions of its threads and child processes have from it. */
const inherited = ({ sourceMaps, skipFiles, debugMode }: DebuggeeOptions) => ({
  sourceMaps,
  skipFiles,
  debugMode,
});

export class Lifecycle {
  readonly #parts: LifecycleParts;
  readonly #abort = new AbortController();
  #plan: Plan | undefined;
  #starting: Promise<void> | undefined;
  #target: Target | undefined;
  #debuggee: Debuggee | undefined;
  #choice: StopChoice = NO_STOPS;
  readonly #choosing = new Sequence();
  #workers: Disposable | undefined;
  #children: PrivateSocket | undefined;
  #offered: OfferedChildren | undefined;
  #configured = false;
  #startedMs: number | undefined;
  /** It was asked to end before there was one. */
  #unwanted = false;
  #ended = false;
  #toldNoAsyncio = false;
  #releasing: Promise<void> | undefined;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
  }

  /** @throws UserError when there is no program, or it has ended. */
  debuggee(): Debuggee {
    if (this.#ended) throw errors.programEnded();
    if (this.#debuggee === undefined) throw errors.noProgram();
    return this.#debuggee;
  }

  /** The program even when it has ended, for what is still known of it. */
  lastDebuggee(): Debuggee | undefined {
    return this.#debuggee;
  }

  launch(args: Arguments): Promise<void> {
    return this.#start(this.#launching(args));
  }

  attach(args: Arguments): Promise<void> {
    return this.#start(this.#attaching(args));
  }

  /**
   * Ends the program and starts it again, or attaches to it again, with the breakpoints as they are now. `arguments`
   * may bring the latest configuration.
   */
  async restart(args: Arguments): Promise<void> {
    await this.#starting;
    const [plan, target, before] = [this.#plan, this.#target, this.#debuggee];
    if (plan === undefined || target === undefined) throw errors.noProgram();
    if (this.#ended) throw errors.programEnded();
    const latest = args.optionalObject("arguments");
    this.#plan = latest === undefined ? plan : plan.again(latest);
    // From here on the end of the old program is no news.
    this.#target = undefined;
    this.#debuggee = undefined;
    await this.#letGo(target, before);
    await target.release();
    await target.ended;
    before?.replaced();
    this.#workers?.dispose();
    this.#children?.dispose();
    this.#startedMs = undefined;
    this.#starting = this.#open(this.#plan.open, this.#plan.options);
    try {
      await this.#starting;
    } catch (failure) {
      this.#ended = true;
      this.#parts.client.send("terminated", undefined);
      throw failure;
    }
  }

  #launching(args: Arguments): Plan {
    const launch = launchArguments(args);
    const noDebug = launch.noDebug === true;
    return {
      open: (children) => launchNode(launch, this.#parts.client, this.#abort.signal, children),
      again: (latest) => this.#launching(latest),
      options: {
        sourceMaps: launch.sourceMaps !== false,
        skipFiles: launch.skipFiles ?? [],
        debugMode: launch.debugMode === true,
        stopOnEntry: launch.stopOnEntry === true && !noDebug,
        noDebug,
        attachWorkers: launch.attachWorkers !== false && !noDebug,
        attachChildren: !noDebug && childrenWish(launch, true),
      },
    };
  }

  #attaching(args: Arguments): Plan {
    const attach = attachArguments(args);
    return {
      open: () => attachNode(attach, this.#parts.client),
      again: (latest) => this.#attaching(latest),
      options: {
        sourceMaps: attach.sourceMaps !== false,
        skipFiles: attach.skipFiles ?? [],
        debugMode: attach.debugMode === true,
        stopOnEntry: false,
        noDebug: false,
        attachWorkers: attach.attachWorkers !== false,
        // A thread has an environment of its own.
        attachChildren: attach.workerId === undefined && childrenWish(attach, false),
      },
    };
  }

  async configurationDone(): Promise<void> {
    this.#configured = true;
    // A launch that is under way runs the program itself when it is ready.
    if (this.#debuggee !== undefined) await this.#run();
  }

  /** Stops for what the client chooses, and, of several choices at once, in the end for the last one. */
  setStops(choice: StopChoice): Promise<void> {
    return this.#choosing.run(async () => {
      this.#choice = choice;
      if (!this.#ended) await this.#debuggee?.setStops(choice);
    });
  }

  /** Ends a launched program, lets go of an attached one. Resolves when that is done. */
  disconnect(terminate: boolean | undefined): Promise<void> {
    this.#releasing ??= this.#release(terminate === true);
    return this.#releasing;
  }

  /** Asks a launched program to end itself; one that is being started ends as soon as it is there. */
  async terminate(): Promise<void> {
    const target = this.#target;
    if (target === undefined) {
      if (this.#starting === undefined) throw errors.noProgram();
      this.#unwanted = true;
      return;
    }
    if (!target.launched)
      throw errors.outOfOrder("terminate", "the program was attached to; disconnect from it instead");
    target.terminate();
    // A handler of the program's can only run while the program does.
    await this.#debuggee?.execution.continue().catch(() => {});
  }

  /** Where child processes can ask for a debugger: nowhere when it is not wanted, or the client cannot give them one. */
  async #takeChildren(options: DebuggeeOptions): Promise<void> {
    const { client } = this.#parts;
    this.#children = undefined;
    if (options.attachChildren === false) return;
    if (client.canStartDebugging) this.#children = await listenForChildren(client, inherited(options));
    else if (options.attachChildren === "asked") {
      client.send("output", {
        category: "console",
        output:
          "The child processes run without a debugger: this client cannot start further sessions. Attach to them by 'processId'.\n",
      });
    }
  }

  /** Has the children of a program that runs already ask where those of a launched one do. */
  async #offerChildren({ launched }: Target, connection: CdpConnection): Promise<void> {
    if (launched || this.#children === undefined) return;
    const offered = await takeChildrenOf(connection, this.#children.address);
    if (typeof offered !== "string") this.#offered = offered;
    else {
      this.#parts.client.send("output", {
        category: "console",
        output: `The child processes run without a debugger of this session: ${offered}.\n`,
      });
    }
  }

  /** Says once, and only when it is certain, that there are no tasks because nobody loaded the runtime. */
  noteMissingAsyncio(): void {
    const debuggee = this.#debuggee;
    if (this.#toldNoAsyncio || this.#target === undefined || debuggee?.agent.hello !== undefined) return;
    const ranMs = this.#startedMs === undefined ? 0 : Date.now() - this.#startedMs;
    if (!this.#ended && ranMs < NO_ASYNCIO_AFTER_MS) return;
    this.#toldNoAsyncio = true;
    this.#parts.client.send("output", {
      category: "console",
      output: `No asyncio program was seen: ${this.#target.name} did not load loopscope, so there are no tasks to show.\n`,
    });
  }

  async #start(plan: Plan): Promise<void> {
    if (this.#starting !== undefined) throw errors.alreadyStarted();
    this.#plan = plan;
    this.#starting = this.#open(plan.open, plan.options);
    try {
      await this.#starting;
    } catch (failure) {
      // Nothing was started: the client may try again.
      if (this.#target === undefined) this.#starting = undefined;
      throw failure;
    }
  }

  async #open(open: Plan["open"], options: DebuggeeOptions): Promise<void> {
    const { client } = this.#parts;
    await this.#takeChildren(options);
    const target = await open(this.#children?.address).catch((failure: unknown) => {
      this.#children?.dispose();
      throw failure;
    });
    this.#target = target;
    target.ended.then((end) => {
      if (target === this.#target) this.#end(end);
    });
    if (this.#unwanted && target.launched) target.terminate();
    client.send("process", {
      name: target.name,
      isLocalProcess: true,
      startMethod: target.launched ? "launch" : "attach",
      ...(target.pid === undefined ? {} : { systemProcessId: target.pid }),
    });
    const { connection } = target;
    if (connection === undefined) return;
    try {
      const debuggee = new Debuggee({ ...target, connection }, this.#parts, options);
      const choice = this.#choice;
      await debuggee.prepare(choice);
      await this.#watchWorkers(target, connection, options);
      await this.#offerChildren(target, connection);
      this.#debuggee = debuggee;
      // The client may have chosen while the program was prepared.
      await this.#choosing.run(async () => {
        if (this.#choice !== choice) await debuggee.setStops(this.#choice);
      });
      if (this.#configured) await this.#run();
    } catch (failure) {
      // It ended while it was being prepared: its end is told by the events.
      if (!connection.isClosed) throw failure;
    }
  }

  /** The debugger that has the program asks for its workers' sessions: a guest would ask for them again. */
  async #watchWorkers(target: Target, connection: CdpConnection, options: DebuggeeOptions): Promise<void> {
    const { client } = this.#parts;
    const reach = target.reach ?? (target.pid === undefined ? undefined : { processId: target.pid });
    const isWorker = target.printsElsewhere === true;
    if (!options.attachWorkers || !client.canStartDebugging || target.shared || isWorker) return;
    if (reach === undefined) return;
    this.#workers = await watchWorkers(connection, client, { reach, inherited: inherited(options) });
  }

  async #run(): Promise<void> {
    if (this.#startedMs !== undefined) return;
    this.#startedMs = Date.now();
    await this.#target?.start().catch(() => {});
  }

  #end({ exitCode, detached = false }: TargetEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    const { client } = this.#parts;
    this.#debuggee?.ended();
    this.#workers?.dispose();
    this.#children?.dispose();
    if (!detached) {
      this.noteMissingAsyncio();
      if (exitCode !== undefined) client.send("exited", { exitCode });
    }
    client.send("terminated", undefined);
  }

  /** Leaves a program that was attached to as it was before. Never rejects. */
  async #letGo(target: Target, debuggee: Debuggee | undefined): Promise<void> {
    if (target.launched) return;
    await this.#offered?.leave();
    this.#offered = undefined;
    await debuggee?.letGo().catch(() => {});
  }

  async #release(terminate: boolean): Promise<void> {
    this.#abort.abort();
    await this.#starting?.catch(() => {});
    const target = this.#target;
    if (target === undefined) return;
    this.#workers?.dispose();
    this.#children?.dispose();
    await this.#letGo(target, this.#debuggee);
    if (terminate && !target.launched) target.terminate();
    await target.release();
    await target.ended;
  }
}
