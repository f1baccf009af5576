/** Running and stopping: what V8's pauses mean to the user, and which of them the user sees. */
import type { AgentLink } from "./agent-link.js";
import type { Breakpoint, Breakpoints } from "./breakpoints.js";
import type { CdpConnection } from "./cdp/connection.js";
import type { CallFrame, PausedParams, RemoteObject } from "./cdp/types.js";
import type { Client } from "./client.js";
import type { CodeOwnership } from "./code-ownership.js";
import { errors } from "./errors.js";
import { evaluateInFrame } from "./evaluation.js";
import type { Exceptions } from "./exceptions.js";
import { parseLogMessage } from "./log-message.js";
import { type PauseReason, pauseReasons } from "./pause-reasons.js";
import type { Scripts } from "./scripts.js";
import { HOLD_URL, heldModule } from "./source-map-hold.js";
import { type Current, Step, type StepDecision, type StepKind } from "./stepping.js";
import type { Stop, StopReason } from "./stop.js";
import { LOOP_THREAD_ID, threadIdOf } from "./threads.js";
import { valueText } from "./value-text.js";

/** An idle program runs no code that could stop: after this long it is nudged, milliseconds. */
const NUDGE_AFTER_MS = 50;
/** Script name of the nudge, whose frame is never shown. */
const NUDGE_URL = "loopscope-pause-nudge";
/** If a pause has not come by then, the user is told why, milliseconds. */
const PAUSE_PATIENCE_MS = 3_000;
const CURRENT_TIMEOUT_MS = 2_000;
const LOG_GROUP = "loopscope:log";

export interface ExecutionParts {
  readonly connection: CdpConnection;
  readonly client: Client;
  readonly agent: AgentLink;
  readonly scripts: Scripts;
  readonly ownership: CodeOwnership;
  readonly breakpoints: Breakpoints;
  readonly exceptions: Exceptions;
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
  /** Whether V8 was told to step; a pause without a reason is then the step's end, and else a `debugger` statement. */
  #v8Steps = false;
  /** Set while V8 is paused, whether the user knows or not. */
  #v8Paused = false;
  /** What `blackbox` last told V8. */
  #covered = "";
  #entryBreakpointId: string | undefined;

