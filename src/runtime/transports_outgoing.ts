/** The sending half of a transport: what was written and has not left yet. Node keeps it, and is asked how much it is. */
import type { Writable } from "node:stream";
import { RuntimeError } from "./exceptions.js";
import type { WriteFlow } from "./transports_flow.js";

/** @internal */
export class OutgoingBytes {
  readonly flow: WriteFlow;
  readonly #stream: Writable;
  readonly #onSent: (error?: Error | null) => void;
  #ended = false;
  /** Whether something that was written can never leave. */
  unsent = false;

  /** `sent` is called by Node, each time something has left. */
  constructor(stream: Writable, flow: WriteFlow, sent: () => void) {
    this.#stream = stream;
    this.flow = flow;
    this.#onSent = (error) => {
      if (error == null) sent();
      else this.unsent = true;
    };
  }

  /** How many bytes wait. Of a piece that is partly sent, all count. */
  get size(): number {
    return this.#stream.destroyed ? 0 : this.#stream.writableLength;
  }

  /** @throws {RuntimeError} when the end was written. */
  checkOpen(method: string): void {
    if (this.#ended) throw new RuntimeError(`Cannot call ${method}() after write_eof()`);
  }

  write(bytes: Uint8Array): void {
    this.#stream.write(bytes, this.#onSent);
    this.flow.maybePause();
  }

  /** Writes all of them in one system call; only what did not leave by it counts against the water marks. */
  writeAll(pieces: readonly Uint8Array[]): void {
    this.#stream.cork();
    for (const bytes of pieces) if (bytes.length > 0) this.#stream.write(bytes, this.#onSent);
    this.#stream.uncork();
    this.flow.maybePause();
  }

  /** Ends the stream behind what was written. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stream.end();
  }
}
