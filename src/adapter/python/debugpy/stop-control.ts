/** Stops, steps and going on: debugpy's, shown as those of tasks. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { StepPlan } from "../../../protocol/index.js";
import type { Client } from "../../client.js";
import { errors } from "../../errors.js";
import { LOOP_THREAD_ID, taskIdOf, threadIdOf } from "../../threads.js";
import type { PythonProgram } from "../program.js";
import type { BreakpointSync, TemporaryLines } from "./breakpoint-sync.js";
import type { DapPeer } from "./peer.js";
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

/** Python that is the agent; an error where the program has not loaded it. */
const AGENT = "__import__('sys').modules['loopscope_agent.agent'].instance";
const STOPPED_AT = `${AGENT}.stopped_at()`;
/** Conditions: a caller of the innermost coroutine goes on, or any coroutine of the step. */
const STEP_LEAVES = `${AGENT}.step_ends()`;
const STEP_ENDS = `${AGENT}.step_ends(True)`;
const NO_PLAN: StepPlan = { own: [], handlers: [], atRoot: false, awaiters: [] };

type StoppedBody = DebugProtocol.StoppedEvent["body"];

/** The stop that the client sees. */
export interface PythonStop {
  /** debugpy's number of the thread. */
  readonly thread: number;
  readonly taskId: number | undefined;
}

export interface StopControlParts {
  readonly peer: DapPeer;
  readonly client: Client;
  readonly program: PythonProgram;
  readonly threads: ThreadIds;
  readonly breakpoints: BreakpointSync;
  isUserBreakpoint(path: string, line: number): boolean;
}

