/**
 * Streams: reading and writing connections with coroutines.
 *
 * Source: CPython `Lib/asyncio/streams.py`; {@link StreamReader} is here, the writer and the protocol between it and the
 * transport in `streams_*.ts`.
 */
import { ByteBuffer } from "./byte_buffer.js";
import { asBytes, type BytesLike, EMPTY, joinBytes } from "./bytes.js";
import { StopAsyncIteration } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { type AbstractEventLoop, getEventLoop } from "./events.js";
import {
  IncompleteReadError,
  LimitOverrunError,
  NotImplementedError,
  RuntimeError,
  ValueError,
} from "./exceptions.js";
import type { Future } from "./futures.js";
import { exceptionRepr } from "./repr.js";
import type { BaseTransport, ReadTransport } from "./transports.js";
import { peerLabel } from "./transports_address.js";

/** The limit of a stream by default, in bytes; CPython's `_DEFAULT_LIMIT`. */
export const DEFAULT_LIMIT = 64 * 1024;

const NEWLINE = Uint8Array.of(10);

/** What `bytearray.find` says of a wrong type, in CPython. */
const SEPARATOR_REFUSED = "argument should be integer or bytes-like object";

/** Options of `new StreamReader`. */
export interface StreamReaderOptions {
  /** The longest line in bytes, and half of what is buffered before the other side is held up; 64 KiB by default. */
  readonly limit?: number | undefined;
  /** By default the running loop, or the one that is set. */
  readonly loop?: AbstractEventLoop | null | undefined;
}

/** Bytes that come in, to be read by coroutines, one at a time. Also an asynchronous iterable of its lines. */
export class StreamReader {
  /** @internal */ readonly _loop: AbstractEventLoop;
  /** @internal */ readonly _sourceTraceback: CapturedStack | null;
  #label: string | null = null;
  readonly #limit: number;
  readonly #buffer = new ByteBuffer();
  #eof = false;
  /** Who waits for data. */ #waiter: Future<void> | null = null;
  #exception: unknown = null;
  #transport: ReadTransport | null = null;
  #paused = false;

