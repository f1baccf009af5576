/** Running and stopping: what V8's pauses mean to the user, and which of them the user sees. */
import { setTimeout as delay } from "node:timers/promises";
import { wantedHits } from "../breakpoints/breakpoint-hits.js";
import { EntryBreakpoint } from "../breakpoints/entry-breakpoint.js";
import { CdpError } from "../cdp/connection.js";
import type { CallFrame, PausedParams } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { NUDGE_URL } from "../sources/debugger-scripts.js";
import { LOOP_THREAD_ID } from "../tasks/threads.js";
import { Blackboxing } from "./blackboxing.js";
import { isStatement } from "./debugger-statement.js";
import type { ExecutionListener, ExecutionParts, News } from "./execution-parts.js";
import { hasNativeAwaiter } from "./native-awaiter.js";
import { isThrown, pauseReasons, unwantedBy } from "./pause-reasons.js";
import { PauseRequest } from "./pause-request.js";
import { CONTROL_TIMEOUT_MS, ProgramControl } from "./program-control.js";
import { setResumedLocals } from "./resumed-locals.js";
import { heldForSourceMap } from "./source-map-pauses.js";
import { StepOrder } from "./step-order.js";
import { trappedFunction, trapReason } from "./step-trap.js";
import { Step, type StepKind } from "./stepping.js";
import type { Stop } from "./stop.js";
import { breakpointReason, stopDescription, stoppedBody } from "./stopped-event.js";
import { isNotice, readNotice } from "./task-notice.js";
import { wantedException } from "./thrown.js";

/** A pause that is not ours is often over at once: a step or a log point of another debugger, milliseconds. */
const FOREIGN_SETTLE_MS = 200;

export class Execution {
  readonly #parts: ExecutionParts;
  readonly #listener: ExecutionListener;
  #stop: Stop | undefined;
  #step: Step | undefined;
  #arrival: Step | undefined;
  #restarting = false;
  #enteredAt: number | undefined;
  /** On the way from the trap into a coroutine with locals to set; `alone`: for nothing else. */
  #setting: { readonly token: number; readonly alone: boolean } | undefined;
  readonly #pause: PauseRequest;
  readonly #control: ProgramControl;
  /** Set while V8 is paused, whether the user knows or not. */
  #v8Paused = false;
  /** Counts V8's pauses, to tell them apart. */
  #pauses = 0;
  readonly #blackboxing: Blackboxing;
  readonly #entry: EntryBreakpoint;
  /** Where steps wait for those before them. */
  readonly order: StepOrder;

  constructor(parts: ExecutionParts, listener: ExecutionListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.#control = new ProgramControl(parts.connection, parts.agent);
    this.#entry = new EntryBreakpoint(parts.connection);
    this.order = new StepOrder(parts.connection.closed);
    this.#blackboxing = new Blackboxing(parts.connection, parts.ownership);
    this.#pause = new PauseRequest(parts.connection, parts.client, () => this.#v8Paused);
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
  stopAtEntry(url: string): Promise<void> {
    return this.#entry.set(url);
  }

  /** Tells V8 what to step over. Errors that begin in the runtime are wanted too, unless a step is under way. */
  async blackbox(): Promise<void> {
    const runtime = this.#stepping !== undefined || this.#pause.wanted || !this.#parts.exceptions.active;
    await this.#blackboxing.cover(runtime);
  }

  /** The step that is under way in the program: on the way into a task to stop in, before the user's own. */
  get #stepping(): Step | undefined {
    return this.#arrival ?? this.#step;
  }

