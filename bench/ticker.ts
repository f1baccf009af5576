/** What the program says of itself: that it is ready, and when its loop paused. */
export class Ticker {
  readonly #gaps: { readonly endMs: number; readonly gapMs: number }[] = [];
  readonly isReady: Promise<void>;
  #ready: () => void = () => {};

  constructor() {
    this.isReady = new Promise((resolve) => {
      this.#ready = resolve;
    });
  }

  read(output: string): void {
    for (const [, endMs, gapMs] of output.matchAll(/gap (\d+) ([\d.]+)/g)) {
      this.#gaps.push({ endMs: Number(endMs), gapMs: Number(gapMs) });
    }
    if (output.includes("ready")) this.#ready();
  }

  /** The longest pause that overlaps a stretch of time; 0 when none was worth reporting. */
  longestPause(fromMs: number, toMs: number): number {
    const overlapping = this.#gaps.filter(({ endMs, gapMs }) => endMs >= fromMs && endMs - gapMs <= toMs);
    return Math.max(0, ...overlapping.map(({ gapMs }) => gapMs));
  }
}
