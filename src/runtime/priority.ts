/**
 * The order of a priority queue: Python's `<` for what has one in both languages, and a binary heap over it.
 *
 * Source: CPython `Lib/heapq.py`; the same algorithm, so that items of equal priority come out in the same order.
 */
import { pythonTypeName } from "./bytes.js";

/** An object that defines its order, as Python's `__lt__` does. */
export interface Ordered {
  /** Whether this comes before `other`. */
  lessThan(other: never): boolean;
}

/** Negative when `a` comes first, positive when `b` does, 0 when neither does. */
export type Compare<T> = (a: T, b: T) => number;

/**
 * Python's order: numbers (bigints and booleans among them) by value, strings by their UTF-16 units, dates by time,
 * arrays as tuples (the first difference decides, a prefix comes first), other objects by their `lessThan` method.
 * @throws {TypeError} for what has no order, as Python does.
 */
export function compareItems(a: unknown, b: unknown): number {
  if (isNumeric(a) && isNumeric(b)) return threeWay(a, b);
  if (typeof a === "string" && typeof b === "string") return threeWay(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (a instanceof Date && b instanceof Date) return threeWay(a.getTime(), b.getTime());
  if (isOrdered(a) && isOrdered(b)) {
    if (a.lessThan(b as never)) return -1;
    return b.lessThan(a as never) ? 1 : 0;
  }
  throw new TypeError(
    `'<' not supported between instances of '${pythonTypeName(a)}' and '${pythonTypeName(b)}'`,
  );
}

/** The first pair that differs decides; identical items are equal, whether they have an order or not. */
function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const order = compareItems(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

type Numeric = number | bigint | boolean;

function isNumeric(value: unknown): value is Numeric {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

function threeWay<T extends Numeric | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOrdered(value: unknown): value is Ordered {
  return typeof (value as Partial<Ordered> | null | undefined)?.lessThan === "function";
}

/** @internal Adds an item to the heap. */
export function heapPush<T>(heap: T[], item: T, compare: Compare<T>): void {
  heap.push(item);
  try {
    siftDown(heap, 0, heap.length - 1, compare);
  } catch (error) {
    heap.splice(heap.lastIndexOf(item), 1); // it has no order: leave the heap as it was
    throw error;
  }
}

/** @internal Takes the first item off the heap, which must not be empty. */
export function heapPop<T>(heap: T[], compare: Compare<T>): T {
  const last = heap.pop() as T;
  if (heap.length === 0) return last;
  const first = heap[0] as T;
  heap[0] = last;
  siftUp(heap, 0, compare);
  return first;
}

/** Moves the item at `index` towards the root, down to `start` at most. Python's `_siftdown`. */
function siftDown<T>(heap: T[], start: number, index: number, compare: Compare<T>): void {
  const item = heap[index] as T;
  const path: number[] = [];
  let at = index;
  while (at > start) {
    const parent = (at - 1) >> 1;
    if (compare(item, heap[parent] as T) >= 0) break;
    path.push(parent);
    at = parent;
  }
  // Compared first, moved after: an item without an order throws before anything has moved.
  let hole = index;
  for (const parent of path) {
    heap[hole] = heap[parent] as T;
    hole = parent;
  }
  heap[hole] = item;
}

/** Moves the smaller children up until the hole is at a leaf, then the item into its place. Python's `_siftup`. */
function siftUp<T>(heap: T[], start: number, compare: Compare<T>): void {
  const end = heap.length;
  const item = heap[start] as T;
  let at = start;
  for (let child = 2 * at + 1; child < end; child = 2 * at + 1) {
    const right = child + 1;
    if (right < end && compare(heap[child] as T, heap[right] as T) >= 0) child = right;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
  siftDown(heap, start, at, compare);
}
