/** The agent of a program as the parts of the adapter see it, whichever language and channel it speaks through. */
import type { AgentCommandName, AgentCommands, HelloMessage } from "../../protocol/index.js";

/** A program that answers nothing for this long is inside a native call, milliseconds. */
export const ANSWER_TIMEOUT_MS = 5_000;

export interface Agent {
  /** What the agent said of itself; undefined as long as the program has not loaded asyncio. */
  readonly hello: HelloMessage | undefined;
  /**
   * Has the agent send what it has gathered: the table is of this moment afterwards. Rejects when the program does not
   * answer in time.
   * @param calm between two callbacks, if one ends soon.
   * @param patienceMs after which what has not come yet is not waited for: a flood of changes may take long.
   */
  flush(timeoutMs: number, calm: boolean, patienceMs?: number): Promise<void>;
  /** Runs one command. @throws UserError when there is no agent, it refuses, or the program does not answer in time. */
  command<N extends AgentCommandName>(
    method: N,
    params: AgentCommands[N]["params"],
    timeoutMs?: number,
  ): Promise<AgentCommands[N]["result"]>;
}
