/** The loop's ready handles: first in, first out, in a ring that grows by doubling and never allocates otherwise. */
import type { Handle } from "./events.js";

/** How many handles fit at first; a power of two, so that the index wraps by a mask. */
const INITIAL_CAPACITY = 64;

/** @internal */
export class ReadyQueue {
  #ring: (Handle | undefined)[] = new Array(INITIAL_CAPACITY).fill(undefined);
  #mask = INITIAL_CAPACITY - 1;
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }
  push(handle: Handle): void {
    if (this.#size > this.#mask) this.#grow();
    this.#ring[(this.#head + this.#size++) & this.#mask] = handle;
  }
  /** Takes the oldest handle off; the queue must not be empty. */
  shift(): Handle {
    const handle = this.#ring[this.#head] as Handle;
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    this.#size--;
    return handle;
  }
  clear(): void {
    this.#ring.fill(undefined);
    this.#head = 0;
    this.#size = 0;
  }
  #grow(): void {
    const capacity = 2 * this.#ring.length;
    const tail = this.#ring.slice(0, this.#head);
    this.#ring = this.#ring.slice(this.#head).concat(tail);
    while (this.#ring.length < capacity) this.#ring.push(undefined);
    this.#head = 0;
    this.#mask = capacity - 1;
  }
}
