/**
 * Transports of bytes over Node's streams: sockets, TLS, pipes.
 *
 * Source: CPython `Lib/asyncio/selector_events.py` (`_SelectorTransport`, `_SelectorSocketTransport`), whose states and
 * order of calls these are. There the loop waits for a descriptor and reads; here Node reads, and whatever it reports
 * becomes a callback of the loop: the protocol is only ever called by the loop, in the context of whoever made the
 * transport.
 */
import type { Readable, Writable } from "node:stream";
import type { BaseEventLoop } from "./base_events.js";
import { asBytes, type BytesLike, joinBytes } from "./bytes.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { Handle } from "./events.js";
import { BrokenPipeError, NotImplementedError, OSError, RuntimeError } from "./exceptions.js";
import { setResultUnlessCancelled } from "./futures.js";
import { logger } from "./log.js";
import type { OpenResource } from "./open_resources.js";
import { osErrorFrom } from "./os_errors.js";
import { type BaseProtocol, BufferedProtocol, type Protocol } from "./protocols.js";
import { Transport } from "./transports.js";
import { WriteFlow } from "./transports_flow.js";
import { IncomingBytes } from "./transports_incoming.js";
import { OutgoingBytes } from "./transports_outgoing.js";
import type { StreamEnds, StreamTransportOptions, TransportOwner } from "./transports_stream_options.js";

/** What CPython's text for a wrong type begins with: there, `memoryview` refuses it. */
const WRITELINES_REFUSES = "memoryview: a bytes-like object is required";

/** After so many writes to a lost connection, a warning is logged; CPython's `LOG_THRESHOLD_FOR_CONNLOST_WRITES`. */
const WRITES_BEFORE_WARNING = 5;

/** @internal */
export class StreamTransport extends Transport implements OpenResource {
  readonly _loop: BaseEventLoop;
  protected readonly _ends: StreamEnds;
  readonly #incoming: IncomingBytes | null;
  readonly #outgoing: OutgoingBytes | null;
  /** Runs {@link #turn}; one handle, used again and again. */ readonly #handle: Handle;
  readonly #sourceTraceback: CapturedStack | null;
  #protocol: BaseProtocol;
  #server: TransportOwner | null;
  #scheduled = false;
  #closing = false;
  /** Above zero: `connectionLost` was called, or is about to be. */ #lost = 0;
  #finished = false;
  #eofReceived = false;
  /** What Node has reported and the loop has not dealt with. */ #failure: unknown = null;
  #gone = false;

