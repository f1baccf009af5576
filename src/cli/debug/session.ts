/** One debug session as the terminal client leads it: launch or attach, keep the task table, ask, end. */
import type {
  AsyncioRequests,
  AttachArguments,
  InspectResponse,
  LaunchArguments,
  TasksChangedBody,
  TasksResponse,
} from "../../protocol/index.js";
import { type AdapterProcess, startAdapter } from "./adapter-process.js";
import { ConnectionClosed, DapConnection, RequestRefused } from "./connection.js";
import { type ProgramStop, readStop, type StoppedBody } from "./program-stop.js";
import { applyChanges, emptyTable, replaceTasks, type TaskTable } from "./task-table.js";

/** How long an adapter may take to end its session before it is killed. */
const END_GRACE_MS = 5000;

/** Steps of DAP: over the line, into a call, out of the function. */
export type StepRequest = "next" | "stepIn" | "stepOut";

export type OutputCategory = "stdout" | "stderr" | "console";

/** How a session came to its end. */
export interface SessionEnd {
  /** The program's exit code, when it ended and the adapter knew. */
  readonly exitCode?: number;
  /** Set when it was the adapter that ended unexpectedly. */
  readonly failure?: string;
}

export interface SessionListener {
  /** The task table changed, or the program's state. */
  changed?(): void;
  output?(text: string, category: OutputCategory): void;
}

export class DebugSession {
  readonly table: TaskTable = emptyTable();
  /** Settles when the program ended, or the session otherwise came to its end. Never rejects. */
  readonly ended: Promise<SessionEnd>;
  /** The program's process, once the adapter has said so. */
  processId: number | undefined;
  /** Where the program has been stopped, as it was asked; undefined while it runs. */
  stop: ProgramStop | undefined;

  readonly #adapter: AdapterProcess;
  readonly #connection: DapConnection;
  readonly #listener: SessionListener;
  #settle!: (end: SessionEnd) => void;
  #initialized!: () => void;
  readonly #whenInitialized: Promise<void>;
  #exitCode: number | undefined;
  #launched = false;
  /** Stops that somebody has asked for, and is there to go on from. */
  #stopsAsked = 0;
  #ending: Promise<void> | undefined;

