/** The writing side of a stream. Source: CPython `Lib/asyncio/streams.py`, `StreamWriter`. */
import type { BaseEventLoop } from "./base_events.js";
import type { BytesLike } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import type { Future } from "./futures.js";
import type { BaseProtocol } from "./protocols.js";
import { sleep } from "./sleep.js";
import type { StreamReader } from "./streams.js";
import type { BaseTransport, ExtraInfo, WriteTransport } from "./transports.js";
import { peerLabel } from "./transports_address.js";
import type { StartTlsOptions, TlsContext } from "./transports_tls.js";
import { closed, type Unclosed, watchUnclosed } from "./unclosed.js";

/** @internal What a writer needs of the protocol behind it. */
export interface WriterProtocol extends BaseProtocol {
  /** Done when the connection is lost. */
  readonly _closed: Future<void>;
  /** Who waits in `drain`. */
  readonly _drainWaiters?: Iterable<Future<unknown>>;
  /** Whether it is a server's side. */
  readonly _serverSide: boolean;
  /** Waits until writing may go on. */
  _drain(writer: object): Coroutine<void>;
  /** TLS has begun on the same connection. */
  _replaceTransport(transport: BaseTransport): void;
}

/** Writes to a connection: `write`, then `yield* drain()`. */
export class StreamWriter {
  readonly #protocol: WriterProtocol;
  readonly #reader: StreamReader | null;
  readonly #loop: AbstractEventLoop;
  #transport: WriteTransport;
  #label: string | null = null;
  /** In debug mode: the warning that it was forgotten. */ #unclosed: Unclosed | null = null;

  constructor(
    transport: WriteTransport,
    protocol: WriterProtocol,
    reader: StreamReader | null,
    loop: AbstractEventLoop,
  ) {
    this.#transport = transport;
    this.#protocol = protocol;
    this.#reader = reader;
    this.#loop = loop;
    if ((loop as BaseEventLoop)._debug) this.#watch();
  }

  #watch(): void {
    const record = watchUnclosed(this, `<StreamWriter transport=${this.#transport}>`, () => {});
    this.#unclosed = record;
    this.#protocol._closed.addDoneCallback(() => closed(record));
  }

  /** What a debugger calls it; by default by the address of the other side. Null when there is none. */
  get label(): string | null {
    return this.#label ?? peerLabel(this.#transport) ?? null;
  }
  /** @internal */
  set label(label: string) {
    this.#label = label;
  }
  /** @internal Who waits for room, or for the end of the connection. */
  get _waiters(): readonly Future<unknown>[] {
    return [...(this.#protocol._drainWaiters ?? []), this.#protocol._closed];
  }
  /** @internal */
  get _loop(): AbstractEventLoop {
    return this.#loop;
  }

  /** What it writes to. */
  get transport(): WriteTransport {
    return this.#transport;
  }

  /** Sends bytes, or buffers them. @throws {TypeError} for what is not bytes. @throws {RuntimeError} after `writeEof`. */
  write(data: BytesLike): void {
    this.#transport.write(data);
  }
  /** As `write`, for each of them. */
  writelines(data: Iterable<BytesLike>): void {
    this.#transport.writelines(data);
  }
  /** Ends the sending side once everything is sent; the other side can go on. */
  writeEof(): void {
    this.#transport.writeEof();
  }
  /** Whether {@link StreamWriter.writeEof} is supported: not over TLS. */
  canWriteEof(): boolean {
    return this.#transport.canWriteEof();
  }
  /** Ends the connection once everything is sent; {@link waitClosed} waits for that. */
  close(): void {
    if (this.#unclosed !== null) closed(this.#unclosed);
    this.#transport.close();
  }
  /** Whether it is closed, or is being closed. */
  isClosing(): boolean {
    return this.#transport.isClosing();
  }
  /** Waits until the connection is closed. @throws the error that has ended it. */
  *waitClosed(): Coroutine<void> {
    const { _closed: future } = this.#protocol;
    if (future.waitKind === null) {
      future.waitKind = "stream.drain";
      future.waitResource = this;
    }
    yield* future;
  }

  /** What is known of the connection under this name; `fallback`, or null, when it is not known. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | null;
  getExtraInfo<T = unknown>(name: string, fallback?: T): T;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return this.#transport.getExtraInfo(name, fallback);
  }

  /**
   * Waits until the buffer has room: the way to write no faster than the other side reads.
   * @throws the error that has ended the connection; {@link ConnectionResetError} when it is closed.
   */
  *drain(): Coroutine<void> {
    const error = this.#reader?.exception() ?? null;
    if (error !== null) throw error;
    // A turn for the connection to be lost in: a loop of writing and draining would never see it.
    if (this.#transport.isClosing()) yield* sleep(0);
    yield* this.#protocol._drain(this);
  }

  /** Goes on with TLS over the same connection. On a server's side it is the server's side of TLS. */
  *startTls(
    sslcontext: TlsContext | true,
    options: Omit<StartTlsOptions, "serverSide"> = {},
  ): Coroutine<void> {
    const protocol = this.#protocol;
    yield* this.drain();
    this.#transport = yield* this.#loop.startTls(this.#transport, protocol, sslcontext, {
      ...options,
      serverSide: protocol._serverSide,
    });
    protocol._replaceTransport(this.#transport);
  }

  toString(): string {
    const reader = this.#reader === null ? "" : ` reader=${this.#reader}`;
    return `<${this.constructor.name} transport=${this.#transport}${reader}>`;
  }
  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