  constructor(
    loop: BaseEventLoop,
    ends: StreamEnds,
    protocol: BaseProtocol,
    options: StreamTransportOptions = {},
  ) {
    super(options.extra);
    this._loop = loop;
    this._ends = ends;
    this.#protocol = protocol;
    this.#server = options.server ?? null;
    this.#sourceTraceback = loop._debug ? captureStack() : null;
    this.#handle = new Handle(() => this.#turn(), [], loop);
    this.#incoming = ends.readable === null ? null : new IncomingBytes(ends.readable, () => this.#schedule());
    this.#outgoing =
      ends.writable === null
        ? null
        : new OutgoingBytes(ends.writable, new WriteFlow(loop, this, options.highWater), () => {
            if (this.#closing || this._protocolPaused) this.#schedule();
          });
    for (const stream of this.#streams()) {
      stream.on("error", this.#onError);
      stream.on("close", this.#onClose);
      if (stream.destroyed) this.#goneAlready(stream);
    }
    this.#server?._attach(this);
    loop._open.add(this);
    if (options.callConnectionMade !== false) {
      loop.callSoon(() => this.#protocol.connectionMade(this));
    }
    // Reading starts when the protocol has been told that there is something to read from, and so do others.
    loop.callSoon(() => this.#incoming?.start());
    if (options.waiter !== undefined)
      loop.callSoon(setResultUnlessCancelled<void>, options.waiter, undefined);
  }

  #streams(): (Readable | Writable)[] {
    return [...new Set([this._ends.readable, this._ends.writable])].filter((end) => end !== null);
  }

  // ── what Node reports ──

  readonly #onError = (error: unknown): void => {
    this.#failure ??= error;
    this.#schedule();
  };

  readonly #onClose = (): void => {
    this.#gone = true;
    this.#schedule();
  };

  /** It was closed while the transport was being made, and tells nobody any more. */
  #goneAlready(stream: Readable | Writable): void {
    this.#failure ??= stream.errored;
    this.#gone = true;
    // Not before the protocol has been told that the connection is made.
    this._loop.callSoon(() => this.#schedule());
  }

  #schedule(): void {
    if (this.#scheduled || this.#finished || this._loop.isClosed()) return;
    this.#scheduled = true;
    this._loop._enqueue(this.#handle);
  }

  /** In the loop: deals with whatever was reported since the last time. */
  #turn(): void {
    this.#scheduled = false;
    if (this.#lost > 0) return;
    if (this.#incoming !== null) this.#receive(this.#incoming);
    if (this.#lost > 0) return;
    if (this.#failure !== null) {
      this._fatalError(osErrorFrom(this.#failure), "Fatal error on transport");
      return;
    }
    this.#outgoing?.flow.maybeResume();
    if (this.#closing && this.#isFlushed()) {
      this.#lost++;
      this.#connectionLost(this.#lostBytes());
      return;
    }
    // Somebody closed Node's object behind our back.
    if (this.#gone && !this.#closing && this.#incoming?.ended !== true) this._forceClose(this.#lostBytes());
  }

  /** What is wrong when Node has closed its object: whether anything was still to be sent. */
  #lostBytes(): Error | null {
    return this.#outgoing?.unsent === true ? new BrokenPipeError(32, "Broken pipe", "EPIPE") : null;
  }

  #receive(incoming: IncomingBytes): void {
    while (!this.#closing) {
      const data = incoming.take();
      if (data === undefined) break;
      this.#deliver(incoming, data);
    }
    if (!incoming.ended || incoming.paused || this.#closing || this.#eofReceived) return;
    this.#eofReceived = true;
    if (this._loop._debug) logger.current.debug(`${this} received EOF`);
    this._received(() => {
      if (!this._ended((this.#protocol as Protocol).eofReceived())) this.close();
    }, "eof_received");
  }

  #deliver(incoming: IncomingBytes, data: Uint8Array): void {
    const protocol = this.#protocol;
    if (!(protocol instanceof BufferedProtocol)) {
      this._received(() => (protocol as Protocol).dataReceived(data), "data_received");
      return;
    }
    let size = 0;
    this._received(() => {
      const buffer = protocol.getBuffer(data.length);
      if (buffer.length === 0) throw new RuntimeError("get_buffer() returned an empty buffer");
      size = Math.min(buffer.length, data.length);
      buffer.set(data.subarray(0, size));
      if (size < data.length) incoming.putBack(data.subarray(size));
    }, "get_buffer");
    if (size > 0) this._received(() => protocol.bufferUpdated(size), "buffer_updated");
  }

  /** Calls the protocol; its error is the end of the connection. */
  protected _received(call: () => void, method: string): void {
    try {
      call();
    } catch (error) {
      this._fatalError(error, `Fatal error: protocol.${method}() call failed.`);
    }
  }

  /** Whether the transport stays open after the other side's end. */
  protected _ended(keepOpen: unknown): boolean {
    return Boolean(keepOpen);
  }

  // ── reading ──

  override isReading(): boolean {
    return this.#incoming !== null && !this.#closing && !this.#incoming.paused;
  }
  override pauseReading(): void {
    if (!this.isReading()) return;
    this.#incoming?.pause();
    if (this._loop._debug) logger.current.debug(`${this} pauses reading`);
  }
  override resumeReading(): void {
    if (this.#closing || this.#incoming === null || !this.#incoming.paused) return;
    this.#incoming.resume();
    if (this._loop._debug) logger.current.debug(`${this} resumes reading`);
  }

  // ── writing ──

  override setWriteBufferLimits(high: number | null = null, low: number | null = null): void {
    this.#out.flow.setLimits(high, low);
  }
  override getWriteBufferLimits(): readonly [low: number, high: number] {
    return [this.#out.flow.low, this.#out.flow.high];
  }
  override getWriteBufferSize(): number {
    return this.#outgoing?.size ?? 0;
  }
  /** @throws {RuntimeError} after `writeEof`. */
  override write(data: BytesLike): void {
    const bytes = asBytes(data);
    this.#out.checkOpen("write");
    if (bytes.length === 0) return;
    if (this.#lost === 0) this.#out.write(bytes);
    else if (this.#lost++ >= WRITES_BEFORE_WARNING) {
      logger.current.warning("socket.send() raised exception.");
    }
  }
  override writelines(data: Iterable<BytesLike>): void {
    const pieces = Array.from(data, (piece) => asBytes(piece, WRITELINES_REFUSES));
    this.#out.checkOpen("writelines");
    if (pieces.length === 0) return;
    if (this.#lost > 0) this.write(joinBytes(pieces));
    else this.#out.writeAll(pieces);
  }
  override canWriteEof(): boolean {
    return true;
  }
  override writeEof(): void {
    if (!this.#closing) this.#out.end();
  }
  /** @internal Whether the protocol is held up. */
  get _protocolPaused(): boolean {
    return this.#outgoing?.flow.paused ?? false;
  }
  get #out(): OutgoingBytes {
    if (this.#outgoing === null) throw new NotImplementedError();
    return this.#outgoing;
  }

  // ── protocol ──

  override setProtocol(protocol: BaseProtocol): void {
    this.#protocol = protocol;
  }
  override getProtocol(): BaseProtocol {
    return this.#protocol;
  }

  // ── the end ──

  override isClosing(): boolean {
    return this.#closing;
  }

  override close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#incoming?.stop();
    this._sayGoodbye();
    if (this.#isFlushed()) {
      this.#lost++;
      this._loop.callSoon((error: Error | null) => this.#connectionLost(error), null);
    }
  }

  override abort(): void {
    this._forceClose(null);
  }

  /** `close` was called: what has to be sent before the connection can go. */
  protected _sayGoodbye(): void {}
  /** Whether that was sent; {@link _goodbyeSaid} asks again. */
  protected _hasSaidGoodbye(): boolean {
    return true;
  }
  protected _goodbyeSaid(): void {
    this.#schedule();
  }
  #isFlushed(): boolean {
    return this.getWriteBufferSize() === 0 && this._hasSaidGoodbye();
  }

  /** @internal The end of the connection by an error. What the system says is part of life; all else is a mistake. */
  _fatalError(error: unknown, message: string): void {
    if (error instanceof OSError) {
      if (this._loop._debug) logger.current.debug(`${this}: ${message}: ${error.message}`);
    } else {
      const context = { message, exception: error, transport: this, protocol: this.#protocol };
      this._loop.callExceptionHandler(context);
    }
    this._forceClose(error);
  }

  /** @internal */
  _forceClose(error: unknown): void {
    if (this.#lost > 0) return;
    this.#closing = true;
    this.#lost++;
    this.#incoming?.stop();
    this._destroy();
    this._loop.callSoon((exception: unknown) => this.#connectionLost(exception as Error | null), error);
  }

  #connectionLost(error: Error | null): void {
    try {
      this.#protocol.connectionLost(error);
    } finally {
      this.#finish();
    }
  }

  #finish(): void {
    this.#finished = true;
    this._destroy();
    this._loop._open.delete(this);
    this.#server?._detach(this);
    this.#server = null;
  }

  /** Closes Node's objects. Their errors are still listened to: one without a listener ends the process. */
  protected _destroy(): void {
    for (const stream of this.#streams()) stream.destroy();
  }

  /**
   * @internal Gives Node's stream, and what it has read, to another transport, which counts for the server instead.
   * @returns the server.
   */
  _handOver(): TransportOwner | null {
    const server = this.#server;
    this.#incoming?.detach();
    for (const stream of this.#streams()) {
      stream.off("error", this.#onError);
      stream.off("close", this.#onClose);
    }
    this.#closing = true;
    this.#finished = true;
    this.#lost++;
    this._loop._open.delete(this);
    return server;
  }

  // ── as something open ──

  hold(held: boolean): void {
    for (const stream of this.#streams() as Partial<Record<"ref" | "unref", () => void>>[]) {
      if (held) stream.ref?.();
      else stream.unref?.();
    }
  }
  discard(): void {
    this.#closing = true;
    this.#lost++;
    this.#finish();
  }
  get unclosed(): string | null {
    return this.#closing ? null : `transport ${this}`;
  }
  get createdStack(): string | undefined {
    return this.#sourceTraceback?.toString();
  }

  override toString(): string {
    const info = [this.constructor.name];
    if (this.#finished) info.push("closed");
    else if (this.#closing) info.push("closing");
    const descriptor = (this.#streams()[0] as { _handle?: { fd?: number } | null } | undefined)?._handle?.fd;
    if (descriptor !== undefined) info.push(`fd=${descriptor}`);
    if (this.#incoming !== null) info.push(`read=${this.isReading() ? "polling" : "idle"}`);
    if (this.#outgoing !== null) {
      const size = this.getWriteBufferSize();
      info.push(`write=<${size > 0 ? "polling" : "idle"}, bufsize=${size}>`);
    }
    return `<${info.join(" ")}>`;
  }
}
