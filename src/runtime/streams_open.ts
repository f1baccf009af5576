/**
 * Opening streams, and serving them.
 *
 * Source: CPython `Lib/asyncio/streams.py`: `open_connection`, `start_server` and the two for Unix sockets.
 */
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { StreamReader } from "./streams.js";
import { type ClientConnected, StreamReaderProtocol } from "./streams_protocol.js";
import { StreamWriter } from "./streams_writer.js";
import type { ConnectOptions, UnixConnectOptions } from "./transports_connect.js";
import type { CreateServerOptions, CreateUnixServerOptions } from "./transports_listen.js";
import type { Server } from "./transports_server.js";

/** What opening and serving take besides. */
export interface StreamLimit {
  /** The limit of the reader, in bytes; 64 KiB by default. */
  readonly limit?: number | undefined;
}

/**
 * Connects to a TCP server. Options are those of `loop.createConnection`, and the reader's limit.
 * @throws {OSError} when that fails: `ConnectionRefusedError`, `gaierror`, ….
 */
export function* openConnection(
  host: string | null = null,
  port: number | string | null = null,
  options: ConnectOptions & StreamLimit = {},
): Coroutine<[reader: StreamReader, writer: StreamWriter]> {
  const loop = getRunningLoop();
  const reader = new StreamReader(options.limit, loop);
  const protocol = new StreamReaderProtocol(reader, null, loop);
  const [transport] = yield* loop.createConnection(() => protocol, host, port, options);
  return [reader, new StreamWriter(transport, protocol, reader, loop)];
}

/**
 * As {@link openConnection}, to a Unix socket.
 * @throws {OSError} when it cannot be connected to.
 * @throws {ValueError} without a path, and for options that make no sense.
 */
export function* openUnixConnection(
  path: string | null = null,
  options: UnixConnectOptions & StreamLimit = {},
): Coroutine<[reader: StreamReader, writer: StreamWriter]> {
  const loop = getRunningLoop();
  const reader = new StreamReader(options.limit, loop);
  const protocol = new StreamReaderProtocol(reader, null, loop);
  const [transport] = yield* loop.createUnixConnection(() => protocol, path, options);
  return [reader, new StreamWriter(transport, protocol, reader, loop)];
}

/** Makes a reader, and the protocol that feeds it, for each connection. */
function serving(clientConnected: ClientConnected, limit: number | undefined): () => StreamReaderProtocol {
  const loop = getRunningLoop();
  return () => new StreamReaderProtocol(new StreamReader(limit, loop), clientConnected, loop);
}

/**
 * Serves TCP: `clientConnected(reader, writer)` is called for each connection; a generator function's coroutine becomes
 * a task. Options are those of `loop.createServer`, and the readers' limit.
 * @throws {OSError} when the address cannot be had.
 */
export function* startServer(
  clientConnected: ClientConnected,
  host: string | readonly string[] | null = null,
  port: number | string | null = null,
  options: CreateServerOptions & StreamLimit = {},
): Coroutine<Server> {
  const factory = serving(clientConnected, options.limit);
  return yield* getRunningLoop().createServer(factory, host, port, options);
}

/**
 * As {@link startServer}, on a Unix socket.
 * @throws {OSError} when the path cannot be bound to.
 * @throws {ValueError} without a path, and for options that make no sense.
 */
export function* startUnixServer(
  clientConnected: ClientConnected,
  path: string | null = null,
  options: CreateUnixServerOptions & StreamLimit = {},
): Coroutine<Server> {
  const factory = serving(clientConnected, options.limit);
  return yield* getRunningLoop().createUnixServer(factory, path, options);
}
