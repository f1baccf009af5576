/**
 * Transports over one-way pipes: what is read from a descriptor or a stream of Node's, and what is written to one.
 *
 * Source: CPython `Lib/asyncio/unix_events.py` (`_UnixReadPipeTransport`, `_UnixWritePipeTransport`), `base_events.py`
 * (`connect_read_pipe`, `connect_write_pipe`).
 */
import { createReadStream, createWriteStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { isatty, ReadStream, WriteStream } from "node:tty";
import type { BaseEventLoop } from "./base_events.js";
import { asBytes, type BytesLike, joinBytes } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import { ValueError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { logger } from "./log.js";
import { osErrorFrom } from "./os_errors.js";
import type { BaseProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import type { ReadTransport, WriteTransport } from "./transports.js";
import { StreamTransport } from "./transports_stream.js";
import type { StreamTransportOptions } from "./transports_stream_options.js";

/** After so many writes to a closed pipe, a warning is logged; CPython's `LOG_THRESHOLD_FOR_CONNLOST_WRITES`. */
const WRITES_BEFORE_WARNING = 5;

/** What can be read as a pipe: a descriptor of this process, or a stream of bytes. */
export type ReadPipe = number | NodeJS.ReadableStream;

/** What can be written to as a pipe: a descriptor of this process, or a stream of bytes. */
export type WritePipe = number | NodeJS.WritableStream;

/** @internal The reading end of a pipe. */
export class ReadPipeTransport extends StreamTransport {
  constructor(
    loop: BaseEventLoop,
    pipe: ReadPipe,
    protocol: BaseProtocol,
    options: StreamTransportOptions = {},
  ) {
    const readable = readableOf(pipe);
    super(loop, { readable, writable: null }, protocol, { ...options, extra: { pipe } });
  }

  /** Its end is the end of the pipe, whatever the protocol would like. */
  protected override _ended(): boolean {
    return false;
  }
  override canWriteEof(): boolean {
    return false;
  }
}

/** @internal The writing end of a pipe. */
export class WritePipeTransport extends StreamTransport {
  #writesAfterEnd = 0;

  constructor(
    loop: BaseEventLoop,
    pipe: WritePipe,
    protocol: BaseProtocol,
    options: StreamTransportOptions = {},
  ) {
    const writable = writableOf(pipe);
    super(loop, { readable: null, writable }, protocol, { ...options, extra: { pipe } });
  }

  /** What is written to a pipe that is closed, or is being closed, is lost. */
  override write(data: BytesLike): void {
    const bytes = asBytes(data);
    if (!this.isClosing()) super.write(bytes);
    else if (bytes.length > 0 && this.#writesAfterEnd++ >= WRITES_BEFORE_WARNING) {
      logger.current.warning("pipe closed by peer or os.write(pipe, data) raised exception.");
    }
  }
  override writelines(data: Iterable<BytesLike>): void {
    this.write(joinBytes(Array.from(data, (piece) => asBytes(piece))));
  }
  /** A pipe has one direction: its end is its close. */
  override writeEof(): void {
    this.close();
  }
}

/** See `loop.connectReadPipe`. */
export function* connectReadPipe<P extends BaseProtocol>(
  loop: BaseEventLoop,
  protocolFactory: () => P,
  pipe: ReadPipe,
): Coroutine<[transport: ReadTransport, protocol: P]> {
  const protocol = protocolFactory();
  const waiter = loop.createFuture<void>();
  const transport = new ReadPipeTransport(loop, pipe, protocol, { waiter });
  yield* connected(transport, waiter);
  if (loop._debug) logger.current.debug(`Read pipe ${nameOf(pipe)} connected: (${transport}, ${protocol})`);
  return [transport, protocol];
}

/** See `loop.connectWritePipe`. */
export function* connectWritePipe<P extends BaseProtocol>(
  loop: BaseEventLoop,
  protocolFactory: () => P,
  pipe: WritePipe,
): Coroutine<[transport: WriteTransport, protocol: P]> {
  const protocol = protocolFactory();
  const waiter = loop.createFuture<void>();
  const transport = new WritePipeTransport(loop, pipe, protocol, { waiter });
  yield* connected(transport, waiter);
  if (loop._debug) logger.current.debug(`Write pipe ${nameOf(pipe)} connected: (${transport}, ${protocol})`);
  return [transport, protocol];
}

/** Waits until the protocol knows its transport, which is closed when whoever waits is cancelled. */
function* connected(transport: StreamTransport, waiter: Future<void>): Coroutine<void> {
  let made = false;
  try {
    yield* waiter;
    made = true;
  } finally {
    if (!made) transport.close();
  }
}

function nameOf(pipe: ReadPipe | WritePipe): string {
  return typeof pipe === "number" ? `${pipe}` : repr(pipe);
}

/** What a descriptor is. @throws {OSError} when it is not open. */
function kindOf(descriptor: number): "pipe" | "terminal" | "device" | "other" {
  let stat: ReturnType<typeof fstatSync>;
  try {
    stat = fstatSync(descriptor);
  } catch (error) {
    throw osErrorFrom(error);
  }
  if (stat.isFIFO() || stat.isSocket()) return "pipe";
  if (!stat.isCharacterDevice()) return "other";
  return isatty(descriptor) ? "terminal" : "device";
}

/** @throws {ValueError} for a regular file: it is always ready, so nothing can be awaited of it. */
function readableOf(pipe: ReadPipe): Readable {
  if (typeof pipe === "number") {
    switch (kindOf(pipe)) {
      case "pipe":
        return new Socket({ fd: pipe, readable: true, writable: false });
      case "terminal":
        return new ReadStream(pipe);
      case "device":
        return createReadStream("", { fd: pipe });
      default:
        throw new ValueError("Pipe transport is for pipes/sockets only.");
    }
  }
  const stream = pipe as Partial<Readable> | null;
  if (typeof stream?.pause !== "function" || typeof stream.destroy !== "function") {
    throw new TypeError(`a file descriptor or a readable stream was expected, got ${repr(pipe)}`);
  }
  if (stream.readableObjectMode === true) throw new TypeError("a stream of objects is no pipe");
  if (stream.destroyed === true) throw new ValueError("I/O operation on closed file");
  return stream as Readable;
}

/** @throws {ValueError} for a regular file. */
function writableOf(pipe: WritePipe): Writable {
  if (typeof pipe === "number") {
    switch (kindOf(pipe)) {
      case "pipe":
        return new Socket({ fd: pipe, readable: false, writable: true });
      case "terminal":
        return new WriteStream(pipe);
      case "device":
        return createWriteStream("", { fd: pipe });
      default:
        throw new ValueError("Pipe transport is only for pipes, sockets and character devices");
    }
  }
  const stream = pipe as Partial<Writable> | null;
  if (typeof stream?.write !== "function" || typeof stream.destroy !== "function") {
    throw new TypeError(`a file descriptor or a writable stream was expected, got ${repr(pipe)}`);
  }
  if (stream.writableObjectMode === true) throw new TypeError("a stream of objects is no pipe");
  if (stream.destroyed === true) throw new ValueError("I/O operation on closed file");
  return stream as Writable;
}