  /** Lets a stopped program run; a step that a breakpoint of another task interrupted goes on too. */
  async continue(): Promise<void> {
    if (this.#stop === undefined) return;
    this.#goOn();
    if (this.#step !== undefined) await this.#control.arm(this.#step);
    await this.blackbox();
    await this.#control.command("Debugger.resume");
  }

  /** Stops the program wherever it is, also when it is idle. */
  async pause(): Promise<void> {
    if (this.#stop !== undefined) return;
    this.#pause.expect();
    await this.blackbox();
    await this.#pause.send();
  }

  /**
   * Begins a step of the task that is stopped, or of another one: that one steps when it resumes.
   * @param taskId undefined for what is stopped
   * @throws UserError while the program runs.
   */
  async step(kind: StepKind, taskId?: number): Promise<void> {
    const stop = this.#stop;
    if (stop === undefined) throw errors.notStopped();
    const { connection, ownership } = this.#parts;
    const stepped = taskId ?? stop.focusTaskId ?? stop.current?.taskId;
    const runs = stop.suspended !== true && (stepped === undefined || stepped === stop.current?.taskId);
    if (runs) {
      const { current, callFrames, nativeCall } = stop;
      const origin = current ?? nativeCall?.caller ?? this.#listener.promiseAwaiter();
      const hasAwaiter = current === null ? await hasNativeAwaiter(connection, callFrames) : false;
      const next = new Step(kind, origin, callFrames, ownership, current !== null);
      return this.#begin(next, callFrames, hasAwaiter ?? nativeCall?.hasAwaiter);
    }
    if (kind !== "out") return this.runToResume(stepped!);
    const depth = await this.#listener.userDepth(stepped!);
    return this.#begin(Step.leaving(stepped!, depth, ownership), []);
  }

  /** Stops at the next line that a task runs after its next resume; a stopped program goes on. */
  runToResume(taskId: number): Promise<void> {
    return this.#begin(Step.resuming(taskId, this.#parts.ownership), []);
  }

  /** Stops when a task has suspended at its next await; a stopped program goes on. */
  stepToAwait(taskId: number): Promise<void> {
    return this.#begin(Step.toAwait(taskId, this.#parts.ownership), []);
  }

  async #begin(step: Step, callFrames: readonly CallFrame[], hasAwaiter = false): Promise<void> {
    const before = this.#step;
    // What another step was armed for is not to be taken for this one's.
    if (before !== undefined) await this.#control.disarm();
    const stopped = this.#stop !== undefined;
    // A program that runs may be in the trap before the answer of its agent is read.
    this.#step = step;
    await this.blackbox();
    try {
      await this.#control.arm(step);
    } catch (failure) {
      this.#step = before;
      if (before !== undefined) await this.#control.arm(before);
      await this.blackbox();
      throw failure;
    }
    if (!stopped) return;
    this.#goOn();
    await this.#control.command(step.first(callFrames, hasAwaiter));
  }

  /**
   * Begins the function of a frame anew.
   * @throws UserError when V8 cannot.
   */
  async restart(frame: CallFrame): Promise<void> {
    const stop = this.#stop;
    if (stop === undefined) throw errors.notStopped();
    if (frame.canBeRestarted !== true) throw errors.cannotRestart();
    this.#stop = undefined;
    // V8 may pause in the function before its answer is read.
    this.#restarting = true;
    try {
      const { callFrameId } = frame;
      await this.#parts.connection.send("Debugger.restartFrame", { callFrameId, mode: "StepInto" });
    } catch (failure) {
      this.#stop = stop;
      this.#restarting = false;
      throw failure instanceof CdpError ? errors.cannotRestart(failure.message) : failure;
    }
    this.#listener.resuming();
  }

  /** Takes everything out of the program that would stop it; if we stopped it, it goes on. */
  async letGo(): Promise<void> {
    const resume = this.#stop !== undefined && this.#stop.foreign !== true;
    this.#step = undefined;
    this.#arrival = undefined;
    this.#pause.over();
    this.#stop = undefined;
    await this.#control.disarm();
    await this.#parts.taskStops.letGo();
    await this.#parts.suspendedLocals.letGo();
    if (resume) await this.#parts.connection.send("Debugger.resume", {}, CONTROL_TIMEOUT_MS).catch(() => {});
    await this.#parts.connection.send("Debugger.disable", {}, CONTROL_TIMEOUT_MS).catch(() => {});
  }

  async #paused(params: PausedParams): Promise<void> {
    const reasons = pauseReasons(params);
    const { breakpoints, connection, ownership, exceptions, suspendedLocals, taskStops } = this.#parts;
    const held = await heldForSourceMap(this.#parts, params, reasons);
    if (held === "script") return this.#control.command("Debugger.resume");
    if (held === "module") return this.#passBy();
    const top = params.callFrames[0];
    const isUser = top !== undefined && ownership.isUser(top);
    const ours =
      this.#stepping !== undefined ||
      this.#pause.wanted ||
      this.#restarting ||
      taskStops.active ||
      suspendedLocals.active ||
      this.#setting !== undefined ||
      breakpoints.find(params.hitBreakpoints ?? []).length > 0 ||
      this.#entry.isHit(params) ||
      (exceptions.active && reasons.some(isThrown));
    const hasCompany = this.#parts.hasCompany();
    if (!ours && (hasCompany || !isUser) && !(await isStatement(this.#parts, params, reasons)))
      return this.#foreign(params);
    if (top !== undefined && ownership.isTrap(top)) {
      return isNotice(top) ? this.#noticed(params, top) : this.#trapped(params, top);
    }

    this.#enteredAt = undefined;
    const setting = this.#setting;
    this.#setting = undefined;
    if (setting !== undefined) await setResumedLocals(this.#parts, setting.token, params.callFrames);
    const current = await this.#control.current();
    const hit = await wantedHits(params, this.#parts);
    const isEntry = this.#entry.take(params);
    const exception = await wantedException(this.#parts, this.#listener, reasons, params, current);
    const userWants =
      hit.length > 0 ||
      isEntry ||
      exception !== undefined ||
      (await isStatement(this.#parts, params, reasons));
    const news = { params, current, hit, exception };
    if (this.#pause.wanted) return this.#show({ reason: "pause", ...news });
    if (this.#restarting) return this.#show({ reason: "restart", ...news });
    const step = this.#stepping;
    if (step !== undefined) {
      const { callFrames } = params;
      const hasAwaiter = current === null ? await hasNativeAwaiter(connection, callFrames) : false;
      const unwanted = unwantedBy(params, reasons);
      // A way that was not the step's own is not its arrival.
      const arrival =
        setting?.alone === true
          ? "Debugger.resume"
          : step.decide({ callFrames, current, unwanted, hasAwaiter });
      if (!userWants && arrival !== "stop") return this.#control.command(arrival);
      const arrived = arrival === "stop" && this.#control.v8Steps && exception === undefined;
      const broke = this.#arrival !== undefined;
      // A stop in another task interrupts the step: `continue` takes it up again.
      const over = arrival === "stop" || current?.taskId === step.taskId;
      if (broke) this.#arrival = undefined;
      else if (over) this.#step = undefined;
      if (broke && !userWants) {
        const description = `Task '${this.#listener.nameOf(step.taskId!)}' has resumed`;
        return this.#show({ reason: "breakpoint", description, ...news });
      }
      const reason =
        arrived || !userWants ? "step" : exception === undefined ? breakpointReason(hit) : "exception";
      return this.#show({
        reason,
        ...news,
        ...(over && current === null ? { nativeCall: step.nativeCall } : {}),
      });
    }
    if (isEntry) return this.#show({ reason: "entry", ...news });
    if (exception !== undefined) return this.#show({ reason: "exception", ...news });
    if (userWants) return this.#show({ reason: breakpointReason(hit), ...news });
    // An exception that no filter wants, a breakpoint whose count is not reached, a log point.
    return this.#control.command("Debugger.resume");
  }

  /** Goes on from a pause that is nobody's, without losing V8's own step. */
  #passBy(): Promise<void> {
    const steps = this.#stepping !== undefined && this.#control.v8Steps;
    return this.#control.command(steps ? "Debugger.stepOut" : "Debugger.resume");
  }

  /** The loop is about to run a coroutine that is waited for: in it goes, unless it is the runtime's own. */
  async #trapped(params: PausedParams, frame: CallFrame): Promise<void> {
    const height = params.callFrames.length;
    // V8 has a place of its own for the call, after the `debugger` statement.
    if (this.#enteredAt === height) return this.#enter(undefined);
    const { connection, ownership, suspendedLocals, taskStops } = this.#parts;
    const { purpose, token } = await trapReason(connection, frame);
    const breaks = taskStops.breaks.size > 0 && purpose === "break";
    if (suspendedLocals.has(token)) {
      const alone = purpose === "coroutine" || (!breaks && this.#step === undefined);
      this.#setting = { token, alone };
      if (alone) return this.#enter(height);
    } else if (purpose === "coroutine") return this.#foreign(params);
    const [current, place] = await Promise.all([this.#control.current(), trappedFunction(connection, frame)]);
    if (current === null || (!breaks && this.#step === undefined))
      return this.#control.command("Debugger.resume");
    const isMachinery = place !== undefined && ownership.isMachinery(place);
    // `asyncWith` and its like: what they await, or who awaits them, is still to come.
    if (breaks) {
      const { taskId } = current;
      if (isMachinery) {
        await this.#control.breakFurther(taskId);
        return this.#control.command("Debugger.resume");
      }
      taskStops.breaks.delete(taskId);
      this.#arrival = Step.resuming(taskId, ownership);
      this.#arrival.trappedIn(current);
      await this.blackbox();
    } else {
      this.#step?.trappedIn(current);
      if (isMachinery) {
        if (this.#step !== undefined) await this.#control.arm(this.#step);
        return this.#control.command("Debugger.resume");
      }
    }
    return this.#enter(height);
  }

  /** From the trap into the coroutine. @param height of the stack, when there is another place on the way */
  #enter(height: number | undefined): Promise<void> {
    this.#enteredAt = height;
    return this.#control.command("Debugger.stepInto");
  }

  /** The agent has something to tell of a task. */
  async #noticed(params: PausedParams, frame: CallFrame): Promise<void> {
    const { connection, ownership, taskStops } = this.#parts;
    const notice = await readNotice(connection, frame);
    const awaits = notice?.kind === "suspended" && this.#step?.awaits === notice.taskId;
    if (notice === undefined || !(awaits || taskStops.wants(notice.kind))) {
      return this.#parts.hasCompany() ? this.#foreign(params) : this.#passBy();
    }
    const current = await this.#control.current();
    if (awaits) this.#step = undefined;
    const isUsers = params.callFrames.some((each) => ownership.isUser(each));
    await this.#show({
      reason: awaits ? "step" : "breakpoint",
      params,
      current: isUsers || awaits ? current : null,
      hit: [],
      exception: undefined,
      ...(isUsers && !awaits ? {} : { suspended: true, focusTaskId: notice.taskId }),
      notice,
    });
  }

  /** A pause that another debugger of the program made: it is shown when it lasts. */
  async #foreign(params: PausedParams): Promise<void> {
    const pause = this.#pauses;
    await delay(FOREIGN_SETTLE_MS);
    if (!this.#v8Paused || this.#pauses !== pause || this.#parts.connection.isClosed) return;
    const top = params.callFrames[0];
    // A trap that was left over from a step of ours would hold the program for nothing.
    if (top !== undefined && this.#parts.ownership.isTrap(top) && !isNotice(top)) {
      return this.#control.command("Debugger.resume");
    }
    const current = await this.#control.current();
    return this.#show({ reason: "pause", params, current, hit: [], exception: undefined, foreign: true });
  }

  async #show({ params, hit, exception, focusTaskId, description, ...news }: News): Promise<void> {
    const { client, ownership } = this.#parts;
    this.#pause.over();
    this.#restarting = false;
    const disarmed = this.#step === undefined ? this.#control.disarm() : undefined;
    const stop = await this.#listener.stopping(
      {
        ...news,
        callFrames: params.callFrames.filter((frame) => ownership.urlOf(frame) !== NUDGE_URL),
        ...(exception === undefined ? {} : { exception: exception.error, uncaught: exception.uncaught }),
      },
      focusTaskId,
    );
    await disarmed;
    this.#stop = stop;
    const said = description ?? stopDescription(stop, this.#step?.taskId, this.#listener);
    client.send("stopped", stoppedBody(stop, hit, said));
    this.order.stopped(stop.reason === "step");
  }

  #goOn(): void {
    this.#stop = undefined;
    this.#listener.resuming();
  }

  #failed(failure: unknown): void {
    if (this.#parts.connection.isClosed) return;
    process.stderr.write(`${(failure as Error)?.stack ?? failure}\n`);
    // Whatever went wrong in here, the program must not hang in a pause that nobody sees.
    this.#control.command("Debugger.resume").catch(() => {});
  }
}
