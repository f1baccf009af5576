/** The live debug sessions of type `asyncio`, each with its model, and the typed way to ask their adapters. */
import * as vscode from "vscode";
import type { AsyncioEvents, AsyncioRequests, Dump } from "../../protocol/index.js";
import { TasksModel } from "../tasks/tasks-model.js";
import { DEBUG_TYPE } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { DumpSession } from "./dump-session.js";
import { type ProgramSession, RequestError } from "./program-session.js";

const CHANGED = "asyncioTasksChanged";

/** Instead of an event's number: each one will be said to be taken, from the first on. */
const NONE_YET = 0;

/** The messages of an adapter that a model is made from. */
type ModelMessage =
  | {
      readonly type: "response";
      readonly command: "asyncioTasks" & keyof AsyncioRequests;
      readonly success: boolean;
      readonly body: AsyncioRequests["asyncioTasks"]["body"];
    }
  | {
      readonly type: "event";
      readonly event: typeof CHANGED;
      readonly body: AsyncioEvents[typeof CHANGED];
    }
  | { readonly type: "event"; readonly event: "stopped" | "continued" }
  | { readonly type: "response"; readonly command: Resuming; readonly success: boolean };

type Resuming = "continue" | "next" | "stepIn" | "stepOut";

/** Requests after which the program runs, without an event that says so. */
const RESUMING: ReadonlySet<string> = new Set<Resuming>(["continue", "next", "stepIn", "stepOut"]);

/** Records of one page: what takes the extension host some 20 ms. */
const PAGE_RECORDS = 5000;

/** A program that is debugged. */
export class LiveSession implements ProgramSession {
  readonly debug: vscode.DebugSession;
  readonly model = new TasksModel();
  readonly readOnly = false;
  /** The answer that the model starts from is on its way, and contains what events say until then. */
  loading = true;
  /** The page of that answer that comes next. */
  nextPage = 0;
  /** It is being read; `again`: and has to be read once more, as the table was rebuilt meanwhile. */
  reading: "no" | "once" | "again" = "no";
  /** Tasks that the user has pinned. */
  pinned: readonly number[] = [];
  /** The debugger has stopped the program. */
  stopped = false;

  constructor(debug: vscode.DebugSession) {
    this.debug = debug;
  }

  get id(): string {
    return this.debug.id;
  }

  get name(): string {
    return this.debug.name;
  }

