/** When the screen is drawn: at once when idle, and at a bounded rate under a flood of changes. */

/** Eyes do not follow more; see also the share of time below. */
const SHORTEST_FRAME_MS = 40;

/** At most a quarter of the time goes into drawing, however many tasks there are. */
const PAUSE_PER_DRAWING = 3;

/** Waiting times are shown to the tenth of a second at first, then to the second. */
const CLOCK_MS = 1000;

export class Frames {
  readonly #draw: () => void;
  readonly #clock: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #earliestMs = 0;
  #disposed = false;

  constructor(draw: () => void) {
    this.#draw = draw;
    this.#clock = setInterval(() => this.request(), CLOCK_MS);
  }

  /** Asks for a drawing soon. */
  request(): void {
    if (this.#timer !== undefined || this.#disposed) return;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#earliestMs - performance.now()));
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#timer = undefined;
    const startMs = performance.now();
    this.#draw();
    const endMs = performance.now();
    this.#earliestMs = Math.max(startMs + SHORTEST_FRAME_MS, endMs + (endMs - startMs) * PAUSE_PER_DRAWING);
  }
}
