/**
 * The loop's timers: a binary heap by time, then by order of creation, in which cancelled timers stay until they reach
 * the top, or until they are the majority.
 *
 * Source: CPython `base_events.py`, `_run_once` and `_timer_handle_cancelled`, over `heapq`.
 */
import type { TimerHandle } from "./events.js";

/** From this many timers on, cancelled ones are removed in bulk; CPython's `_MIN_SCHEDULED_TIMER_HANDLES`. */
const MIN_SCHEDULED_TIMER_HANDLES = 100;

/** … if they are more than this part; CPython's `_MIN_CANCELLED_TIMER_HANDLES_FRACTION`. */
const MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5;

/** @internal */
export class TimerHeap {
  #items: TimerHandle[] = [];
  /** How many of its timers are cancelled. */
  _timerCancelledCount = 0;

  get size(): number {
    return this.#items.length;
  }
  /** Its timers, in no particular order. */
  get items(): readonly TimerHandle[] {
    return this.#items;
  }
  /** The earliest timer, which may be cancelled. */
  peek(): TimerHandle | undefined {
    return this.#items[0];
  }
  push(timer: TimerHandle): void {
    timer._scheduled = true;
    this.#items.push(timer);
    this.#siftUp(this.#items.length - 1);
  }
  /** Takes the earliest timer off. */
  pop(): TimerHandle | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined) return undefined;
    if (items.length > 0) {
      items[0] = last;
      this.#siftDown(0);
    }
    first._scheduled = false;
    return first;
  }
  /** Removes cancelled timers: all of them when they are the majority of many, else those at the top. */
  removeCancelled(): void {
    const count = this.#items.length;
    if (
      count > MIN_SCHEDULED_TIMER_HANDLES &&
      this._timerCancelledCount / count > MIN_CANCELLED_TIMER_HANDLES_FRACTION
    ) {
      for (const timer of this.#items) if (timer._cancelled) timer._scheduled = false;
      this.#items = this.#items.filter((timer) => !timer._cancelled);
      for (let i = (this.#items.length >> 1) - 1; i >= 0; i--) this.#siftDown(i);
      this._timerCancelledCount = 0;
      return;
    }
    while (this.#items[0]?._cancelled === true) {
      this._timerCancelledCount--;
      this.pop();
    }
  }
  clear(): void {
    for (const timer of this.#items) timer._scheduled = false;
    this.#items = [];
    this._timerCancelledCount = 0;
  }

  #siftUp(start: number): void {
    const items = this.#items;
    const item = items[start] as TimerHandle;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent] as TimerHandle;
      if (!before(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }
  #siftDown(start: number): void {
    const items = this.#items;
    const count = items.length;
    const item = items[start] as TimerHandle;
    let index = start;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= count) break;
      if (child + 1 < count && before(items[child + 1] as TimerHandle, items[child] as TimerHandle)) child++;
      const below = items[child] as TimerHandle;
      if (!before(below, item)) break;
      items[index] = below;
      index = child;
    }
    items[index] = item;
  }
}

function before(a: TimerHandle, b: TimerHandle): boolean {
  return a._when < b._when || (a._when === b._when && a._sequence < b._sequence);
}
