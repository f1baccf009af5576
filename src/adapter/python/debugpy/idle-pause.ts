/** A pause of a program whose loop is idle: debugpy stops at lines of the user's, and the loop comes to none. */
import type { Client } from "../../dap/client.js";
import { NO_PAUSE, PAUSE_PATIENCE_MS } from "../../execution/pause-request.js";
import type { PythonProgram } from "../program.js";

/** When debugpy has not stopped the program by then, the agent is asked to hold it, milliseconds. */
const HOLD_AFTER_MS = 100;

export class IdlePause {
  readonly #program: PythonProgram;
  readonly #client: Client;
  #wanted = false;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(program: PythonProgram, client: Client) {
    this.#program = program;
    this.#client = client;
  }

  /** Whether the user waits for a pause that was asked for. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** debugpy has been asked for a pause. */
  asked(): void {
    this.over();
    this.#wanted = true;
    const hold = (): void => {
      // Of a program that has not imported asyncio, or is over, there is nothing to hold.
      this.#program.agent.ask("hold", {}).catch(() => {});
    };
    const tell = (): void => {
      this.#client.send("output", { category: "console", output: NO_PAUSE });
    };
    this.#timers = [setTimeout(hold, HOLD_AFTER_MS).unref(), setTimeout(tell, PAUSE_PATIENCE_MS).unref()];
  }

  /** The program has stopped, or has ended. */
  over(): void {
    this.#wanted = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
