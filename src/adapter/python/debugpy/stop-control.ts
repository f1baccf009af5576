/** Stops, steps and going on: debugpy's, shown as those of tasks. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { StepPlace, StepPlan, TaskStopNotice } from "../../../protocol/index.js";
import type { Client } from "../../dap/client.js";
import { errors } from "../../dap/errors.js";
import { Sequence } from "../../dap/sequence.js";
import { ExpectedPause } from "../../execution/expected-pause.js";
import { StepOrder } from "../../execution/step-order.js";
import { noticeText } from "../../execution/task-notice.js";
import { checkSteppable } from "../../requests/task-stop-requests.js";
import { LOOP_THREAD_ID, taskIdOf, threadIdOf } from "../../tasks/threads.js";
import type { PythonProgram } from "../program.js";
import type { BreakpointSync, TemporaryLines } from "./breakpoint-sync.js";
import type { DapPeer } from "./peer.js";
import { exceptionPasses, questions, type StopPlace, stopPlace } from "./stop-place.js";
import {
  afterwards,
  beforeStep,
  besideStep,
  judgeStop,
  type PendingStep,
  type StepCommand,
  temporaryLines,
  type Verdict,
} from "./task-steps.js";
import type { ThreadIds } from "./thread-ids.js";

/** When debugpy has not paused the program by then, its loop is idle, and comes to no line of the user's: milliseconds. */
const HOLD_AFTER_MS = 100;

const NO_PLAN: StepPlan = { own: [], handlers: [], atRoot: false, awaiters: [] };

type StoppedBody = DebugProtocol.StoppedEvent["body"];

/** The stop that the client sees. */
export interface PythonStop {
  /** debugpy's number of the thread. */
  readonly thread: number;
  readonly taskId: number | undefined;
  /** Of the innermost frame that debugpy shows. */
  readonly frameId: number | undefined;
}

export interface StopControlParts {
  readonly peer: DapPeer;
  readonly client: Client;
  readonly program: PythonProgram;
  readonly threads: ThreadIds;
  readonly breakpoints: BreakpointSync;
  isUserBreakpoint(path: string, line: number): boolean;
  /** Resolves at the end of the program. */
  readonly over: Promise<unknown>;
}

export class StopControl {
  readonly #parts: StopControlParts;
  #stop: PythonStop | undefined;
  #step: PendingStep | undefined;
  /** Tasks at whose next step to stop, with their lines. */
  readonly #breaks = new Map<number, readonly StepPlace[]>();
  /** Stops and requests are dealt with one after the other. */
  readonly #sequence = new Sequence();
  /** Where steps wait for those before them. */
  readonly #order: StepOrder;
  readonly #pause: ExpectedPause;

  constructor(parts: StopControlParts) {
    this.#parts = parts;
    this.#order = new StepOrder(parts.over);
    this.#pause = new ExpectedPause(parts.client);
    parts.over.then(() => this.#pause.over());
  }

  get stop(): PythonStop | undefined {
    return this.#stop;
  }

  /** debugpy has stopped the program. */
  stopped(body: StoppedBody): void {
    this.#sequence
      .run(() => this.#handleStop(body))
      .catch(() => {
        // The program has ended in the middle of it.
      });
  }

  /** debugpy says that the program goes on; we have said so already. */
  continued(): void {}

  continue(): Promise<void> {
    return this.#sequence.run(async () => {
      const { thread } = this.#required();
      const step = this.#step;
      if (step === undefined) return this.#resume("continue", thread);
      const verdict = afterwards(step, this.#isAlive(step.taskId));
      if (verdict.kind !== "run") {
        await this.#forgetStep();
        return this.#resume("continue", thread);
      }
      await this.#runTo(verdict.places, thread);
    });
  }

  /** @param threadId the client's number. */
  step(command: StepCommand, threadId: number): Promise<void> {
    return this.#order.run(threadId, (follows) =>
      this.#sequence.run(() => this.#begin(command, follows ? undefined : threadId)),
    );
  }

