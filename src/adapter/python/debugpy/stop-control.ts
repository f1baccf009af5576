/** Stops, steps and going on: debugpy's, shown as those of tasks. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Client } from "../../client.js";
import { errors } from "../../errors.js";
import { LOOP_THREAD_ID, taskIdOf, threadIdOf } from "../../threads.js";
import type { PythonProgram } from "../program.js";
import type { BreakpointSync } from "./breakpoint-sync.js";
import type { DapPeer } from "./peer.js";
import {
  afterwards,
  beforeStep,
  judgeStop,
  type PendingStep,
  type StepCommand,
  temporaryLines,
  type Verdict,
} from "./task-steps.js";
import type { ThreadIds } from "./thread-ids.js";

/** Python that is the agent; an error where the program has not loaded it. */
const AGENT = "__import__('sys').modules['loopscope_agent.agent'].instance";
const CURRENT_TASK = `${AGENT}.current_task_id()`;

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
        this.#step = undefined;
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
      const plan = await this.#parts.program.agent
        .ask("stepPlan", { taskId })
        .catch(() => ({ own: [], atRoot: false, awaiters: [] }));
      this.#step = { taskId, plan };
      const first = beforeStep(command, plan);
      if (first?.kind === "run") await this.#runTo(first, thread);
      else await this.#resume(command, thread);
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
    const taskId = top === undefined ? undefined : await this.#currentTask(top.id);
    const step = this.#step;
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
    const { breakpoints, program } = this.#parts;
    const step = this.#step;
    if (step !== undefined) this.#step = { ...step, target: verdict.taskId };
    const lines = temporaryLines(verdict.places);
    await breakpoints.removeTemporary();
    await breakpoints.addTemporary(lines, `${CURRENT_TASK} == ${verdict.taskId}`);
    await program.agent.ask("armLines", { paths: [...lines.keys()] }).catch(() => {});
    await this.#resume("continue", thread);
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

  async #currentTask(frameId: number): Promise<number | undefined> {
    try {
      const { result } = await this.#parts.peer.request("evaluate", {
        expression: CURRENT_TASK,
        frameId,
        context: "watch",
      });
      return Number(result) || undefined;
    } catch {
      // The program has not imported asyncio.
      return undefined;
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
