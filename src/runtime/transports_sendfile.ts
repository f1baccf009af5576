/**
 * Sending a file over a connection: read and write by turns.
 *
 * Source: CPython `Lib/asyncio/base_events.py`, `_sendfile_fallback`. There it is what is done where the system call is
 * not at hand; Node has none, so here it is what is always done. The file's position stays where it is: Node cannot ask
 * for it.
 */
import { read } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { ConnectionError, RuntimeError, SendfileNotAvailableError, ValueError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { osErrorFrom } from "./os_errors.js";
import { fromPromise } from "./promises.js";
import { type BaseProtocol, Protocol } from "./protocols.js";
import { repr } from "./repr.js";
import type { BaseTransport } from "./transports.js";
import { SocketTransport } from "./transports_socket.js";
import type { StreamTransport } from "./transports_stream.js";
import { TlsTransport } from "./transports_tls.js";

/** So many bytes are read at a time; CPython's `SENDFILE_FALLBACK_READBUFFER_SIZE`. */
const BLOCK_BYTES = 256 * 1024;

/** A file that is open for reading: its descriptor, or a `FileHandle`. */
export type SentFile = number | Pick<FileHandle, "fd">;

/** Options of `loop.sendfile`. */
export interface SendfileOptions {
  /** False to have an error rather than a file that is read and written by hand. */
  readonly fallback?: boolean | undefined;
}

/** See `loop.sendfile`. */
export function* sendfile(
  loop: BaseEventLoop,
  transport: BaseTransport,
  file: SentFile,
  offset: number,
  count: number | null,
  { fallback = true }: SendfileOptions,
): Coroutine<number> {
  const descriptor = checked(file, offset, count);
  if (transport.isClosing()) throw new RuntimeError("Transport is closing");
  const overTls = transport instanceof TlsTransport;
  if (!overTls && !(transport instanceof SocketTransport)) {
    throw new RuntimeError(`sendfile is not supported for transport ${transport}`);
  }
  if (!fallback && !overTls) throw new SendfileNotAvailableError("sendfile syscall is not supported");
  if (!fallback) {
    throw new RuntimeError(
      `fallback is disabled and native sendfile is not supported for transport ${transport}`,
    );
  }
  const protocol = new SendfileProtocol(loop, transport);
  let sent = 0;
  try {
    for (;;) {
      const size = count === null ? BLOCK_BYTES : Math.min(count - sent, BLOCK_BYTES);
      if (size === 0) return sent;
      const block = yield* fromPromise(readAt(descriptor, size, offset + sent));
      if (block.length === 0) return sent;
      yield* protocol.drain();
      transport.write(block);
      sent += block.length;
    }
  } finally {
    protocol.restore();
  }
}

/** @returns the descriptor. */
function checked(file: SentFile, offset: number, count: number | null): number {
  const descriptor = typeof file === "number" ? file : (file as Partial<FileHandle> | null)?.fd;
  if (typeof descriptor !== "number") {
    throw new TypeError(`a file descriptor or a FileHandle was expected, got ${repr(file)}`);
  }
  if (!Number.isInteger(offset)) {
    throw new TypeError(`offset must be a non-negative integer (got ${repr(offset)})`);
  }
  if (offset < 0) throw new ValueError(`offset must be a non-negative integer (got ${offset})`);
  if (count !== null && !Number.isInteger(count)) {
    throw new TypeError(`count must be a positive integer (got ${repr(count)})`);
  }
  if (count !== null && count <= 0) throw new ValueError(`count must be a positive integer (got ${count})`);
  return descriptor;
}

/** Bytes of memory of their own: they are sent without being copied. */
function readAt(descriptor: number, size: number, position: number): Promise<Uint8Array> {
  const block = new Uint8Array(size);
  return new Promise((resolve, reject) => {
    read(descriptor, block, 0, size, position, (error, length) => {
      if (error === null) resolve(block.subarray(0, length));
      else reject(osErrorFrom(error));
    });
  });
}

/** Stands in for the transport's protocol meanwhile. */
class SendfileProtocol extends Protocol {
  readonly #loop: BaseEventLoop;
  readonly #transport: StreamTransport;
  readonly #protocol: BaseProtocol;
  readonly #resumeReading: boolean;
  readonly #resumeWriting: boolean;
  /** Set once writing may go on; null while it may. */
  #writable: Future<void> | null;

  constructor(loop: BaseEventLoop, transport: StreamTransport) {
    super();
    this.#loop = loop;
    this.#transport = transport;
    this.#protocol = transport.getProtocol();
    this.#resumeReading = transport.isReading();
    this.#resumeWriting = transport._protocolPaused;
    transport.pauseReading();
    transport.setProtocol(this);
    this.#writable = this.#resumeWriting ? this.#createWaiter() : null;
  }

  #createWaiter(): Future<void> {
    const waiter = this.#loop.createFuture<void>();
    waiter.waitKind = "stream.drain";
    waiter.waitResource = this.#transport;
    return waiter;
  }

  *drain(): Coroutine<void> {
    if (this.#transport.isClosing()) throw new ConnectionError("Connection closed by peer");
    if (this.#writable !== null) yield* this.#writable;
  }

  override connectionMade(): void {
    throw new RuntimeError("Invalid state: connection should have been established already.");
  }
  override connectionLost(error: Error | null): void {
    // Whoever waits still has something to send: for them it is an error in any case.
    this.#writable?.setException(error ?? new ConnectionError("Connection is closed by peer"));
    this.#writable?._retrieve(); // they may have been cancelled
    this.#protocol.connectionLost(error);
  }
  override pauseWriting(): void {
    this.#writable ??= this.#createWaiter();
  }
  override resumeWriting(): void {
    this.#writable?.setResult();
    this.#writable = null;
  }
  override dataReceived(): void {
    throw new RuntimeError("Invalid state: reading should be paused");
  }
  override eofReceived(): void {
    throw new RuntimeError("Invalid state: reading should be paused");
  }

  /** Puts the transport's own protocol back. */
  restore(): void {
    this.#transport.setProtocol(this.#protocol);
    if (this.#resumeReading) this.#transport.resumeReading();
    this.#writable?.cancel();
    if (this.#resumeWriting) this.#protocol.resumeWriting();
  }
}
