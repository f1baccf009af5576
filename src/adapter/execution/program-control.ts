/** What is said to the program while it is paused: how to go on, where it is, and where its agent is to trap it. */
import type { AgentLink } from "../agent/agent-link.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { Current, Step, StepCommand } from "./stepping.js";

/** A paused program answers at once, unless it is gone, milliseconds. */
export const CONTROL_TIMEOUT_MS = 2_000;

export class ProgramControl {
  readonly #connection: CdpConnection;
  readonly #agent: AgentLink;
  /** Whether V8 was told to step, and not to run. */
  v8Steps = false;

  constructor(connection: CdpConnection, agent: AgentLink) {
    this.#connection = connection;
    this.#agent = agent;
  }

  /** Lets a paused program go on. */
  async command(command: StepCommand): Promise<void> {
    this.v8Steps = command !== "Debugger.resume";
    await this.#connection.send(command, {});
  }

  /** The task that runs; null outside of every task. */
  async current(): Promise<Current> {
    if (this.#agent.hello === undefined) return null;
    return this.#agent.command("current", {}, CONTROL_TIMEOUT_MS).catch(() => null);
  }

  /** Arms the agent for a step. @throws UserError when it refuses to watch for a task's next await. */
  async arm(step: Step): Promise<void> {
    const { awaits: taskId } = step;
    const arming = step.arming();
    if (taskId !== undefined) await this.#agent.command("stepToAwait", { taskId }, CONTROL_TIMEOUT_MS);
    else if (arming === undefined) await this.disarm();
    else await this.#agent.command("armStep", arming, CONTROL_TIMEOUT_MS).catch(() => {});
  }

  async disarm(): Promise<void> {
    if (this.#agent.hello === undefined) return;
    await this.#agent.command("disarmStep", {}, CONTROL_TIMEOUT_MS).catch(() => {});
  }

  /** In a trap for a task's next step, in a coroutine of the runtime's own: traps the next one that it resumes, too. */
  async breakFurther(taskId: number): Promise<void> {
    await this.#agent.command("breakOnResume", { taskId, enabled: true, now: true }, CONTROL_TIMEOUT_MS);
  }
}
