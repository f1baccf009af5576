/** When the program could not run as it would: the debugger held it, or one turn of the loop did not end. */

/** Stops that are remembered. */
const STOPS_LIMIT = 100;

interface Stop {
  readonly fromMs: number;
  toMs: number;
}

export class Interruptions {
  readonly #now: () => number;
  readonly #stops: Stop[] = [];
  #undisturbedSinceMs = 0;

  /** @param now Unix epoch in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Since when it has run without an interruption; 0: always. */
  get undisturbedSinceMs(): number {
    return this.#undisturbedSinceMs;
  }

  stopped(): void {
    if (this.#stops.at(-1)?.toMs === Number.POSITIVE_INFINITY) return;
    this.#stops.push({ fromMs: this.#now(), toMs: Number.POSITIVE_INFINITY });
    if (this.#stops.length > STOPS_LIMIT) this.#stops.shift();
  }

  resumed(): void {
    const stop = this.#stops.at(-1);
    if (stop?.toMs === Number.POSITIVE_INFINITY) stop.toMs = this.#now();
    this.#undisturbedSinceMs = this.#now();
  }

  /** A turn that had blocked the loop is over. */
  unblocked(): void {
    this.#undisturbedSinceMs = this.#now();
  }

  /** Whether the debugger has held it at any time between these two. */
  wasStopped(fromMs: number, toMs: number): boolean {
    return this.#stops.some((stop) => stop.fromMs <= toMs && stop.toMs >= fromMs);
  }
}