export class StopControl {
  readonly #parts: StopControlParts;
  #stop: PythonStop | undefined;
  #step: PendingStep | undefined;
  /** Stops and requests are dealt with one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: StopControlParts) {
    this.#parts = parts;
  }

  get stop(): PythonStop | undefined {
    return this.#stop;
  }

  /** debugpy has stopped the program. */
  stopped(body: StoppedBody): void {
    this.#enqueue(() => this.#handleStop(body)).catch(() => {
      // The program has ended in the middle of it.
    });
  }

  /** debugpy says that the program goes on; we have said so already. */
  continued(): void {}

  continue(): Promise<void> {
    return this.#enqueue(async () => {
      const { thread } = this.#required();
      const step = this.#step;
      if (step === undefined) return this.#resume("continue", thread);
      const verdict = afterwards(step, this.#isAlive(step.taskId));
      if (verdict.kind !== "run") {
        await this.#forgetStep();
        return this.#resume("continue", thread);
      }
      await this.#runTo(verdict, thread);
    });
  }

  /** @param threadId the client's number. */
  step(command: StepCommand, threadId: number): Promise<void> {
    return this.#enqueue(async () => {
      const { thread, taskId } = this.#required();
      const own = taskId === undefined ? LOOP_THREAD_ID : threadIdOf(taskId);
      const known = this.#parts.threads.toDebugpy(threadId);
      if (threadId !== own && known !== thread) throw errors.otherTaskStep();
      await this.#forgetStep();
      if (taskId === undefined) return this.#resume(command, thread);
      const plan = await this.#parts.program.agent.ask("stepPlan", { taskId }).catch(() => NO_PLAN);
      this.#step = { taskId, command, plan, running: false };
      const first = beforeStep(command, plan);
      if (first?.kind === "run") return this.#runTo(first, thread);
      await this.#arm(this.#withoutHitCounts(temporaryLines(besideStep(plan))), STEP_LEAVES);
      await this.#resume(command, thread);
    });
  }

  async pause(): Promise<void> {
    const { threads, peer } = this.#parts;
    await this.learnThreads();
    await peer.request("pause", { threadId: threads.toDebugpy(LOOP_THREAD_ID) ?? 1 });
  }

  /** debugpy's list of threads. */
  async learnThreads(): Promise<readonly { readonly id: number; readonly name: string }[]> {
    const { threads } = (await this.#parts.peer.request("threads", {})) as {
      threads: { id: number; name: string }[];
    };
    this.#parts.threads.learn(threads);
    return threads;
  }

  async #handleStop(body: StoppedBody): Promise<void> {
    const { program } = this.#parts;
    const thread = body.threadId ?? 1;
    await this.learnThreads();
    const top = await this.#topFrame(thread);
    const { taskId, isLine } =
      top === undefined ? { taskId: undefined, isLine: true } : await this.#place(top.id);
    const step = this.#step;
    if (!isLine && (body.reason === "breakpoint" || body.reason === "step")) {
      const command = step === undefined || step.running ? "continue" : step.command;
      return this.#resume(body.reason === "step" && command === "stepOut" ? "next" : command, thread);
    }
    program.stopped();
    if (step !== undefined) {
      await program.tasks.refresh();
      const verdict = judgeStop(step, {
        reason: body.reason,
        taskId,
        atUserBreakpoint:
          top?.source?.path !== undefined && this.#parts.isUserBreakpoint(top.source.path, top.line),
        stepTaskAlive: this.#isAlive(step.taskId),
      });
      if (await this.#pursue(verdict, thread)) return;
      if (verdict.kind === "show") this.#step = undefined;
      await this.#parts.breakpoints.removeTemporary();
      if (verdict.kind === "show" && verdict.asStep) {
        return this.#show({ reason: "step", threadId: thread }, thread, taskId);
      }
    }
    await this.#show(body, thread, taskId);
  }

  /** Goes on without showing the stop, when that is the verdict. */
  async #pursue(verdict: Verdict, thread: number): Promise<boolean> {
    if (verdict.kind === "pass") {
      await this.#forgetStep();
      await this.#resume("continue", thread);
      return true;
    }
    if (verdict.kind !== "run" || verdict.places.length === 0) return false;
    await this.#runTo(verdict, thread);
    return true;
  }

  async #show(body: StoppedBody, thread: number, taskId: number | undefined): Promise<void> {
    const { client, program, threads, breakpoints } = this.#parts;
    this.#stop = { thread, taskId };
    await program.tasks.refresh();
    program.threads.favour(taskId === undefined ? [] : [taskId]);
    program.tasks.flush();
    const hits = breakpoints.hits(body.hitBreakpointIds);
    const { hitBreakpointIds: _, preserveFocusHint: __, ...rest } = body;
    client.send("stopped", {
      ...rest,
      threadId: taskId === undefined ? threads.toClient(thread) : threadIdOf(taskId),
      allThreadsStopped: true,
      ...(hits === undefined || hits.length === 0 ? {} : { hitBreakpointIds: hits }),
    });
  }

  async #runTo(verdict: Extract<Verdict, { kind: "run" }>, thread: number): Promise<void> {
    const step = this.#step;
    if (step !== undefined) this.#step = { ...step, running: true };
    await this.#arm(temporaryLines(verdict.places), STEP_ENDS);
    await this.#resume("continue", thread);
  }

  /** Has these lines stop the program where the condition holds, in place of those so far. */
  async #arm(lines: TemporaryLines, condition: string): Promise<void> {
    const { breakpoints } = this.#parts;
    await breakpoints.removeTemporary();
    await breakpoints.addTemporary(lines, condition);
  }

  /** debugpy begins to count anew in a file whose breakpoints change. */
  #withoutHitCounts(lines: TemporaryLines): TemporaryLines {
    return new Map([...lines].filter(([path]) => !this.#parts.breakpoints.countsHits(path)));
  }

  async #forgetStep(): Promise<void> {
    this.#step = undefined;
    await this.#parts.breakpoints.removeTemporary();
  }

  async #resume(command: "continue" | StepCommand, thread: number): Promise<void> {
    this.#stop = undefined;
    this.#parts.program.resumed();
    await this.#parts.peer.request(command, { threadId: thread });
  }

  async #topFrame(thread: number): Promise<DebugProtocol.StackFrame | undefined> {
    const { stackFrames } = (await this.#parts.peer.request("stackTrace", {
      threadId: thread,
      startFrame: 0,
      levels: 1,
    })) as { stackFrames: DebugProtocol.StackFrame[] };
    return stackFrames[0];
  }

  async #place(frameId: number): Promise<{ taskId: number | undefined; isLine: boolean }> {
    try {
      const { result } = await this.#parts.peer.request("evaluate", {
        expression: STOPPED_AT,
        frameId,
        context: "watch",
      });
      const [, taskId, isLine] = /^\((\d+), (True|False)\)$/.exec(String(result)) ?? [];
      return { taskId: Number(taskId) || undefined, isLine: isLine !== "False" };
    } catch {
      // The program has not imported asyncio.
      return { taskId: undefined, isLine: true };
    }
  }

  #isAlive(taskId: number): boolean {
    return this.#parts.program.tasks.table.pending.has(taskId);
  }

  #required(): PythonStop {
    if (this.#stop === undefined) throw errors.notStopped();
    return this.#stop;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  /** The task of a client's thread that is the one that stopped. */
  isStoppedThread(threadId: number): boolean {
    const stop = this.#stop;
    if (stop === undefined) return false;
    if (this.#parts.threads.toDebugpy(threadId) === stop.thread) return true;
    return stop.taskId !== undefined && taskIdOf(threadId) === stop.taskId;
  }
}
