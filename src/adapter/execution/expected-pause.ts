/** A pause that the user has asked for and that has not come yet. */
import type { Client } from "../dap/client.js";

/** If it has not come by then, the user is told why, milliseconds. */
const PATIENCE_MS = 3_000;

export class ExpectedPause {
  readonly #client: Client;
  #wanted = false;
  #patience: NodeJS.Timeout | undefined;
  #later: NodeJS.Timeout | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Whether the next pause is the one that was asked for. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** It is about to be asked for. */
  expect(): void {
    this.over();
    this.#wanted = true;
    this.#patience = setTimeout(() => {
      this.#client.send("output", {
        category: "console",
        output:
          "The program is inside a native call that cannot be interrupted; it stops when that returns.\n",
      });
    }, PATIENCE_MS).unref();
  }

  /** Does something if the pause has not come by then; nothing when it has already. */
  after(delayMs: number, action: () => void): void {
    if (!this.#wanted) return;
    clearTimeout(this.#later);
    this.#later = setTimeout(action, delayMs).unref();
  }

  /** It has come, or the program has ended, or nobody wants it any more. */
  over(): void {
    this.#wanted = false;
    clearTimeout(this.#patience);
    clearTimeout(this.#later);
  }
}
