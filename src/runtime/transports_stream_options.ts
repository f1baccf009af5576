/** What a transport over Node's streams is made of, and who counts it. */
import type { Readable, Writable } from "node:stream";
import type { Future } from "./futures.js";

/** What a transport is made of; an end that is null is not there. */
export interface StreamEnds {
  readonly readable: Readable | null;
  readonly writable: Writable | null;
}

/** A connection of a server's: a transport, or one in the making. */
export interface OwnedConnection {
  close(): void;
  abort(): void;
}

/** Who counts the connections of a server. */
export interface TransportOwner {
  _attach(connection: OwnedConnection): void;
  _detach(connection: OwnedConnection): void;
}

/** Options of {@link StreamTransport}. */
export interface StreamTransportOptions {
  readonly extra?: Record<string, unknown>;
  readonly server?: TransportOwner | null;
  /** Set once the protocol has been told that the connection is made. */
  readonly waiter?: Future<void>;
  /** False when the protocol knows already. */
  readonly callConnectionMade?: boolean;
  /** The high-water mark by default, in bytes. */
  readonly highWater?: number;
}