  constructor(parts: ExecutionParts, listener: ExecutionListener) {
    this.#parts = parts;
    this.#listener = listener;
    parts.connection.on("Debugger.paused", (params) => {
      this.#v8Paused = true;
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

  /** Takes everything out of the program that would stop it, and lets it run. */
  async letGo(): Promise<void> {
    this.#step = undefined;
    this.#pauseWanted = false;
    this.#stop = undefined;
    await this.#disarm();
    await this.#parts.connection.send("Debugger.disable", {}, CURRENT_TIMEOUT_MS).catch(() => {});
  }

  async #paused(params: PausedParams): Promise<void> {
    const reasons = pauseReasons(params);
    const { scripts, breakpoints, ownership } = this.#parts;
    for (const { data } of reasons.filter(({ reason }) => reason === "instrumentation")) {
      const script = scripts.get(String(data.scriptId));
      if (script !== undefined) await breakpoints.scriptWithMap(script);
    }
    if (reasons.every(({ reason }) => reason === "instrumentation")) return this.#command("Debugger.resume");

    const top = params.callFrames[0];
    const held =
      top !== undefined && ownership.urlOf(top) === HOLD_URL
        ? await heldModule(this.#parts.connection, top)
        : undefined;
    if (held !== undefined) {
      await breakpoints.scriptWithMap(held);
      return this.#command(
        this.#step !== undefined && this.#v8Steps ? "Debugger.stepOut" : "Debugger.resume",
      );
    }
    const inTrap = top !== undefined && ownership.isTrap(top);
    if (inTrap) return this.#command(this.#step === undefined ? "Debugger.resume" : "Debugger.stepInto");
    const current = await this.#current();
    const hit = await this.#hitBreakpoints(params);
    const isEntry = this.#takeEntry(params);
    const exception = await this.#wantedException(reasons, params, current);
    const userWants =
      hit.length > 0 ||
      isEntry ||
      exception !== undefined ||
      (!this.#v8Steps && isDebuggerStatement(params, reasons));
    if (this.#pauseWanted) return this.#show("pause", params, current, hit, exception);
    if (this.#step !== undefined) {
      const decision = this.#step.decide(params, current, userWants);
      if (decision !== "stop") return this.#command(decision);
      const arrived = this.#step.decide(params, current, false) === "stop";
      const reason = !userWants || (arrived && this.#v8Steps && exception === undefined) ? "step" : undefined;
      // A stop in another task interrupts the step: `continue` takes it up again.
      if (arrived) this.#step = undefined;
      return this.#show(reason ?? (exception ? "exception" : "breakpoint"), params, current, hit, exception);
    }
    if (isEntry) return this.#show("entry", params, current, hit, undefined);
    if (exception !== undefined) return this.#show("exception", params, current, hit, exception);
    if (userWants) return this.#show("breakpoint", params, current, hit, undefined);
    // A trap left over, an exception that no filter wants, a breakpoint whose count is not reached.
    return this.#command("Debugger.resume");
  }

  async #show(
    reason: StopReason,
    params: PausedParams,
    current: Current,
    hit: readonly Breakpoint[],
    exception: { error: RemoteObject; uncaught: boolean } | undefined,
  ): Promise<void> {
    this.#pauseWanted = false;
    if (this.#step === undefined) await this.#disarm();
    const stop: Stop = {
      reason,
      callFrames: params.callFrames.filter((frame) => this.#parts.ownership.urlOf(frame) !== NUDGE_URL),
      current,
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

  async #command(command: Exclude<StepDecision, "stop">): Promise<void> {
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

  /** The breakpoints that the user wants to stop at: hits are counted, log points are written. */
  async #hitBreakpoints(params: PausedParams): Promise<readonly Breakpoint[]> {
    const stopping: Breakpoint[] = [];
    for (const breakpoint of this.#parts.breakpoints.find(params.hitBreakpoints ?? [])) {
      breakpoint.hits++;
      if (breakpoint.hitCondition !== undefined && !breakpoint.hitCondition(breakpoint.hits)) continue;
      if (breakpoint.logMessage === undefined) stopping.push(breakpoint);
      else await this.#log(breakpoint.logMessage, params.callFrames[0]!);
    }
    return stopping;
  }

  async #log(message: string, frame: CallFrame): Promise<void> {
    let text = "";
    for (const part of parseLogMessage(message)) {
      if ("text" in part) text += part.text;
      else {
        text += await evaluateInFrame(this.#parts.connection, frame.callFrameId, part.expression, {
          group: LOG_GROUP,
        })
          .then((value) => (value.type === "string" ? String(value.value) : valueText(value)))
          .catch((failure: Error) => `{${failure.message}}`);
      }
    }
    this.#parts.connection.send("Runtime.releaseObjectGroup", { objectGroup: LOG_GROUP }).catch(() => {});
    this.#parts.client.send("output", { category: "console", output: `${text}\n` });
  }

  async #wantedException(
    reasons: readonly PauseReason[],
    { callFrames }: PausedParams,
    current: Current,
  ): Promise<{ error: RemoteObject; uncaught: boolean } | undefined> {
    const thrown = reasons.find(({ reason }) => reason === "exception" || reason === "promiseRejection");
    if (thrown === undefined) return undefined;
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

/** A `debugger` statement of the user's: V8 gives it no reason of its own. */
function isDebuggerStatement(
  { hitBreakpoints = [] }: PausedParams,
  reasons: readonly PauseReason[],
): boolean {
  return (
    hitBreakpoints.length === 0 &&
    reasons.some(({ reason }) => reason === "other" || reason === "debugCommand")
  );
}
