/** How many tasks have ended whose end was not sent yet. */

/**
 * At most so many. More than that in the time between two batches is history that nobody can read; they count as dropped.
 */
const MAX_ENDED_UNSENT = 10_000;

/** Tasks that somebody has heard of are counted by themselves: a flood of others does not push them out. */
export class EndedUnsent {
  #told = 0;
  #others = 0;

  /** One more, of which somebody has heard or not. @returns false when there are too many: it is to be dropped */
  add(told: boolean): boolean {
    if ((told ? this.#told : this.#others) >= MAX_ENDED_UNSENT) return false;
    if (told) this.#told++;
    else this.#others++;
    return true;
  }

  /** One was sent. */
  remove(told: boolean): void {
    if (told) this.#told = Math.max(0, this.#told - 1);
    else this.#others = Math.max(0, this.#others - 1);
  }

  /** All were sent. */
  clear(): void {
    this.#told = 0;
    this.#others = 0;
  }
}
