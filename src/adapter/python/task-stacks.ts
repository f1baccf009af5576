/** Stacks and variables of suspended tasks as the agent reads them, while the program runs or is held. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Site } from "../../protocol/index.js";
import { errors } from "../dap/errors.js";
import { awaitersOf } from "../stacks/awaiters.js";
import { IDLE_LABEL } from "../stacks/stacks.js";
import { LOOP_THREAD_ID, taskIdOf } from "../tasks/threads.js";
import { Handles } from "../variables/handles.js";
import type { PythonProgram } from "./program.js";

/** Numbers of frames and variables begin here: below are those of a debugger behind us. */
export const OWN_NUMBERS = 1 << 30;
const FRAME_LIMIT = 400;

export interface KnownFrame {
  readonly taskId: number;
  /** Index in the agent's own stack of the task. */
  readonly index: number;
}

/** Parts of a frame's local, or of the result of an evaluation. */
export type KnownVariables = { readonly path: readonly string[] } & (
  | KnownFrame
  | { readonly result: number }
);

/** Results live as long as the agent keeps them. */
const RESULTS = "results";

export class TaskStacks {
  readonly #program: PythonProgram;
  readonly #frames = new Handles<KnownFrame>();
  readonly #variables = new Handles<KnownVariables>();

  constructor(program: PythonProgram) {
    this.#program = program;
  }

  /** All numbers given so far lose their meaning. */
  forget(): void {
    this.#frames.release(undefined);
    this.#variables.release(undefined);
  }

  /** The stack of a task's or the loop's thread, those who wait for the task included. @throws UserError for an unknown thread. */
  async ofThread(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    const group = `thread ${threadId}`;
    this.#frames.release(group);
    this.#variables.release(group);
    if (threadId === LOOP_THREAD_ID) return [this.#label(group, IDLE_LABEL)];
    const taskId = taskIdOf(threadId);
    if (taskId === undefined || !this.#program.tasks.table.pending.has(taskId)) {
      throw errors.unknownThread(threadId);
    }
    return [...(await this.#own(taskId, group)), ...(await this.awaiting(taskId, group))];
  }

  /** Frames of the tasks that wait for a task, each group below a label. */
  async awaiting(taskId: number, group: string): Promise<DebugProtocol.StackFrame[]> {
    const { table } = this.#program.tasks;
    const frames: DebugProtocol.StackFrame[] = [];
    for (const id of awaitersOf(taskId, table)) {
      if (frames.length >= FRAME_LIMIT) break;
      frames.push(this.#label(group, `awaited by ${table.tasks.get(id)?.name ?? `task ${id}`}`));
      frames.push(...(await this.#own(id, group)));
    }
    return frames;
  }

  /** @throws UserError for a number that has lost its meaning. */
  scopes(frameId: number): DebugProtocol.Scope[] {
    const frame = this.#frames.get(frameId - OWN_NUMBERS);
    if (frame === undefined) throw errors.unknownFrame(frameId);
    if (frame.index < 0) return [];
    return [
      {
        name: "Locals",
        presentationHint: "locals",
        expensive: false,
        variablesReference: this.#reference(`task ${frame.taskId}`, { ...frame, path: [] }),
      },
    ];
  }

  /** A frame of a coroutine; undefined for a label. @throws UserError for a number that has lost its meaning. */
  frame(frameId: number): KnownFrame | undefined {
    const frame = this.#frames.get(frameId - OWN_NUMBERS);
    if (frame === undefined) throw errors.unknownFrame(frameId);
    return frame.index < 0 ? undefined : frame;
  }

  /** The number by which the parts of a result are asked for. */
  result(result: number): number {
    return this.#reference(RESULTS, { result, path: [] });
  }

  /** What a number stands for. @throws UserError for one that has lost its meaning. */
  holder(reference: number): KnownVariables {
    const holder = this.#variables.get(reference - OWN_NUMBERS);
    if (holder === undefined) throw errors.unknownVariables(reference);
    return holder;
  }

  /** @throws UserError for a number that has lost its meaning. */
  async variables(reference: number): Promise<DebugProtocol.Variable[]> {
    const holder = this.holder(reference);
    const { path } = holder;
    const { agent } = this.#program;
    const { variables } =
      "result" in holder
        ? await agent.ask("expandResult", { result: holder.result, path })
        : await agent.ask("expand", { taskId: holder.taskId, frame: holder.index, path });
    const group = "result" in holder ? RESULTS : `task ${holder.taskId}`;
    return variables.map(({ name, value, type, children }) => ({
      name,
      value,
      type,
      variablesReference:
        children === undefined ? 0 : this.#reference(group, { ...holder, path: [...path, name] }),
    }));
  }

  async #own(taskId: number, group: string): Promise<DebugProtocol.StackFrame[]> {
    const stack = await this.#program.ownStack(taskId);
    return stack.flatMap(({ name, site }, index) =>
      site === undefined ? [] : [this.#frame(group, name, site, { taskId, index })],
    );
  }

  #frame(group: string, name: string, site: Site, frame: KnownFrame): DebugProtocol.StackFrame {
    const { source, line, column } = this.#program.place(site);
    return {
      id: OWN_NUMBERS + this.#frames.create(group, frame),
      name,
      source: source as DebugProtocol.Source,
      line,
      column,
    };
  }

  #label(group: string, name: string): DebugProtocol.StackFrame {
    const id = OWN_NUMBERS + this.#frames.create(group, { taskId: 0, index: -1 });
    return { id, name, line: 0, column: 0, presentationHint: "label" };
  }

  #reference(group: string, holder: KnownVariables): number {
    return OWN_NUMBERS + this.#variables.create(group, holder);
  }
}
