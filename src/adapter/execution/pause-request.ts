/** A pause that the user asks for: wherever the program is, also when it is idle. */
import type { CdpConnection } from "../cdp/connection.js";
import type { Client } from "../dap/client.js";
import { NUDGE_URL } from "../sources/debugger-scripts.js";
import { ExpectedPause } from "./expected-pause.js";

/** An idle program runs no code that could stop: after this long it is nudged, milliseconds. */
const NUDGE_AFTER_MS = 50;

export class PauseRequest {
  readonly #connection: CdpConnection;
  readonly #isPaused: () => boolean;
  readonly #expected: ExpectedPause;

  /** @param isPaused whether V8 is paused, for whatever reason */
  constructor(connection: CdpConnection, client: Client, isPaused: () => boolean) {
    this.#connection = connection;
    this.#isPaused = isPaused;
    this.#expected = new ExpectedPause(client);
    connection.closed.then(() => this.over());
  }

  /** Whether the next pause is the one that was asked for. */
  get wanted(): boolean {
    return this.#expected.wanted;
  }

  /** From now on the next pause is the one that is asked for: it is `send` that asks. */
  expect(): void {
    this.#expected.expect();
  }

  /** It has come, or nobody wants it any more. */
  over(): void {
    this.#expected.over();
  }

  async send(): Promise<void> {
    await this.#connection.send("Debugger.pause", {});
    this.#nudgeLater();
  }

  #nudgeLater(): void {
    this.#expected.after(NUDGE_AFTER_MS, () => {
      this.#nudge().catch(() => {});
    });
  }

  /**
   * Runs an empty script, the code that a pause waits for, and asks for the pause once more: V8 forgets one that it is
   * asked for while it evaluates without breaks, as is done with the agent's functions, or that meets another pause.
   */
  async #nudge(): Promise<void> {
    if (!this.#isPaused()) {
      const expression = `0\n//# sourceURL=${NUDGE_URL}`;
      this.#connection.send("Debugger.pause", {}).catch(() => {});
      // Of a program inside a native call it is answered when that returns, and of one that stops, when it goes on.
      await this.#connection.send("Runtime.evaluate", { expression, silent: true });
    }
    this.#nudgeLater();
  }
}
