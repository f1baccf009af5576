/**
 * The bytes that a stream has received and nobody has read.
 *
 * CPython keeps a `bytearray`, which copies on the way in and on the way out. Here the first piece is kept as it came;
 * only when another joins it are both copied, into memory that doubles as it grows. Bytes given out are views where
 * they are many: memory is never written twice, so nobody sees them change.
 */
import { EMPTY, indexOfBytes } from "./bytes.js";

/** Up to this many bytes, a copy is cheaper than keeping the whole piece alive that they are a part of. */
const COPY_BELOW = 4096;

/** @internal A queue of bytes. */
export class ByteBuffer {
  #memory: Uint8Array = EMPTY;
  #start = 0;
  #end = 0;

  /** How many bytes are in it. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds bytes, which must not be changed by anybody from now on. */
  push(bytes: Uint8Array): void {
    const { length } = this;
    if (length === 0) {
      this.#memory = bytes;
      this.#start = 0;
      this.#end = bytes.length;
      return;
    }
    if (this.#end + bytes.length > this.#memory.length) this.#grow(length + bytes.length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** What came from outside is full: there is never room behind its end that would be ours to write to. */
  #grow(needed: number): void {
    const memory = new Uint8Array(2 ** Math.ceil(Math.log2(Math.max(needed, 1024))));
    memory.set(this.#memory.subarray(this.#start, this.#end));
    this.#memory = memory;
    this.#end -= this.#start;
    this.#start = 0;
  }

  /** Takes out the first bytes: all, when there are fewer than `size`. */
  take(size: number): Uint8Array {
    if (size >= this.length) return this.takeAll();
    const to = this.#start + size;
    const taken =
      size < COPY_BELOW ? this.#memory.slice(this.#start, to) : this.#memory.subarray(this.#start, to);
    this.#start = to;
    return taken;
  }

  /** Takes out everything. */
  takeAll(): Uint8Array {
    const whole = this.#start === 0 && this.#end === this.#memory.length;
    const taken = whole ? this.#memory : this.#memory.subarray(this.#start, this.#end);
    this.clear();
    return taken;
  }

  clear(): void {
    this.#memory = EMPTY;
    this.#start = 0;
    this.#end = 0;
  }

  /** Where `wanted` begins, counted from the first byte, at `from` or after; -1 when it is not there. */
  indexOf(wanted: Uint8Array, from: number): number {
    return indexOfBytes(this.#memory.subarray(this.#start, this.#end), wanted, from);
  }
}
