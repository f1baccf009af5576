/**
 * The receiving half of a transport: what Node has read and the protocol has not been given yet.
 *
 * Node calls back whenever it has read something, in the middle of its own loop. What it brings waits here for ours to
 * take its turn; if that takes long, Node is stopped, so that the other side is held up instead of memory filled.
 */
import type { Readable } from "node:stream";
import { plainBytes } from "./bytes.js";

/** So many bytes wait at most before Node is told to read no more; CPython's `max_size` of one read. */
const MAX_WAITING = 256 * 1024;

/** @internal */
export class IncomingBytes {
  /** Whether the other side has ended, once everything before has been taken. */
  ended = false;
  /** Whether the protocol wants no more. */
  paused = false;
  readonly #stream: Readable;
  readonly #arrived: () => void;
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  #stopped = true;
  #detached = false;

  /** `arrived` is called by Node, when there is something to take. */
  constructor(stream: Readable, arrived: () => void) {
    this.#stream = stream;
    this.#arrived = arrived;
    // TLS may have read all there is while the transport was being made.
    this.ended = stream.readableEnded;
    stream.on("data", this.#onData);
    stream.on("end", this.#onEnd);
    stream.on("resume", this.#onResume);
    stream.pause();
  }

  readonly #onData = (data: Uint8Array | string): void => {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : plainBytes(data);
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    this.#control();
    this.#arrived();
  };

  readonly #onEnd = (): void => {
    this.ended = true;
    this.#arrived();
  };

  /** When a process ends, Node lets its pipes flow, whoever has stopped them. */
  readonly #onResume = (): void => {
    if (this.#stopped) this.#stream.pause();
  };

  /** Lets Node read, or not. */
  #control(): void {
    const stop = this.paused || this.#detached || this.#waiting > MAX_WAITING;
    if (stop === this.#stopped) return;
    this.#stopped = stop;
    if (stop) this.#stream.pause();
    else this.#stream.resume();
  }

  /** Reading begins. */
  start(): void {
    this.#control();
    if (this.ended) this.#arrived();
  }

  pause(): void {
    this.paused = true;
    this.#control();
  }

  resume(): void {
    this.paused = false;
    this.#control();
    if (this.#pieces.length > 0 || this.ended) this.#arrived();
  }

  /** The next piece for the protocol; undefined when there is none, or it wants none. */
  take(): Uint8Array | undefined {
    if (this.paused) return undefined;
    const piece = this.#pieces.shift();
    if (piece === undefined) return undefined;
    this.#waiting -= piece.length;
    this.#control();
    return piece;
  }

  /** What the protocol had no room for. */
  putBack(rest: Uint8Array): void {
    this.#pieces.unshift(rest);
    this.#waiting += rest.length;
  }

  /** Nothing more is wanted, ever. */
  stop(): void {
    this.paused = true;
    this.#pieces = [];
    this.#waiting = 0;
    this.#control();
  }

  /** Hands the stream over to somebody else, what was not taken included. */
  detach(): void {
    this.#detached = true;
    this.#control();
    this.#stream.off("data", this.#onData);
    this.#stream.off("end", this.#onEnd);
    this.#stream.off("resume", this.#onResume);
    for (const piece of this.#pieces.reverse()) this.#stream.unshift(piece);
    this.#pieces = [];
  }
}
