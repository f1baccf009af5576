/** What this session has asked of the agent beyond steps: task breakpoints, tasks to stop in, frozen tasks. */
import type { TaskBreakpoint, TaskBreakpointKind, TaskInfo } from "../../protocol/index.js";
import type { AgentLink } from "../agent/agent-link.js";

/** To undo what was asked a program gets so long, milliseconds. */
const UNDO_TIMEOUT_MS = 2_000;

export class TaskStops {
  readonly #agent: AgentLink;
  /** Tasks at whose next step to stop. */
  readonly breaks = new Set<number>();
  #kinds: ReadonlySet<TaskBreakpointKind> = new Set();

  constructor(agent: AgentLink) {
    this.#agent = agent;
  }

  /** Whether a pause by the agent may be ours. */
  get active(): boolean {
    return this.#kinds.size > 0 || this.breaks.size > 0;
  }

  /** Whether there is a breakpoint of this kind. */
  wants(kind: string): boolean {
    return this.#kinds.has(kind as TaskBreakpointKind);
  }

  /** Replaces the task breakpoints, also before the program has loaded the runtime. */
  async setBreakpoints(breakpoints: readonly TaskBreakpoint[]): Promise<void> {
    if (breakpoints.length === 0 && this.#kinds.size === 0) return;
    this.#kinds = new Set(breakpoints.map(({ kind }) => kind));
    await this.#agent.setTaskBreakpoints(this.#agent.client, breakpoints);
  }

  /** Stops at a task's next step, or no longer. @throws UserError when the agent refuses. */
  async breakOn(taskId: number, enabled: boolean): Promise<void> {
    // The task may resume before the answer is here.
    if (enabled) this.breaks.add(taskId);
    try {
      await this.#agent.command("breakOnResume", { taskId, enabled });
    } catch (failure) {
      this.breaks.delete(taskId);
      throw failure;
    }
    if (!enabled) this.breaks.delete(taskId);
  }

  /** Holds a task's steps back, or no longer. @throws UserError when the agent refuses. */
  async freeze(taskId: number, frozen: boolean): Promise<TaskInfo> {
    const { client } = this.#agent;
    return (await this.#agent.command("freeze", { taskId, frozen, client })).task;
  }

  /** Undoes all of it: the program goes on without us. Never rejects. */
  async letGo(): Promise<void> {
    const undo = [
      this.setBreakpoints([]),
      ...[...this.breaks].map((taskId) =>
        this.#agent.command("breakOnResume", { taskId, enabled: false }, UNDO_TIMEOUT_MS),
      ),
    ];
    await Promise.allSettled(undo);
    await this.#agent.leave();
    this.breaks.clear();
  }
}
