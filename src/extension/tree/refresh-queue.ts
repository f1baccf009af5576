/**
 * Whether VS Code has begun to draw what it was last told of.
 *
 * It works off such news one after the other and waits for the window each time, so that whoever tells it faster than it
 * draws is shown as it was long ago: of two hundred rows with a duration in each that is minutes, soon.
 */

/** A view that is hidden may never ask: milliseconds until it is told again. */
const PATIENCE_MS = 5_000;

/** @typeParam N what VS Code is told of; undefined stands for the top level */
export class RefreshQueue<N> {
  readonly #nowMs: () => number;
  #waiting: ReadonlySet<N | undefined> = new Set();
  #toldMs = 0;

  /** @param nowMs Unix epoch, milliseconds */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** These have changed, VS Code is told. */
  told(nodes: readonly N[] | undefined): void {
    this.#waiting = new Set(nodes ?? [undefined]);
    this.#toldMs = this.#nowMs();
  }

  /** VS Code asks for one: it has come to the news, if it is of those. */
  asked(node: N | undefined): void {
    if (this.#waiting.has(node)) this.#waiting = new Set();
  }

  /** It has not come to them yet. */
  get isBehind(): boolean {
    return this.#waiting.size > 0 && this.#nowMs() - this.#toldMs < PATIENCE_MS;
  }
}
