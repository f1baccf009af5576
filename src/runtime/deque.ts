/** Python's `collections.deque`, as far as a queue needs it: a ring that grows by doubling. */

/** How many items fit at first; a power of two, so that the index wraps by a mask. */
const INITIAL_CAPACITY = 8;

/** @internal First in, first out. Iterating gives the oldest item first. */
export class Deque<T> {
  #ring: (T | undefined)[] = new Array(INITIAL_CAPACITY).fill(undefined);
  #mask = INITIAL_CAPACITY - 1;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }
  push(item: T): void {
    if (this.#length > this.#mask) this.#grow();
    this.#ring[(this.#head + this.#length++) & this.#mask] = item;
  }
  /** Takes the oldest item off; there must be one. */
  shift(): T {
    const item = this.#ring[this.#head] as T;
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
    return item;
  }
  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.#length; i++) yield this.#ring[(this.#head + i) & this.#mask] as T;
  }
  #grow(): void {
    const items = [...this];
    this.#ring = items.concat(new Array(items.length));
    this.#mask = this.#ring.length - 1;
    this.#head = 0;
  }
}
