/** Running and stopping: what V8's pauses mean to the user, and which of them the user sees. */
import { setTimeout as delay } from "node:timers/promises";
import type { AgentLink } from "./agent-link.js";
import { wantedHits } from "./breakpoint-hits.js";
import type { Breakpoint, Breakpoints } from "./breakpoints.js";
import type { CdpConnection } from "./cdp/connection.js";
import type { CallFrame, PausedParams, RemoteObject } from "./cdp/types.js";
import type { Client } from "./client.js";
import type { CodeOwnership } from "./code-ownership.js";
import { HOLD_URL, NUDGE_URL } from "./debugger-scripts.js";
import { errors } from "./errors.js";
import type { Exceptions } from "./exceptions.js";
import { type PauseReason, pauseReasons } from "./pause-reasons.js";
import type { ScriptSources } from "./script-sources.js";
import type { Scripts } from "./scripts.js";
import { heldModule } from "./source-map-hold.js";
import { trappedFunction } from "./step-trap.js";
import { type Current, Step, type StepCommand, type StepKind } from "./stepping.js";
import type { Stop, StopReason } from "./stop.js";
import { LOOP_THREAD_ID, threadIdOf } from "./threads.js";
import { valueText } from "./value-text.js";

/** An idle program runs no code that could stop: after this long it is nudged, milliseconds. */
const NUDGE_AFTER_MS = 50;
/** If a pause has not come by then, the user is told why, milliseconds. */
const PAUSE_PATIENCE_MS = 3_000;
/** A pause that is not ours is often over at once: a step or a log point of another debugger, milliseconds. */
const FOREIGN_SETTLE_MS = 200;
const CURRENT_TIMEOUT_MS = 2_000;
/** V8's reasons for a pause at a `throw`, and at a rejection that nobody handles. */
const EXCEPTION_REASONS = new Set(["exception", "promiseRejection"]);

export interface ExecutionParts {
  readonly connection: CdpConnection;
  readonly client: Client;
  readonly agent: AgentLink;
  readonly scripts: Scripts;
  readonly ownership: CodeOwnership;
  readonly breakpoints: Breakpoints;
  readonly exceptions: Exceptions;
  readonly sources: ScriptSources;
  /** Another debugger has the program too. */
  readonly shared: boolean;
}

export interface ExecutionListener {
  /** The program stopped for the user; awaited before the client is told. */
  stopping(stop: Stop): Promise<void>;
  /** It goes on. */
  resuming(): void;
  /** Whether nothing on the await chain of what runs catches an error that is thrown there. */
  isUncaught(stop: Stop): Promise<boolean>;
  /** Whether one of these frames, by itself, catches an error that is thrown there. */
  anyCatches(callFrames: readonly CallFrame[]): Promise<boolean>;
}

export class Execution {
  readonly #parts: ExecutionParts;
  readonly #listener: ExecutionListener;
  #stop: Stop | undefined;
  #step: Step | undefined;
  #pauseWanted = false;
  /** Whether V8 was told to step, and not to run. */
  #v8Steps = false;
  /** Set while V8 is paused, whether the user knows or not. */
  #v8Paused = false;
  /** Counts V8's pauses, to tell them apart. */
  #pauses = 0;
  /** What `blackbox` last told V8. */
  #covered = "";
  #entryBreakpointId: string | undefined;

  constructor(parts: ExecutionParts, listener: ExecutionListener) {
    this.#parts = parts;
    this.#listener = listener;
    parts.connection.on("Debugger.paused", (params) => {
      this.#v8Paused = true;
      this.#pauses++;
      this.#paused(params).catch((failure: unknown) => this.#failed(failure));
    });
    parts.connection.on("Debugger.resumed", () => {
      this.#v8Paused = false;
      // Another debugger of the same program let it go.
      if (this.#stop !== undefined) {
        this.#goOn();
        parts.client.send("continued", { threadId: LOOP_THREAD_ID, allThreadsContinued: true });
      }
    });
  }

