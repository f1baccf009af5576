/**
 * When the client gets the next event of many records. One that says when it has taken an event gets them one by one, with
 * as much time in between as the last one took: what it cannot follow is told later, and as it is then.
 *
 * That the stream to the client is empty tells nothing: VS Code reads it in one process, and handles it in another.
 */

/** A client that has not said so by then has lost the event, or sleeps, milliseconds. */
const PATIENCE_MS = 10_000;
/** The next event has to wait for no longer than this because of the last one, milliseconds. */
const MAX_REST_MS = 250;

export class EventPace {
  #isKept = false;
  #readsColumns = false;
  #last = 0;
  /** When the last one was sent; undefined: the client has taken it. */
  #sentMs: number | undefined;
  #notBeforeMs = 0;
  #onTaken: () => void = () => {};

  /** The client says when it has taken an event. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** The client reads records as columns in events, too. */
  get readsColumns(): boolean {
    return this.#readsColumns;
  }

  /** Who sends events now: it is told of each that is taken. */
  follow(onTaken: () => void): void {
    this.#onTaken = onTaken;
  }

  /** An event is sent. @returns its number */
  sent(nowMs: number): number {
    this.#last++;
    if (this.#isKept) this.#sentMs = nowMs;
    return this.#last;
  }

  /** The client has taken the event of this number, and all before it; 0: it has taken none, and will say so. */
  taken(event: number, readsColumns: boolean, nowMs: number): void {
    this.#isKept = true;
    this.#readsColumns = readsColumns;
    if (event >= this.#last && this.#sentMs !== undefined) {
      this.#notBeforeMs = nowMs + Math.min(nowMs - this.#sentMs, MAX_REST_MS);
      this.#sentMs = undefined;
    }
    this.#onTaken();
  }

  /** How long the next event has to wait, milliseconds; not above zero: not at all. */
  delayMs(nowMs: number): number {
    return (this.#sentMs === undefined ? this.#notBeforeMs : this.#sentMs + PATIENCE_MS) - nowMs;
  }
}
