/**
 * The futures of those who wait for a lock, a queue, an event: in the order in which they came, and removable at any
 * place in constant time (CPython's `deque.remove` walks; a group of 10,000 that is cancelled does so 10,000 times).
 */
import type { Future } from "./futures.js";

/** @internal A place in a {@link WaiterList}. */
export interface Waiter {
  readonly future: Future<unknown>;
  previous: Waiter | null;
  next: Waiter | null;
  listed: boolean;
}

/** @internal A doubly linked list. Iterating gives the futures, the one that has waited longest first. */
export class WaiterList {
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }
  append(future: Future<unknown>): Waiter {
    const waiter: Waiter = { future, previous: this.#last, next: null, listed: true };
    if (this.#last === null) this.#first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
    this.#size++;
    return waiter;
  }
  /** Takes it out; one that is out already stays out. */
  remove(waiter: Waiter): void {
    if (!waiter.listed) return;
    waiter.listed = false;
    if (waiter.previous === null) this.#first = waiter.next;
    else waiter.previous.next = waiter.next;
    if (waiter.next === null) this.#last = waiter.previous;
    else waiter.next.previous = waiter.previous;
    this.#size--;
  }
  /** The one that has waited longest. */
  first(): Future<unknown> | null {
    return this.#first === null ? null : this.#first.future;
  }
  /** Takes out the one that has waited longest. */
  shift(): Future<unknown> | null {
    const waiter = this.#first;
    if (waiter === null) return null;
    this.remove(waiter);
    return waiter.future;
  }
  /** The first whose future is not done. */
  firstPending(): Future<unknown> | null {
    for (let waiter = this.#first; waiter !== null; waiter = waiter.next) {
      if (!waiter.future.done()) return waiter.future;
    }
    return null;
  }
  /** Whether every one was cancelled, as with none. */
  allCancelled(): boolean {
    for (let waiter = this.#first; waiter !== null; waiter = waiter.next) {
      if (!waiter.future.cancelled()) return false;
    }
    return true;
  }
  /** Wakes up to `count` of those that are not awake yet. */
  wake(count = Number.POSITIVE_INFINITY): void {
    for (let waiter = this.#first; waiter !== null && count > 0; waiter = waiter.next) {
      if (waiter.future.done()) continue;
      waiter.future.setResult(true);
      count--;
    }
  }
  *[Symbol.iterator](): IterableIterator<Future<unknown>> {
    for (let waiter = this.#first; waiter !== null; waiter = waiter.next) yield waiter.future;
  }
}