  private constructor(listener: SessionListener) {
    this.#listener = listener;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#whenInitialized = new Promise((resolve) => {
      this.#initialized = resolve;
    });
    this.#adapter = startAdapter();
    this.#connection = new DapConnection(this.#adapter.stdout, this.#adapter.stdin, (event, body) =>
      this.#onEvent(event, body),
    );
    void this.#adapter.ended.then((reason) => {
      this.#connection.close(reason);
      this.#settle(this.#exitCode === undefined ? { failure: reason } : { exitCode: this.#exitCode });
    });
  }

  /**
   * Starts a program. Settles when it runs.
   * @throws RequestRefused when the adapter refuses, ConnectionClosed when it ends instead of answering.
   */
  static launch(args: LaunchArguments, listener: SessionListener = {}): Promise<DebugSession> {
    return DebugSession.#open("launch", args, listener);
  }

  /** Attaches to a running program, which goes on when the session ends. @throws as `launch` */
  static attach(args: AttachArguments, listener: SessionListener = {}): Promise<DebugSession> {
    return DebugSession.#open("attach", args, listener);
  }

  static async #open(
    request: "launch" | "attach",
    args: LaunchArguments | AttachArguments,
    listener: SessionListener,
  ): Promise<DebugSession> {
    const session = new DebugSession(listener);
    session.#launched = request === "launch";
    try {
      await session.#start(request, args);
      return session;
    } catch (error) {
      await session.end();
      throw error;
    }
  }

  async #start(request: string, args: object): Promise<void> {
    await this.#connection.request("initialize", {
      clientID: "loopscope",
      clientName: "loopscope",
      adapterID: "asyncio",
      pathFormat: "path",
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    const started = this.#connection.request(request, { type: "asyncio", request, ...args });
    // A refusal comes instead of the event.
    await Promise.race([this.#whenInitialized, started.then(() => this.#whenInitialized)]);
    await this.#connection.request("configurationDone");
    await started;
    // A program that has ended meanwhile has no tasks to show; that is no failure to start it.
    await this.refresh().catch((error: unknown) => {
      if (!(error instanceof RequestRefused) && !(error instanceof ConnectionClosed)) throw error;
    });
  }

  /** Asks for the whole table. @throws RequestRefused, ConnectionClosed */
  async refresh(): Promise<TasksResponse> {
    const body = await this.ask("asyncioTasks", {});
    replaceTasks(this.table, body);
    this.#listener.changed?.();
    return body;
  }

  /** Asks for the findings. @throws RequestRefused, ConnectionClosed */
  async diagnose(): Promise<AsyncioRequests["asyncioDiagnose"]["body"]> {
    const body = await this.ask("asyncioDiagnose", {});
    this.table.findings = body.findings;
    return body;
  }

  /** Asks for one task's details. @throws RequestRefused for an unknown id, ConnectionClosed */
  inspect(taskId: number): Promise<InspectResponse> {
    return this.ask("asyncioInspect", { taskId });
  }

  /** Any of the project's own requests. @throws RequestRefused, ConnectionClosed */
  ask<N extends keyof AsyncioRequests>(
    command: N,
    args: AsyncioRequests[N]["arguments"],
  ): Promise<AsyncioRequests[N]["body"]> {
    return this.#connection.request(command, args);
  }

  /** Stops the program wherever it is. @throws RequestRefused, ConnectionClosed */
  pause(): Promise<void> {
    return this.#askForStop(() => this.#connection.request("pause", { threadId: 1 }));
  }

  /** Runs until a task resumes, or has come to its next await. @throws RequestRefused, ConnectionClosed */
  stopIn(request: "asyncioRunToResume" | "asyncioStepToAwait", taskId: number): Promise<void> {
    return this.#askForStop(() => this.ask(request, { taskId }));
  }

  /** Steps in the task in which the program is stopped. @throws RequestRefused, ConnectionClosed */
  async step(request: StepRequest): Promise<void> {
    const threadId = this.stop?.threadId;
    if (threadId !== undefined) await this.#askForStop(() => this.#connection.request(request, { threadId }));
  }

  /** Lets a stopped program run. @throws RequestRefused, ConnectionClosed */
  async continue(): Promise<void> {
    const { stop } = this;
    if (stop === undefined) return;
    this.#stopsAsked = 0;
    await this.#connection.request("continue", { threadId: stop.threadId });
    if (this.stop === stop) this.#runs();
  }

  async #askForStop(ask: () => Promise<unknown>): Promise<void> {
    const before = this.stop;
    this.#stopsAsked++;
    try {
      await ask();
    } catch (error) {
      // Another one may have been asked for meanwhile, or have come.
      this.#stopsAsked = Math.max(0, this.#stopsAsked - 1);
      throw error;
    }
    // The next stop may be told before the answer is here.
    if (this.stop === before) this.#runs();
  }

  #runs(): void {
    this.stop = undefined;
    this.#listener.changed?.();
  }

  /** Holds the adapter's messages back while what they are written to is full. */
  pauseReading(): void {
    this.#connection.pause();
  }

  /** Undoes `pauseReading`. */
  resumeReading(): void {
    this.#connection.resume();
  }

  /** Ends the session, and with it a launched program; settles when the adapter is gone. Safe to repeat. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#connection.resume();
    const overdue = setTimeout(() => this.#adapter.kill(), END_GRACE_MS);
    this.#connection
      .request("disconnect", { terminateDebuggee: this.#launched })
      .then(() => this.#adapter.stdin.end())
      .catch(() => this.#adapter.stdin.end());
    await this.#adapter.ended;
    clearTimeout(overdue);
  }

  async #onStopped(body: StoppedBody): Promise<void> {
    if (this.#stopsAsked === 0) {
      // Such as a `debugger` statement. Nobody has asked for it, or is there to step, so the program goes on.
      await this.#connection.request("continue", { threadId: body.threadId ?? 1 });
      return;
    }
    this.#stopsAsked = 0;
    this.stop = await readStop(body, (command, args) => this.#connection.request(command, args));
    this.#listener.changed?.();
  }

  #onEvent(event: string, body: unknown): void {
    switch (event) {
      case "initialized":
        this.#initialized();
        return;
      case "output": {
        const { output, category } = body as { output: string; category?: string };
        if (category === "telemetry") return;
        const known = category === "stdout" || category === "stderr" ? category : "console";
        this.#listener.output?.(output, known);
        return;
      }
      case "process":
        this.processId = (body as { systemProcessId?: number }).systemProcessId;
        this.#listener.changed?.();
        return;
      case "stopped":
        void this.#onStopped(body as StoppedBody).catch(() => undefined);
        return;
      case "continued":
        this.#runs();
        return;
      case "exited":
        this.#exitCode = (body as { exitCode: number }).exitCode;
        return;
      case "terminated":
        this.#settle(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode });
        return;
      case "asyncioTasksChanged":
        if (applyChanges(this.table, body as TasksChangedBody)) void this.refresh().catch(() => undefined);
        this.#listener.changed?.();
        return;
    }
  }
}