  /**
   * Takes its limit in bytes and its loop, as in Python, by position or by name.
   * @throws {ValueError} for a limit of zero or less.
   */
  constructor(limit: number | StreamReaderOptions = DEFAULT_LIMIT, loop: AbstractEventLoop | null = null) {
    const options = typeof limit === "number" ? { limit, loop } : limit;
    this.#limit = options.limit ?? DEFAULT_LIMIT;
    if (!(this.#limit > 0)) throw new ValueError("Limit cannot be <= 0");
    this._loop = options.loop ?? getEventLoop();
    this._sourceTraceback = this._loop.getDebug() ? captureStack() : null;
  }

  /** What a debugger calls it; by default by the address of the other side. Null when there is none. */
  get label(): string | null {
    return this.#label ?? (this.#transport === null ? null : (peerLabel(this.#transport) ?? null));
  }
  /** @internal */
  set label(label: string) {
    this.#label = label;
  }
  /** @internal Who waits for data. */
  get _waiters(): readonly Future<unknown>[] {
    return this.#waiter === null ? [] : [this.#waiter];
  }

  /** The error that ended the stream, or null. */
  exception(): unknown {
    return this.#exception;
  }

  /** The stream has ended by an error: who reads gets it. */
  setException(exception: unknown): void {
    this.#exception = exception;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null && !waiter.done()) waiter.setException(exception);
  }

  /** What is told to stop when too much is buffered. @throws {RuntimeError} when there is one already. */
  setTransport(transport: BaseTransport): void {
    if (this.#transport !== null) throw new RuntimeError("Transport already set");
    this.#transport = transport as ReadTransport;
  }

  /** @internal TLS has begun on the same connection. */
  _replaceTransport(transport: BaseTransport): void {
    this.#transport = transport as ReadTransport;
    if (this.#paused) this.#transport.pauseReading();
  }

  /** There is no more to come. */
  feedEof(): void {
    this.#eof = true;
    this.#wakeUp();
  }

  /** Whether everything was read, and there is no more to come. */
  atEof(): boolean {
    return this.#eof && this.#buffer.length === 0;
  }

  /** Some bytes have come. @throws {RuntimeError} after {@link feedEof}. */
  feedData(data: BytesLike): void {
    this._feed(asBytes(data).slice());
  }

  /** @internal As {@link feedData}, with bytes that nobody changes any more: they are not copied. */
  _feed(data: Uint8Array): void {
    if (this.#eof) throw new RuntimeError("feed_data after feed_eof");
    if (data.length === 0) return;
    this.#buffer.push(data);
    this.#wakeUp();
    if (this.#transport === null || this.#paused || this.#buffer.length <= 2 * this.#limit) return;
    try {
      this.#transport.pauseReading();
      this.#paused = true;
    } catch (error) {
      if (!(error instanceof NotImplementedError)) throw error;
      this.#transport = null; // it cannot be held up: everything is buffered
    }
  }

  #wakeUp(): void {
    const waiter = this.#waiter;
    if (waiter === null) return;
    this.#waiter = null;
    if (!waiter.done()) waiter.setResult();
  }

  #resumeTransport(): void {
    if (!this.#paused || this.#buffer.length > this.#limit) return;
    this.#paused = false;
    this.#transport?.resumeReading();
  }

  *#waitForData(method: string): Coroutine<void> {
    if (this.#waiter !== null) {
      throw new RuntimeError(
        `${method}() called while another coroutine is already waiting for incoming data`,
      );
    }
    // It came after data by which this was woken: in CPython, nothing would wake it again.
    if (this.#exception !== null) throw this.#exception;
    // Whoever waits for more than the limit would wait for ever.
    if (this.#paused) {
      this.#paused = false;
      this.#transport?.resumeReading();
    }
    const waiter = this._loop.createFuture<void>();
    waiter.waitKind = "stream.read";
    waiter.waitResource = this;
    this.#waiter = waiter;
    try {
      yield* waiter;
    } finally {
      this.#waiter = null;
    }
  }

  /**
   * Up to `size` bytes, as soon as there is one; none at the end of the stream. Without a size, or with -1: everything
   * until the end.
   */
  *read(size = -1): Coroutine<Uint8Array> {
    if (this.#exception !== null) throw this.#exception;
    if (size === 0) return EMPTY;
    if (size < 0) {
      const blocks: Uint8Array[] = [];
      for (;;) {
        const block = yield* this.read(this.#limit);
        if (block.length === 0) return joinBytes(blocks);
        blocks.push(block);
      }
    }
    if (this.#buffer.length === 0 && !this.#eof) yield* this.#waitForData("read");
    const data = this.#buffer.take(size);
    this.#resumeTransport();
    return data;
  }

  /**
   * Exactly `size` bytes, however many the limit is.
   * @throws {IncompleteReadError} when the stream ends before; what came is in its `partial`.
   * @throws {ValueError} for a negative size.
   */
  *readexactly(size: number): Coroutine<Uint8Array> {
    if (!(size >= 0)) throw new ValueError("readexactly size can not be less than zero");
    if (this.#exception !== null) throw this.#exception;
    if (size === 0) return EMPTY;
    while (this.#buffer.length < size) {
      if (this.#eof) throw new IncompleteReadError(this.#buffer.takeAll(), size);
      yield* this.#waitForData("readexactly");
    }
    const data = this.#buffer.take(size);
    this.#resumeTransport();
    return data;
  }

  /**
   * A line with its newline; what there is when the stream ends before one; nothing at the end.
   * @throws {ValueError} when a line is longer than the limit; it, or what there is of it, is dropped.
   */
  *readline(): Coroutine<Uint8Array> {
    try {
      return yield* this.readuntil(NEWLINE);
    } catch (error) {
      if (error instanceof IncompleteReadError) return error.partial;
      if (!(error instanceof LimitOverrunError)) throw error;
      if (this.#buffer.indexOf(NEWLINE, error.consumed) === error.consumed) {
        this.#buffer.take(error.consumed + 1);
      } else this.#buffer.clear();
      this.#resumeTransport();
      throw new ValueError(error.message);
    }
  }

  /**
   * Everything up to a separator, the separator included. Of several (a list), the one counts that gives the least.
   * @throws {IncompleteReadError} when the stream ends before; what came is in its `partial`.
   * @throws {LimitOverrunError} when there is more than the limit before a separator; it stays in the buffer.
   * @throws {ValueError} for an empty separator.
   */
  *readuntil(separator: BytesLike | readonly BytesLike[] = NEWLINE): Coroutine<Uint8Array> {
    const separators = separatorsOf(separator);
    const shortest = (separators[0] as Uint8Array).length;
    const longest = (separators.at(-1) as Uint8Array).length;
    if (shortest === 0) throw new ValueError("Separator should be at least one-byte string");
    if (this.#exception !== null) throw this.#exception;
    let searched = 0; // so many bytes hold the start of no separator
    for (;;) {
      const { length } = this.#buffer;
      if (length - searched >= shortest) {
        const match = this.#find(separators, searched);
        if (match !== null) return this.#takeMatch(match);
        // The last bytes may be the start of a separator.
        searched = Math.max(0, length + 1 - longest);
        if (searched > this.#limit) {
          throw new LimitOverrunError("Separator is not found, and chunk exceed the limit", searched);
        }
      }
      if (this.#eof) throw new IncompleteReadError(this.#buffer.takeAll(), null);
      yield* this.#waitForData("readuntil");
    }
  }

  /** Where the separator that ends first is. */
  #find(separators: readonly Uint8Array[], from: number): { start: number; end: number } | null {
    let match: { start: number; end: number } | null = null;
    for (const separator of separators) {
      const start = this.#buffer.indexOf(separator, from);
      if (start === -1) continue;
      const end = start + separator.length;
      if (match === null || end < match.end) match = { start, end };
    }
    return match;
  }

  #takeMatch({ start, end }: { start: number; end: number }): Uint8Array {
    if (start > this.#limit) {
      throw new LimitOverrunError("Separator is found, but chunk is longer than limit", start);
    }
    const data = this.#buffer.take(end);
    this.#resumeTransport();
    return data;
  }

  /** `async for line in reader` is `yield* asyncFor(reader, function* (line) {…})`. */
  aiter(): this {
    return this;
  }
  /** The next line. @throws {StopAsyncIteration} at the end. */
  *anext(): Coroutine<Uint8Array> {
    const line = yield* this.readline();
    if (line.length === 0) throw new StopAsyncIteration();
    return line;
  }

  toString(): string {
    const info = ["StreamReader"];
    if (this.#buffer.length > 0) info.push(`${this.#buffer.length} bytes`);
    if (this.#eof) info.push("eof");
    if (this.#limit !== DEFAULT_LIMIT) info.push(`limit=${this.#limit}`);
    if (this.#waiter !== null) info.push(`waiter=${this.#waiter}`);
    if (this.#exception !== null) info.push(`exception=${exceptionRepr(this.#exception)}`);
    if (this.#transport !== null) info.push(`transport=${this.#transport}`);
    if (this.#paused) info.push("paused");
    return `<${info.join(" ")}>`;
  }
  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** The shortest first. */
function separatorsOf(separator: BytesLike | readonly BytesLike[]): Uint8Array[] {
  const list = Array.isArray(separator) ? separator : [separator];
  if (list.length === 0) throw new ValueError("Separator should contain at least one element");
  return list
    .map((each) => asBytes(each, SEPARATOR_REFUSED))
    .sort((left, right) => left.length - right.length);
}