  /** The stop that the user sees; undefined while the program runs. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  /** Stops at the first line of a script. */
  async stopAtEntry(url: string): Promise<void> {
    const { breakpointId } = await this.#parts.connection.send("Debugger.setBreakpointByUrl", {
      url,
      lineNumber: 0,
    });
    this.#entryBreakpointId = breakpointId;
  }

  /** Tells V8 what to step over. Errors that begin in the runtime are wanted too, unless a step is under way. */
  async blackbox(): Promise<void> {
    const { connection, exceptions, ownership } = this.#parts;
    const runtime = this.#step !== undefined || this.#pauseWanted || !exceptions.active;
    const patterns = ownership.blackboxPatterns(runtime);
    const text = patterns.join("\n");
    if (text === this.#covered) return;
    this.#covered = text;
    await connection.send("Debugger.setBlackboxPatterns", { patterns });
  }

  /** Lets a stopped program run; a step that a breakpoint of another task interrupted goes on too. */
  async continue(): Promise<void> {
    if (this.#stop === undefined) return;
    this.#goOn();
    const arming = this.#step?.arming();
    if (arming !== undefined) await this.#arm(arming);
    await this.blackbox();
    await this.#command("Debugger.resume");
  }

  /** Stops the program wherever it is, also when it is idle. */
  async pause(): Promise<void> {
    if (this.#stop !== undefined) return;
    this.#pauseWanted = true;
    await this.blackbox();
    await this.#parts.connection.send("Debugger.pause", {});
    setTimeout(() => this.#nudge(), NUDGE_AFTER_MS);
    setTimeout(() => {
      if (this.#pauseWanted && !this.#parts.connection.isClosed) {
        this.#parts.client.send("output", {
          category: "console",
          output:
            "The program is inside a native call that cannot be interrupted; it stops when that returns.\n",
        });
      }
    }, PAUSE_PATIENCE_MS).unref();
  }

  /** Begins a step of the task that is stopped. @throws UserError while the program runs. */
  async step(kind: StepKind): Promise<void> {
    const stop = this.#stop;
    if (stop === undefined) throw errors.notStopped();
    const step = new Step(kind, stop.current, stop.callFrames, this.#parts.ownership);
    this.#goOn();
    this.#step = step;
    const arming = step.arming();
    if (arming === undefined) await this.#disarm();
    else await this.#arm(arming);
    await this.blackbox();
    await this.#command(step.first(stop.callFrames));
  }

  /** Takes everything out of the program that would stop it; if we stopped it, it goes on. */
  async letGo(): Promise<void> {
    const resume = this.#stop !== undefined && this.#stop.foreign !== true;
    this.#step = undefined;
    this.#pauseWanted = false;
    this.#stop = undefined;
    await this.#disarm();
    if (resume) await this.#parts.connection.send("Debugger.resume", {}, CURRENT_TIMEOUT_MS).catch(() => {});
    await this.#parts.connection.send("Debugger.disable", {}, CURRENT_TIMEOUT_MS).catch(() => {});
  }

  async #paused(params: PausedParams): Promise<void> {
    const reasons = pauseReasons(params);
    const { breakpoints, client, connection, ownership, exceptions, shared, sources } = this.#parts;
    if (await this.#heldForSourceMap(params, reasons)) return;
    const top = params.callFrames[0];
    const isUser = top !== undefined && ownership.isUser(top);
    const ours =
      this.#step !== undefined ||
      this.#pauseWanted ||
      breakpoints.find(params.hitBreakpoints ?? []).length > 0 ||
      params.hitBreakpoints?.includes(this.#entryBreakpointId ?? "") === true ||
      (exceptions.active && reasons.some(({ reason }) => EXCEPTION_REASONS.has(reason)));
    if (!ours && (shared || !isUser)) return this.#foreign(params);
    if (this.#step !== undefined && top !== undefined && ownership.isTrap(top)) {
      return this.#trapped(this.#step, top);
    }

    const current = await this.#current();
    const hit = await wantedHits(params, breakpoints, connection, client);
    const isEntry = this.#takeEntry(params);
    const exception = await this.#wantedException(reasons, params, current);
    const userWants =
      hit.length > 0 ||
      isEntry ||
      exception !== undefined ||
      (isUser && isPlain(params, reasons) && (await sources.isDebuggerStatement(top.location)));
    if (this.#pauseWanted) return this.#show("pause", params, current, hit, exception);
    if (this.#step !== undefined) {
      const pause = { callFrames: params.callFrames, current, unwanted: unwantedBy(params, reasons) };
      const arrival = this.#step.decide(pause);
      if (!userWants && arrival !== "stop") return this.#command(arrival);
      const arrived = arrival === "stop" && this.#v8Steps && exception === undefined;
      // A stop in another task interrupts the step: `continue` takes it up again.
      if (arrival === "stop" || current?.taskId === this.#step.origin?.taskId) this.#step = undefined;
      const reason = arrived || !userWants ? "step" : exception === undefined ? "breakpoint" : "exception";
      return this.#show(reason, params, current, hit, exception);
    }
    if (isEntry) return this.#show("entry", params, current, hit, undefined);
    if (exception !== undefined) return this.#show("exception", params, current, hit, exception);
    if (userWants) return this.#show("breakpoint", params, current, hit, undefined);
    // An exception that no filter wants, a breakpoint whose count is not reached, a log point.
    return this.#command("Debugger.resume");
  }

  /** Whether the pause was for setting breakpoints in a script that is about to run; it is over then. */
  async #heldForSourceMap(params: PausedParams, reasons: readonly PauseReason[]): Promise<boolean> {
    const { breakpoints, connection, ownership, scripts, shared } = this.#parts;
    const top = params.callFrames[0];
    for (const { data } of reasons.filter(({ reason }) => reason === "instrumentation")) {
      const script = scripts.get(String(data.scriptId));
      if (script !== undefined) await breakpoints.scriptWithMap(script);
    }
    if (reasons.every(({ reason }) => reason === "instrumentation")) {
      await this.#command("Debugger.resume");
      return true;
    }
    if (shared || top === undefined || ownership.urlOf(top) !== HOLD_URL) return false;
    const held = await heldModule(connection, top);
    if (held === undefined) return false;
    await breakpoints.scriptWithMap(held);
    await this.#command(this.#step !== undefined && this.#v8Steps ? "Debugger.stepOut" : "Debugger.resume");
    return true;
  }

  /** The loop is about to run a coroutine that the step waits for: in it goes, unless it is the runtime's own. */
  async #trapped(step: Step, frame: CallFrame): Promise<void> {
    const { connection, ownership } = this.#parts;
    const place = await trappedFunction(connection, frame);
    const arming = step.arming();
    if (place === undefined || arming === undefined || !ownership.isMachinery(place)) {
      return this.#command("Debugger.stepInto");
    }
    // `asyncWith` and its like: what they await, or who awaits them, is still to come.
    await this.#arm(arming);
    return this.#command("Debugger.resume");
  }

  /** A pause that another debugger of the program made: it is shown when it lasts. */
  async #foreign(params: PausedParams): Promise<void> {
    const pause = this.#pauses;
    await delay(FOREIGN_SETTLE_MS);
    if (!this.#v8Paused || this.#pauses !== pause || this.#parts.connection.isClosed) return;
    const top = params.callFrames[0];
    // A trap that was left over from a step of ours would hold the program for nothing.
    if (top !== undefined && this.#parts.ownership.isTrap(top)) return this.#command("Debugger.resume");
    return this.#show("pause", params, await this.#current(), [], undefined, true);
  }

  async #show(
    reason: StopReason,
    params: PausedParams,
    current: Current,
    hit: readonly Breakpoint[],
    exception: { error: RemoteObject; uncaught: boolean } | undefined,
    foreign = false,
  ): Promise<void> {
    this.#pauseWanted = false;
    if (this.#step === undefined) await this.#disarm();
    const stop: Stop = {
      reason,
      callFrames: params.callFrames.filter((frame) => this.#parts.ownership.urlOf(frame) !== NUDGE_URL),
      current,
      foreign,
      ...(exception === undefined ? {} : { exception: exception.error, uncaught: exception.uncaught }),
    };
    await this.#listener.stopping(stop);
    this.#stop = stop;
    this.#parts.client.send("stopped", {
      reason,
      threadId: current === null ? LOOP_THREAD_ID : threadIdOf(current.taskId),
      allThreadsStopped: true,
      ...(hit.length > 0 ? { hitBreakpointIds: hit.map(({ id }) => id) } : {}),
      ...(exception === undefined
        ? {}
        : { description: "Paused on exception", text: valueText(exception.error).split("\n")[0]! }),
    });
  }

  #goOn(): void {
    this.#stop = undefined;
    this.#listener.resuming();
  }

  async #command(command: StepCommand): Promise<void> {
    this.#v8Steps = command !== "Debugger.resume";
    await this.#parts.connection.send(command, {});
  }

  /** Runs an empty script: the code that a pause waits for. */
  #nudge(): void {
    if (!this.#pauseWanted || this.#v8Paused || this.#parts.connection.isClosed) return;
    const expression = `0\n//# sourceURL=${NUDGE_URL}`;
    this.#parts.connection.send("Runtime.evaluate", { expression, silent: true }).catch(() => {});
  }

  async #current(): Promise<Current> {
    if (this.#parts.agent.hello === undefined) return null;
    return this.#parts.agent.command("current", {}, CURRENT_TIMEOUT_MS).catch(() => null);
  }

  async #arm(arming: { taskId: number; resumeDepth: number; startDepth: number }): Promise<void> {
    await this.#parts.agent.command("armStep", arming, CURRENT_TIMEOUT_MS).catch(() => {});
  }

  async #disarm(): Promise<void> {
    if (this.#parts.agent.hello === undefined) return;
    await this.#parts.agent.command("disarmStep", {}, CURRENT_TIMEOUT_MS).catch(() => {});
  }

  #takeEntry({ hitBreakpoints = [] }: PausedParams): boolean {
    const breakpointId = this.#entryBreakpointId;
    if (breakpointId === undefined || !hitBreakpoints.includes(breakpointId)) return false;
    this.#entryBreakpointId = undefined;
    this.#parts.connection.send("Debugger.removeBreakpoint", { breakpointId }).catch(() => {});
    return true;
  }

  async #wantedException(
    reasons: readonly PauseReason[],
    { callFrames }: PausedParams,
    current: Current,
  ): Promise<{ error: RemoteObject; uncaught: boolean } | undefined> {
    const thrown = reasons.find(({ reason }) => EXCEPTION_REASONS.has(reason));
    if (thrown === undefined || !this.#parts.exceptions.active) return undefined;
    const error = thrown.data as unknown as RemoteObject;
    // Where Node or the runtime throws and catches by itself, or nobody else is there, it is not the user's affair.
    const machinery = callFrames.findIndex((frame) => this.#parts.ownership.isUser(frame));
    if (machinery < 0 || (await this.#listener.anyCatches(callFrames.slice(0, machinery)))) return undefined;
    let uncaught = thrown.data.uncaught === true;
    const wanted = await this.#parts.exceptions.wants(error, current?.taskId, async () => {
      // Without the loop on the stack nothing but V8 knows: native promises have an await chain of their own.
      const driven = current !== null || callFrames.some((frame) => this.#parts.ownership.isRuntime(frame));
      if (driven) uncaught = await this.#listener.isUncaught({ reason: "exception", callFrames, current });
      return uncaught;
    });
    return wanted ? { error, uncaught } : undefined;
  }

  #failed(failure: unknown): void {
    if (this.#parts.connection.isClosed) return;
    process.stderr.write(`${(failure as Error)?.stack ?? failure}\n`);
    // Whatever went wrong in here, the program must not hang in a pause that nobody sees.
    this.#command("Debugger.resume").catch(() => {});
  }
}

/** Why V8 paused where the user does not want to stop; undefined at the end of V8's own step. */
function unwantedBy(
  { hitBreakpoints = [] }: PausedParams,
  reasons: readonly PauseReason[],
): "exception" | "breakpoint" | undefined {
  if (reasons.some(({ reason }) => EXCEPTION_REASONS.has(reason))) return "exception";
  return hitBreakpoints.length > 0 ? "breakpoint" : undefined;
}

/** A pause for which V8 names no reason: the end of a step, or a `debugger` statement. */
const isPlain = ({ hitBreakpoints = [] }: PausedParams, reasons: readonly PauseReason[]): boolean =>
  hitBreakpoints.length === 0 &&
  reasons.some(({ reason }) => reason === "other" || reason === "debugCommand");