  /** Sends one of the project's own DAP requests. @throws RequestError when it is refused or the session is gone. */
  async request<K extends keyof AsyncioRequests>(
    command: K,
    args: AsyncioRequests[K]["arguments"],
  ): Promise<AsyncioRequests[K]["body"]> {
    try {
      // The adapter's answer has the type that the protocol gives it.
      return (await this.debug.customRequest(command, args)) as AsyncioRequests[K]["body"];
    } catch (error) {
      throw new RequestError(error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * Follows sessions by their start and end events alone: `vscode.debug.activeDebugSession` may name one that has ended,
 * and knows one at a time.
 */
export class Sessions implements vscode.Disposable {
  readonly #live = new Map<string, LiveSession>();
  readonly #dumps = new Map<string, DumpSession>();
  #lastDump = 0;
  /** Sessions may end before their start is announced. */
  readonly #ended = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** A session came or went, or the model of one changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.debug.onDidStartDebugSession((session) => this.#started(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.#terminated(session)),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type === DEBUG_TYPE && event === CHANGED) tellTaken(session, body.event);
      }),
      // An answer and the events after it have to be taken in their order, which promises and VS Code's events lose.
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: ({ id }) => ({
          onDidSendMessage: (message: ModelMessage) => this.#received(id, message),
        }),
      }),
    );
  }

  /** The oldest first. */
  get live(): readonly LiveSession[] {
    return [...this.#live.values()];
  }

  /** Dumps that are open, the first opened first. */
  get dumps(): readonly DumpSession[] {
    return [...this.#dumps.values()];
  }

  /** What the Tasks view shows. */
  get shown(): readonly ProgramSession[] {
    return [...this.live, ...this.dumps];
  }

  /** A live session or an open dump. */
  get(id: string): ProgramSession | undefined {
    return this.#live.get(id) ?? this.#dumps.get(id);
  }

  /** Shows a dump beside the programs, until it is closed. */
  openDump(name: string, dump: Dump): void {
    this.#lastDump++;
    const session = new DumpSession(`dump ${this.#lastDump}`, name, dump);
    this.#dumps.set(session.id, session);
    this.#changed.fire();
  }

  closeDump(id: string): void {
    if (this.#dumps.delete(id)) this.#changed.fire();
  }

  /** The session that VS Code's debug views show, or else the newest; undefined when none is alive. */
  get current(): LiveSession | undefined {
    const active = vscode.debug.activeDebugSession;
    return (active && this.#live.get(active.id)) ?? this.live.at(-1);
  }

  /** Asks a session for everything anew. Does nothing when the session has ended meanwhile. */
  async reload(session: LiveSession): Promise<void> {
    try {
      // The tasks come into the model as they pass the tracker.
      session.nextPage = 0;
      let cursor: number | undefined;
      do {
        const position = cursor === undefined ? {} : { cursor };
        ({ cursor } = await session.request("asyncioTasks", {
          count: PAGE_RECORDS,
          columns: true,
          ...position,
        }));
      } while (cursor !== undefined);
      const { findings } = await session.request("asyncioDiagnose", {});
      session.model.setFindings(findings);
    } catch (error) {
      // An ended session says that it ended; a living one has to say what went wrong.
      if (!this.#live.has(session.id)) return;
      throw error;
    }
    this.#changed.fire();
  }

  /** Tells those who follow that something about a session changed that is not in its model. */
  touch(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#live.clear();
    this.#dumps.clear();
  }

  #started(debug: vscode.DebugSession): void {
    if (debug.type !== DEBUG_TYPE || this.#ended.has(debug.id)) return;
    const session = new LiveSession(debug);
    this.#live.set(debug.id, session);
    tellTaken(debug, NONE_YET);
    this.#changed.fire();
    this.#load(session);
  }

  #terminated(debug: vscode.DebugSession): void {
    if (debug.type !== DEBUG_TYPE) return;
    this.#ended.add(debug.id);
    if (this.#live.delete(debug.id)) this.#changed.fire();
  }

  #received(sessionId: string, message: ModelMessage): void {
    const session = this.#live.get(sessionId);
    if (session === undefined) return;
    if (message.type === "response" && message.command === "asyncioTasks" && message.success) {
      // Whoever asks for everything in one answer gets no `totalTasks`.
      if (session.nextPage === 0 || message.body.totalTasks === undefined)
        session.model.replace(message.body);
      else session.model.extend(message.body);
      session.nextPage++;
      session.loading = false;
      this.#changed.fire();
    } else if (message.type === "event" && message.event === CHANGED && !session.loading) {
      const complete = session.model.apply(message.body);
      this.#changed.fire();
      if (!complete) this.#load(session);
    } else if (message.type === "event" && (message.event === "stopped" || message.event === "continued")) {
      session.stopped = message.event === "stopped";
    } else if (message.type === "response" && RESUMING.has(message.command) && message.success) {
      session.stopped = false;
    }
  }

  #load(session: LiveSession): void {
    // Under a flood of tasks the table is rebuilt time and again: one reading at a time.
    if (session.reading !== "no") {
      session.reading = "again";
      return;
    }
    session.loading = true;
    session.reading = "once";
    const read = async (): Promise<void> => {
      try {
        await this.reload(session);
      } finally {
        const again = session.reading === "again";
        session.reading = "no";
        if (again && this.#live.has(session.id)) this.#load(session);
      }
    };
    read().catch((error: unknown) => {
      session.loading = false;
      vscode.window.showErrorMessage(
        t("Loopscope cannot read the tasks of {0}: {1}", session.name, String(error)),
      );
    });
  }
}

/**
 * Tells the adapter that VS Code is through with an event, so that no more than one is on its way: each goes to the window
 * and comes back from there, and whatever the user asks for queues up behind them.
 */
function tellTaken(session: vscode.DebugSession, event: number | undefined): void {
  if (event === undefined) return;
  session
    .customRequest("asyncioEventTaken" satisfies keyof AsyncioRequests, { event, columns: true })
    .then(undefined, () => {
      // The session has ended.
    });
}
