/** A pause that the user asks for: wherever the program is, also when it is idle. */
import type { CdpConnection } from "../cdp/connection.js";
import type { Client } from "../dap/client.js";
import { NUDGE_URL } from "../sources/debugger-scripts.js";

/** An idle program runs no code that could stop: after this long it is nudged, milliseconds. */
const NUDGE_AFTER_MS = 50;
/** If a pause has not come by then, the user is told why, milliseconds. */
export const PAUSE_PATIENCE_MS = 3_000;
export const NO_PAUSE =
  "The program is inside a native call that cannot be interrupted; it stops when that returns.\n";

export class PauseRequest {
  readonly #connection: CdpConnection;
  readonly #client: Client;
  readonly #isPaused: () => boolean;
  #wanted = false;
  #nudge: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  /** @param isPaused whether V8 is paused, for whatever reason */
  constructor(connection: CdpConnection, client: Client, isPaused: () => boolean) {
    this.#connection = connection;
    this.#client = client;
    this.#isPaused = isPaused;
  }

  /** Whether the next pause is the one that was asked for. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** From now on the next pause is the one that is asked for: it is `send` that asks. */
  expect(): void {
    this.#wanted = true;
  }

  /** It has come, or nobody wants it any more. */
  over(): void {
    this.#wanted = false;
    clearTimeout(this.#nudge);
    clearTimeout(this.#patience);
  }

  async send(): Promise<void> {
    await this.#connection.send("Debugger.pause", {});
    clearTimeout(this.#nudge);
    clearTimeout(this.#patience);
    this.#nudgeLater();
    this.#patience = setTimeout(() => {
      if (!this.#wanted || this.#connection.isClosed) return;
      this.#client.send("output", {
        category: "console",
        output: NO_PAUSE,
      });
    }, PAUSE_PATIENCE_MS).unref();
  }

  #nudgeLater(): void {
    this.#nudge = setTimeout(() => {
      this.#nudgeUntilPaused().catch(() => {});
    }, NUDGE_AFTER_MS).unref();
  }

  /**
   * Runs an empty script, the code that a pause waits for, and asks for the pause once more: V8 forgets one that it is
   * asked for while it evaluates without breaks, as is done with the agent's functions, or that meets another pause.
   */
  async #nudgeUntilPaused(): Promise<void> {
    if (!this.#wanted || this.#connection.isClosed) return;
    if (!this.#isPaused()) {
      const expression = `0\n//# sourceURL=${NUDGE_URL}`;
      this.#connection.send("Debugger.pause", {}).catch(() => {});
      // Of a program inside a native call it is answered when that returns, and of one that stops, when it goes on.
      await this.#connection.send("Runtime.evaluate", { expression, silent: true });
    }
    if (this.#wanted) this.#nudgeLater();
  }
}
