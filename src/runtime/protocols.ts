/**
 * Protocols: what a transport calls. Every method does nothing; override those that matter.
 *
 * Source: CPython `Lib/asyncio/protocols.py`.
 */
import type { BaseTransport, DatagramTransport, SubprocessTransport, Transport } from "./transports.js";
import type { SocketAddress } from "./transports_address.js";

/** What protocols have in common. */
export class BaseProtocol {
  /** The connection is there; `transport` is its side of it. Called once, before everything else. */
  connectionMade(_transport: BaseTransport): void {}
  /** The connection is gone: by an error, or, when that is null, by its end or `close`. Called once, last of all. */
  connectionLost(_error: Error | null): void {}
  /** The transport's buffer went over its high-water mark: stop writing. Called from inside of `write`. */
  pauseWriting(): void {}
  /** The transport's buffer fell to its low-water mark: write on. */
  resumeWriting(): void {}
}

/** For streams of bytes: connectionMade, then any number of dataReceived, at most one eofReceived, connectionLost. */
export class Protocol extends BaseProtocol {
  override connectionMade(_transport: Transport): void {}
  /** Some bytes have come. */
  dataReceived(_data: Uint8Array): void {}
  /** The other side writes no more. True keeps the transport open, for writing; otherwise it closes itself. */
  eofReceived(): boolean | null | undefined | void {}
}

/** For streams of bytes that go to memory of the protocol's own. */
export class BufferedProtocol extends BaseProtocol {
  override connectionMade(_transport: Transport): void {}
  /** Where to put the next bytes; at least one. `sizeHint` is how many there are, or -1. */
  getBuffer(_sizeHint: number): Uint8Array {
    return new Uint8Array(0);
  }
  /** So many bytes were put at the start of what `getBuffer` gave. */
  bufferUpdated(_size: number): void {}
  /** As {@link Protocol.eofReceived}. */
  eofReceived(): boolean | null | undefined | void {}
}

/** For datagrams. */
export class DatagramProtocol extends BaseProtocol {
  override connectionMade(_transport: DatagramTransport): void {}
  /** A datagram has come from this address. */
  datagramReceived(_data: Uint8Array, _address: SocketAddress): void {}
  /** Sending or receiving failed; the transport goes on. */
  errorReceived(_error: Error): void {}
}

/** For the pipes and the end of a subprocess. */
export class SubprocessProtocol extends BaseProtocol {
  override connectionMade(_transport: SubprocessTransport): void {}
  /** The process wrote to its descriptor `fd`: 1 is its standard output, 2 its standard error. */
  pipeDataReceived(_fd: number, _data: Uint8Array): void {}
  /** A pipe to the process was closed. */
  pipeConnectionLost(_fd: number, _error: Error | null): void {}
  /** The process has ended. */
  processExited(): void {}
}
