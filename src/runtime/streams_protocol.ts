/**
 * Between a transport and a stream: the protocol that feeds the reader, and holds up the writer.
 *
 * Source: CPython `Lib/asyncio/streams.py`, `FlowControlMixin` and `StreamReaderProtocol`.
 */
import { type Coroutine, isCoroutine } from "./coroutines.js";
import { type AbstractEventLoop, getEventLoop } from "./events.js";
import { ConnectionResetError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { logger } from "./log.js";
import { wrapPromise } from "./promises.js";
import { Protocol } from "./protocols.js";
import type { StreamReader } from "./streams.js";
import { StreamWriter } from "./streams_writer.js";
import type { BaseTransport, Transport } from "./transports.js";
import { WaiterList } from "./waiters.js";

/**
 * Called for each connection of a server. A generator function's coroutine becomes a task; what an `async` function
 * returns is waited for.
 */
export type ClientConnected = (reader: StreamReader, writer: StreamWriter) => unknown;

/** @internal The protocol's part in `drain`. */
export class FlowControl extends Protocol {
  /** @internal */ readonly _loop: AbstractEventLoop;
  #paused = false;
  #connectionLost = false;
  /** @internal */ readonly _drainWaiters = new WaiterList();

  constructor(loop: AbstractEventLoop | null = null) {
    super();
    this._loop = loop ?? getEventLoop();
  }

  override pauseWriting(): void {
    this.#paused = true;
    if (this._loop.getDebug()) logger.current.debug(`${this} pauses writing`);
  }

  override resumeWriting(): void {
    this.#paused = false;
    if (this._loop.getDebug()) logger.current.debug(`${this} resumes writing`);
    this._drainWaiters.wake();
  }

  override connectionLost(error: Error | null): void {
    this.#connectionLost = true;
    if (!this.#paused) return;
    for (const waiter of this._drainWaiters) {
      if (waiter.done()) continue;
      if (error === null) waiter.setResult(undefined);
      else waiter.setException(error);
    }
  }

  /** @internal Waits until writing may go on; `writer` is who waits, for the debugger. */
  *_drain(writer: object): Coroutine<void> {
    if (this.#connectionLost) throw new ConnectionResetError("Connection lost");
    if (!this.#paused) return;
    const future = this._loop.createFuture<unknown>();
    future.waitKind = "stream.drain";
    future.waitResource = writer;
    const waiter = this._drainWaiters.append(future);
    try {
      yield* future;
    } finally {
      this._drainWaiters.remove(waiter);
    }
  }
}

/** Feeds a {@link StreamReader}, and calls `clientConnected`, if given, with it and a writer. */
export class StreamReaderProtocol extends FlowControl {
  /** @internal Whether it is a server's side. */ readonly _serverSide: boolean;
  /** @internal Done when the connection is lost. */ readonly _closed: Future<void>;
  #reader: StreamReader | null;
  readonly #clientConnected: ClientConnected | null;
  #overTls = false;

  constructor(
    reader: StreamReader | null,
    clientConnected: ClientConnected | null = null,
    loop: AbstractEventLoop | null = null,
  ) {
    super(loop);
    this.#reader = reader;
    this.#clientConnected = clientConnected;
    this._serverSide = clientConnected !== null;
    this._closed = this._loop.createFuture<void>();
  }

  /** Connects reader and transport; on a server's side calls `clientConnected`. */
  override connectionMade(transport: Transport): void {
    this.#reader?.setTransport(transport);
    this.#overTls = transport.getExtraInfo("sslcontext") !== null;
    if (this.#clientConnected === null || this.#reader === null) return;
    const writer = new StreamWriter(transport, this, this.#reader, this._loop);
    const handled = this.#clientConnected(this.#reader, writer);
    const future = this.#futureOf(handled);
    future?.addDoneCallback((done) => this.#handled(done, writer));
  }

  #futureOf(handled: unknown): Future<unknown> | null {
    if (isCoroutine(handled)) return this._loop.createTask(handled);
    if (!(handled instanceof Promise)) return null;
    return wrapPromise(handled, { loop: this._loop });
  }

  #handled(done: Future<unknown>, { transport }: StreamWriter): void {
    if (done.cancelled()) {
      transport.close();
      return;
    }
    const exception = done.exception();
    if (exception === null) return;
    const message = "Unhandled exception in client_connected_cb";
    this._loop.callExceptionHandler({ message, exception, transport });
    transport.close();
  }

  /** @internal TLS has begun on the same connection. */
  _replaceTransport(transport: BaseTransport): void {
    this.#overTls = transport.getExtraInfo("sslcontext") !== null;
    this.#reader?._replaceTransport(transport);
  }

  /** Ends the reader: with the error, or as at the end of the data. */
  override connectionLost(error: Error | null): void {
    if (error === null) this.#reader?.feedEof();
    else this.#reader?.setException(error);
    if (!this._closed.done()) {
      if (error === null) this._closed.setResult();
      else {
        this._closed.setException(error);
        this._closed._retrieve(); // whoever reads or writes sees it, too
      }
    }
    super.connectionLost(error);
    this.#reader = null;
  }

  override dataReceived(data: Uint8Array): void {
    this.#reader?._feed(data);
  }

  override eofReceived(): boolean {
    this.#reader?.feedEof();
    return !this.#overTls;
  }

  override toString(): string {
    return `<${this.constructor.name}>`;
  }
}
