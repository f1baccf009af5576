/**
 * Transports: one side of a connection, as a protocol sees it. The loop makes them; these are their interfaces, whose
 * methods all say that they are not implemented.
 *
 * Source: CPython `Lib/asyncio/transports.py`.
 */
import { asBytes, type BytesLike, joinBytes } from "./bytes.js";
import { NotImplementedError } from "./exceptions.js";
import type { BaseProtocol } from "./protocols.js";
import type { InternetAddress, SocketAddress, TransportSocket } from "./transports_address.js";

/** What may be asked of a transport by name. Unix sockets have paths for addresses: ask for `<string>("peername")`. */
export interface ExtraInfo {
  /** The address of the other side. */
  readonly peername: InternetAddress;
  /** The address of this side. */
  readonly sockname: InternetAddress;
  /** What connects to the other side. */
  readonly socket: TransportSocket;
  /** What a pipe transport was made of. */
  readonly pipe: unknown;
  /** Of TLS: the options that it was made with. */
  readonly sslcontext: object;
  /** Of TLS: Node's `TLSSocket`. */
  readonly sslObject: object;
  /** Of TLS: the certificate of the other side, as Node tells it. */
  readonly peercert: object;
  /** Of TLS: `[name, protocol version]`. */
  readonly cipher: readonly [name: string, version: string];
}

/**
 * What transports have in common. The loop's own transports implement the methods; those of this class, and of the
 * classes below, throw `NotImplementedError`, as CPython's do.
 */
export class BaseTransport {
  /** @internal */ readonly _extra: Record<string, unknown>;

  constructor(extra: Record<string, unknown> = {}) {
    this._extra = extra;
  }

  /** What is known of the connection under this name; `fallback`, or null, when it is not known. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | null;
  getExtraInfo<T = unknown>(name: string, fallback?: T): T;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return this._extra[name] ?? fallback;
  }

  /** Whether it is closed, or is being closed. */
  isClosing(): boolean {
    throw new NotImplementedError();
  }
  /** Receives no more, sends what is buffered, then calls the protocol's `connectionLost(null)`. Twice is safe. */
  close(): void {
    throw new NotImplementedError();
  }
  /** Whom it calls from now on. */
  setProtocol(_protocol: BaseProtocol): void {
    throw new NotImplementedError();
  }
  /** Whom it calls. */
  getProtocol(): BaseProtocol {
    throw new NotImplementedError();
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(this);
  }
}

/** A transport that receives bytes. */
export class ReadTransport extends BaseTransport {
  /** Whether it receives: it is neither paused nor closing. */
  isReading(): boolean {
    throw new NotImplementedError();
  }
  /** Calls `dataReceived` no more; the other side is soon held up. Twice is safe. */
  pauseReading(): void {
    throw new NotImplementedError();
  }
  /** Receives again. Twice is safe. */
  resumeReading(): void {
    throw new NotImplementedError();
  }
}

/** A transport that sends bytes. */
export class WriteTransport extends BaseTransport {
  /**
   * Above `high` bytes of buffer the protocol's `pauseWriting` is called, at `low` bytes `resumeWriting`.
   * @throws {ValueError} unless high ≥ low ≥ 0.
   */
  setWriteBufferLimits(_high: number | null = null, _low: number | null = null): void {
    throw new NotImplementedError();
  }
  /** How many bytes wait to be sent. */
  getWriteBufferSize(): number {
    throw new NotImplementedError();
  }
  /** `[low, high]`, in bytes. */
  getWriteBufferLimits(): readonly [low: number, high: number] {
    throw new NotImplementedError();
  }
  /** Sends bytes, or buffers them; never blocks. @throws {TypeError} for what is not bytes. */
  write(_data: BytesLike): void {
    throw new NotImplementedError();
  }
  /** Writes all of them. */
  writelines(data: Iterable<BytesLike>): void {
    this.write(joinBytes(Array.from(data, (piece) => asBytes(piece))));
  }
  /** Ends the sending side once everything is sent; receiving goes on. */
  writeEof(): void {
    throw new NotImplementedError();
  }
  /** Whether {@link WriteTransport.writeEof} is supported. */
  canWriteEof(): boolean {
    throw new NotImplementedError();
  }
  /** Closes at once; what is buffered is lost. */
  abort(): void {
    throw new NotImplementedError();
  }
}

/** A {@link Transport} is one, too: JavaScript's classes have one parent only. */
Object.defineProperty(WriteTransport, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return this === WriteTransport && value instanceof Transport;
  },
});

/** A transport that receives and sends bytes: a {@link ReadTransport} and a {@link WriteTransport}. */
export class Transport extends ReadTransport implements WriteTransport {
  setWriteBufferLimits(_high: number | null = null, _low: number | null = null): void {
    throw new NotImplementedError();
  }
  getWriteBufferSize(): number {
    throw new NotImplementedError();
  }
  getWriteBufferLimits(): readonly [low: number, high: number] {
    throw new NotImplementedError();
  }
  write(_data: BytesLike): void {
    throw new NotImplementedError();
  }
  writelines(data: Iterable<BytesLike>): void {
    WriteTransport.prototype.writelines.call(this, data);
  }
  writeEof(): void {
    throw new NotImplementedError();
  }
  canWriteEof(): boolean {
    throw new NotImplementedError();
  }
  abort(): void {
    throw new NotImplementedError();
  }
}

/** A transport of datagrams. */
export class DatagramTransport extends BaseTransport {
  /** Sends a datagram, or buffers it; `address` is not given when the transport has a remote address. */
  sendto(_data: BytesLike, _address: SocketAddress | null = null): void {
    throw new NotImplementedError();
  }
  /** Closes at once; what is buffered is lost. */
  abort(): void {
    throw new NotImplementedError();
  }
}

/** A transport to a subprocess. */
export class SubprocessTransport extends BaseTransport {
  /** The process's id. */
  getPid(): number {
    throw new NotImplementedError();
  }
  /** Null while it runs. */
  getReturncode(): number | null {
    throw new NotImplementedError();
  }
  /** The transport for the pipe that is its descriptor `fd`, or null. */
  getPipeTransport(_fd: number): BaseTransport | null {
    throw new NotImplementedError();
  }
  /** @throws {ProcessLookupError} when it has ended. */
  sendSignal(_signal: NodeJS.Signals | number): void {
    throw new NotImplementedError();
  }
  /** Sends `SIGTERM`. @throws {ProcessLookupError} when it has ended. */
  terminate(): void {
    throw new NotImplementedError();
  }
  /** Sends `SIGKILL`. @throws {ProcessLookupError} when it has ended. */
  kill(): void {
    throw new NotImplementedError();
  }
}
