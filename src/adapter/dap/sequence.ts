/** Work that must not overlap: each piece begins when those before it have ended, whether they failed or not. */
export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves, or rejects, as `work` does, which must not wait for work behind it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when all work so far has ended. Never rejects. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
