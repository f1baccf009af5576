/** A pause that the user asks for: wherever the program is, also when it is idle. */
import type { CdpConnection } from "../cdp/connection.js";
import type { Client } from "../dap/client.js";
import { NUDGE_URL } from "../sources/debugger-scripts.js";

/** An idle program runs no code that could stop: after this long it is nudged, milliseconds. */
const NUDGE_AFTER_MS = 50;
/** If a pause has not come by then, the user is told why, milliseconds. */
const PATIENCE_MS = 3_000;

export class PauseRequest {
  readonly #connection: CdpConnection;
  readonly #client: Client;
  readonly #isPaused: () => boolean;
  /** Whether the next pause is the one that was asked for. */
  wanted = false;

  /** @param isPaused whether V8 is paused, for whatever reason */
  constructor(connection: CdpConnection, client: Client, isPaused: () => boolean) {
    this.#connection = connection;
    this.#client = client;
    this.#isPaused = isPaused;
  }

  async send(): Promise<void> {
    await this.#connection.send("Debugger.pause", {});
    setTimeout(() => this.#nudge(), NUDGE_AFTER_MS);
    setTimeout(() => {
      if (this.wanted && !this.#connection.isClosed) {
        this.#client.send("output", {
          category: "console",
          output:
            "The program is inside a native call that cannot be interrupted; it stops when that returns.\n",
        });
      }
    }, PATIENCE_MS).unref();
  }

  /** Runs an empty script: the code that a pause waits for. */
  #nudge(): void {
    if (!this.wanted || this.#isPaused() || this.#connection.isClosed) return;
    const expression = `0\n//# sourceURL=${NUDGE_URL}`;
    this.#connection.send("Runtime.evaluate", { expression, silent: true }).catch(() => {});
  }
}