  /** @param threadId undefined for what is stopped */
  async #begin(command: StepCommand, threadId: number | undefined): Promise<void> {
    const { thread, taskId } = this.#required();
    const own = taskId === undefined ? LOOP_THREAD_ID : threadIdOf(taskId);
    if (threadId !== undefined && threadId !== own && this.#parts.threads.toDebugpy(threadId) !== thread) {
      const other = taskIdOf(threadId);
      if (other === undefined || !this.#isAlive(other)) throw errors.unknownThread(threadId);
      checkSteppable(this.#parts.program, other);
      return this.#resumeOf(other);
    }
    await this.#forgetStep();
    if (taskId === undefined) return this.#resume(command, thread);
    const plan = await this.#plan(taskId, false);
    this.#step = { taskId, command, plan, running: false };
    const first = beforeStep(command, plan);
    if (first?.kind === "run") return this.#runTo(first.places, thread);
    const lines = this.#withoutHitCounts(temporaryLines(besideStep(plan)));
    await this.#parts.breakpoints.setLayer("step", lines, questions.stepLeaves);
    await this.#resume(command, thread);
  }

  /** Stops at the next line that a task runs after its next resume; a stopped program goes on. */
  runToResume(taskId: number): Promise<void> {
    return this.#sequence.run(() => this.#resumeOf(taskId));
  }

  /** Stops when a task has suspended at its next await; a stopped program goes on. @throws UserError for uvloop. */
  stepToAwait(taskId: number): Promise<void> {
    return this.#sequence.run(async () => {
      const { breakpoints, program } = this.#parts;
      await this.#forgetStep();
      const { armed, places } = await program.agent.ask("awaitPlan", { taskId });
      if (!armed) await breakpoints.setLayer("await", temporaryLines(places), questions.awaits);
      const { awaiters } = await this.#plan(taskId, false);
      this.#step = { taskId, command: "next", plan: { ...NO_PLAN, awaiters }, running: true };
      await breakpoints.setLayer("step", temporaryLines(besideStep(this.#step.plan)), questions.stepLeaves);
      if (this.#stop !== undefined) await this.#resume("continue", this.#stop.thread);
    });
  }

  /** Stops, once, at a task's next step, or no longer. */
  breakOn(taskId: number, enabled: boolean): Promise<void> {
    return this.#sequence.run(() => this.#setBreak(taskId, enabled));
  }

  /** Stops the program wherever it is, also when it is idle. */
  async pause(): Promise<void> {
    if (this.#stop !== undefined) return;
    const { threads, peer, program } = this.#parts;
    await this.learnThreads();
    this.#pause.expect();
    try {
      await peer.request("pause", { threadId: threads.toDebugpy(LOOP_THREAD_ID) ?? 1 });
    } catch (failure) {
      this.#pause.over();
      throw failure;
    }
    this.#pause.after(HOLD_AFTER_MS, () => {
      // Of a program that has not imported asyncio, or is over, there is nothing to hold.
      program.agent.ask("hold", {}).catch(() => {});
    });
  }

  /** debugpy's list of threads. */
  async learnThreads(): Promise<readonly { readonly id: number; readonly name: string }[]> {
    const { threads } = (await this.#parts.peer.request("threads", {})) as {
      threads: { id: number; name: string }[];
    };
    this.#parts.threads.learn(threads);
    return threads;
  }

  async #resumeOf(taskId: number): Promise<void> {
    await this.#forgetStep();
    const plan = await this.#plan(taskId, true);
    this.#step = { taskId, command: "next", plan, running: true };
    const places = [...plan.own, ...besideStep({ ...plan, handlers: [] })];
    await this.#parts.breakpoints.setLayer("step", temporaryLines(places), questions.stepEnds);
    if (this.#stop !== undefined) await this.#resume("continue", this.#stop.thread);
  }

  async #setBreak(taskId: number, enabled: boolean): Promise<void> {
    const { program, breakpoints } = this.#parts;
    const { places } = await program.agent.ask("breakPlan", { taskId, enabled });
    if (enabled) this.#breaks.set(taskId, places);
    else this.#breaks.delete(taskId);
    await breakpoints.setLayer("break", temporaryLines([...this.#breaks.values()].flat()), questions.breaks);
  }

  async #handleStop(body: StoppedBody): Promise<void> {
    const { program } = this.#parts;
    const thread = body.threadId ?? 1;
    await this.learnThreads();
    const place = await stopPlace(this.#parts.peer, thread);
    if (await this.#passesOver(body, place, thread)) return;
    program.stopped();
    if (place.isHeld) return this.#showNotice(place, thread);
    const { taskId } = place;
    if (taskId !== undefined && body.reason === "breakpoint" && this.#breaks.has(taskId)) {
      await this.#setBreak(taskId, false);
      return this.#show(body, thread, place);
    }
    const step = this.#step;
    // With `sys.monitoring` debugpy calls a pause a step.
    if (step === undefined && body.reason === "step" && this.#pause.wanted) {
      return this.#show({ ...body, reason: "pause" }, thread, place);
    }
    if (step !== undefined) {
      await program.tasks.refresh();
      const verdict = judgeStop(step, {
        reason: body.reason,
        taskId,
        atUserBreakpoint: place.path !== undefined && this.#parts.isUserBreakpoint(place.path, place.line),
        stepTaskAlive: this.#isAlive(step.taskId),
      });
      if (await this.#pursue(verdict, thread)) return;
      if (verdict.kind === "show") await this.#forgetStep();
      else await this.#parts.breakpoints.removeLayer("step");
      if (verdict.kind === "show" && verdict.asStep) {
        return this.#show({ reason: "step", threadId: thread }, thread, place);
      }
    }
    await this.#show(body, thread, place);
  }

  /** A stop that is none: no line begins there, or the error that passes was shown where it was raised. */
  async #passesOver(body: StoppedBody, place: StopPlace, thread: number): Promise<boolean> {
    const step = this.#step;
    const going = step === undefined || step.running ? "continue" : step.command;
    const mayBeNone = body.reason === "breakpoint" || body.reason === "step";
    if (mayBeNone && !place.isHeld && !place.isLine) {
      await this.#resume(body.reason === "step" && going === "stepOut" ? "next" : going, thread);
      return true;
    }
    if (body.reason === "exception" && place.frameId !== undefined) {
      if (!(await exceptionPasses(this.#parts.peer, place.frameId))) return false;
      await this.#resume(going, thread);
      return true;
    }
    return false;
  }

  /** The agent holds the program. */
  async #showNotice(place: StopPlace, thread: number): Promise<void> {
    const { program } = this.#parts;
    const { notice } = await program.agent.ask("stopNotice", {});
    // A pause may have come by itself before the agent held the program for it.
    if (notice === null || (notice.kind === "pause" && !this.#pause.wanted)) {
      return this.#resume("continue", thread);
    }
    if (notice.kind === "pause") return this.#show({ reason: "pause" }, thread, place);
    const isStep = notice.kind === "suspended";
    if (isStep) await this.#forgetStep();
    await program.tasks.refresh();
    const focus = notice.taskId !== undefined && this.#isAlive(notice.taskId) ? notice.taskId : undefined;
    const body = { reason: isStep ? "step" : "breakpoint", description: this.#words(notice) };
    await this.#show(body, thread, place, place.taskId ?? focus);
  }

  #words(notice: TaskStopNotice): string {
    const { tasks } = this.#parts.program.tasks.table;
    return noticeText(notice, (taskId) => tasks.get(taskId)?.name ?? `task ${taskId}`);
  }

  /** Goes on without showing the stop, when that is the verdict. */
  async #pursue(verdict: Verdict, thread: number): Promise<boolean> {
    if (verdict.kind === "pass") {
      await this.#forgetStep();
      await this.#resume("continue", thread);
      return true;
    }
    if (verdict.kind !== "run" || verdict.places.length === 0) return false;
    await this.#runTo(verdict.places, thread);
    return true;
  }

  /** @param focus the task that the client is pointed to. */
  async #show(
    body: StoppedBody,
    thread: number,
    place: StopPlace,
    focus: number | undefined = place.taskId,
  ): Promise<void> {
    const { taskId, frameId } = place;
    const { client, program, threads, breakpoints } = this.#parts;
    this.#stop = { thread, taskId, frameId };
    this.#pause.over();
    await program.tasks.refresh();
    program.threads.favour(focus === undefined ? [] : [focus]);
    program.tasks.flush();
    const hits = breakpoints.hits(body.hitBreakpointIds);
    const { hitBreakpointIds: _, preserveFocusHint: __, ...rest } = body;
    client.send("stopped", {
      ...rest,
      threadId: focus === undefined ? threads.toClient(thread) : threadIdOf(focus),
      allThreadsStopped: true,
      ...(hits === undefined || hits.length === 0 ? {} : { hitBreakpointIds: hits }),
    });
    this.#order.stopped(rest.reason === "step");
  }

  async #runTo(places: readonly StepPlace[], thread: number): Promise<void> {
    const step = this.#step;
    if (step !== undefined) this.#step = { ...step, running: true };
    await this.#parts.breakpoints.setLayer("step", temporaryLines(places), questions.stepEnds);
    await this.#resume("continue", thread);
  }

  #plan(taskId: number, resume: boolean): Promise<StepPlan> {
    return this.#parts.program.agent.ask("stepPlan", { taskId, resume }).catch(() => NO_PLAN);
  }

  /** debugpy begins to count anew in a file whose breakpoints change. */
  #withoutHitCounts(lines: TemporaryLines): TemporaryLines {
    return new Map([...lines].filter(([path]) => !this.#parts.breakpoints.countsHits(path)));
  }

  async #forgetStep(): Promise<void> {
    this.#step = undefined;
    await this.#parts.breakpoints.removeLayer("step");
    await this.#parts.breakpoints.removeLayer("await");
  }

  async #resume(command: "continue" | StepCommand, thread: number): Promise<void> {
    this.#stop = undefined;
    this.#parts.program.resumed();
    await this.#parts.peer.request(command, { threadId: thread });
  }

  #isAlive(taskId: number): boolean {
    return this.#parts.program.tasks.table.pending.has(taskId);
  }

  #required(): PythonStop {
    if (this.#stop === undefined) throw errors.notStopped();
    return this.#stop;
  }

  /** The task of a client's thread that is the one that stopped. */
  isStoppedThread(threadId: number): boolean {
    const stop = this.#stop;
    if (stop === undefined) return false;
    if (this.#parts.threads.toDebugpy(threadId) === stop.thread) return true;
    return stop.taskId !== undefined && taskIdOf(threadId) === stop.taskId;
  }
}
