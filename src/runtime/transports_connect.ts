/**
 * Connecting: TCP, by each of a host's addresses until one answers, and Unix sockets.
 *
 * Source: CPython `Lib/asyncio/base_events.py` (`create_connection`, `_connect_sock`), `unix_events.py`
 * (`create_unix_connection`).
 */
import { connect, type NetConnectOpts, Socket } from "node:net";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { CancelledError, ExceptionGroup, OSError, ValueError } from "./exceptions.js";
import { Future } from "./futures.js";
import { logger } from "./log.js";
import { osErrorFrom } from "./os_errors.js";
import type { BaseProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import { staggeredRace } from "./staggered.js";
import type { Transport } from "./transports.js";
import {
  addressLabel,
  addressRepr,
  checkSocketPath,
  Destination,
  type Family,
  type SocketAddress,
} from "./transports_address.js";
import { type AddressEntry, getaddrinfo, interleave, mark } from "./transports_resolver.js";
import { addressInfo, SocketTransport } from "./transports_socket.js";
import type { StreamTransport } from "./transports_stream.js";
import type { StreamTransportOptions } from "./transports_stream_options.js";
import { clientTls, type TlsClientOptions, upgrade } from "./transports_tls.js";

/** Options of `loop.createConnection` and `openConnection`. */
export interface ConnectOptions extends TlsClientOptions {
  /** 4 or 6; 0 for either. */
  readonly family?: Family | undefined;
  /** Flags for the resolver: those of Node's `dns.lookup`. */
  readonly flags?: number | undefined;
  /** A connected socket of Node's, instead of a host and a port. */
  readonly sock?: Socket | null | undefined;
  /** `[host, port]` to connect from. */
  readonly localAddr?: readonly [host: string | null, port: number] | null | undefined;
  /** Try the next address when one has not answered for so many seconds (RFC 8305; 0.25 is recommended). */
  readonly happyEyeballsDelay?: number | null | undefined;
  /** Alternate between IP versions after so many addresses of the first. By default 1 with happy eyeballs, else 0. */
  readonly interleave?: number | null | undefined;
  /** Raise every attempt's error, as an `ExceptionGroup`. */
  readonly allErrors?: boolean | undefined;
}

/** Options of `loop.createUnixConnection` and `openUnixConnection`. */
export interface UnixConnectOptions extends TlsClientOptions {
  /** A connected socket of Node's, instead of a path. */
  readonly sock?: Socket | null | undefined;
}

/** @internal See `loop.createConnection`. */
export function* createConnection<P extends BaseProtocol>(
  loop: BaseEventLoop,
  protocolFactory: () => P,
  host: string | null,
  port: number | string | null,
  options: ConnectOptions,
): Coroutine<[Transport, P]> {
  const tls = clientTls(options, host);
  const sock = options.sock ?? null;
  let connected: Socket;
  if (host !== null || port !== null) {
    if (sock !== null) throw new ValueError("host/port and sock can not be specified at the same time");
    connected = yield* connectToHost(loop, host, port, options);
  } else {
    if (sock === null) throw new ValueError("host and port was not specified and no sock specified");
    connected = checkSocket(sock);
  }
  const made = yield* makeConnection(loop, connected, protocolFactory, tls, {});
  if (loop._debug) logger.current.debug(`connected to ${host}:${repr(port)}: (${made[0]}, ${repr(made[1])})`);
  return made;
}

/** @throws {ValueError} for what is no socket of a stream. */
export function checkSocket(sock: unknown): Socket {
  if (!(sock instanceof Socket)) throw new ValueError(`A Stream Socket was expected, got ${repr(sock)}`);
  return sock;
}

/** Makes the transport, with TLS if asked, and waits until the protocol has been told. */
export function* makeConnection<P extends BaseProtocol>(
  loop: BaseEventLoop,
  socket: Socket,
  protocolFactory: () => P,
  tls: Parameters<typeof upgrade>[3] | null,
  options: StreamTransportOptions,
): Coroutine<[Transport, P]> {
  let transport: StreamTransport | null = null;
  try {
    const protocol = protocolFactory();
    if (tls !== null) return [yield* upgrade(loop, socket, protocol, tls, options), protocol];
    const waiter = loop.createFuture<void>();
    transport = new SocketTransport(loop, socket, protocol, { ...options, waiter });
    yield* waiter;
    return [transport, protocol];
  } catch (error) {
    if (transport === null) socket.destroy();
    else transport.close();
    throw error;
  }
}

function* connectToHost(
  loop: BaseEventLoop,
  host: string | null,
  port: number | string | null,
  options: ConnectOptions,
): Coroutine<Socket> {
  const { family, flags } = options;
  const happyDelay = options.happyEyeballsDelay ?? null;
  const resource = new Destination(addressLabel([host ?? "", Number(port ?? 0)]));
  const resolving = { kind: "connect", resource } as const;
  const lookFor = { family, flags, type: 1 };
  let entries = yield* getaddrinfo(host, port, lookFor, false, resolving);
  if (entries.length === 0) throw new OSError("getaddrinfo() returned empty list");
  let local: AddressEntry[] | null = null;
  if (options.localAddr != null) {
    local = yield* getaddrinfo(options.localAddr[0], options.localAddr[1], lookFor, false, resolving);
  }
  const alternate = options.interleave ?? (happyDelay === null ? 0 : 1);
  if (alternate > 0) entries = interleave(entries, alternate);

  const errors: unknown[] = [];
  const attempt = function* connect(entry: AddressEntry): Coroutine<Socket> {
    try {
      return yield* connectTo(loop, entry, local, resource);
    } catch (error) {
      errors.push(error);
      throw error;
    }
  };
  if (happyDelay === null) {
    for (const entry of entries) {
      try {
        return yield* attempt(entry);
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
      }
    }
  } else {
    const attempts = entries.map((entry) => () => attempt(entry));
    const [winner] = yield* staggeredRace(attempts, happyDelay, { loop });
    if (winner !== null) return winner;
  }
  throw connectError(errors, options.allErrors === true);
}

function connectError(errors: readonly unknown[], all: boolean): unknown {
  if (all) return new ExceptionGroup("create_connection failed", errors);
  const texts = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  if (texts.every((text) => text === texts[0])) return errors[0];
  return new OSError(`Multiple exceptions: ${texts.join(", ")}`);
}

function* connectTo(
  loop: BaseEventLoop,
  [family, , , , address]: AddressEntry,
  local: readonly AddressEntry[] | null,
  resource: Destination,
): Coroutine<Socket> {
  const from = local?.find(([localFamily]) => localFamily === family)?.[4];
  if (local !== null && from === undefined) {
    throw new OSError(`no matching local address with family=${family} found`);
  }
  const [host, port] = address;
  const binding = from === undefined ? {} : { localAddress: from[0], localPort: from[1] };
  const options = { host, port, family, noDelay: true, autoSelectFamily: false, ...binding };
  return yield* opened(loop, options, resource, (error) => {
    if ((error as { syscall?: unknown }).syscall === "bind" && from !== undefined) {
      return bindError(error, from);
    }
    return osErrorFrom(error, `Connect call failed ${addressRepr(address)}`);
  });
}

/** @internal CPython's text for an address that cannot be had. */
export function bindError(error: unknown, address: SocketAddress): Error {
  const said = osErrorFrom(error);
  const reason = (
    said instanceof OSError ? `[Errno ${said.errno}] ${said.strerror}` : said.message
  ).toLowerCase();
  return osErrorFrom(error, `error while attempting to bind on address ${addressRepr(address)}: ${reason}`);
}

/** Waits for Node to connect. A cancelled one is given up. */
function* opened(
  loop: BaseEventLoop,
  options: NetConnectOpts,
  resource: Destination,
  failure: (error: Error) => Error,
): Coroutine<Socket> {
  const waiter = new Future<void>({ loop });
  mark(waiter, { kind: "connect", resource });
  const socket = connect({ ...options, allowHalfOpen: true });
  // The socket is busy with connecting until somebody reads: what has come before waits in the system.
  socket.pause();
  const onConnect = () => {
    if (!waiter.done() && !loop.isClosed()) waiter.setResult();
  };
  const onError = (error: Error) => {
    if (!waiter.done() && !loop.isClosed()) waiter.setException(failure(error));
  };
  socket.once("connect", onConnect);
  socket.on("error", onError);
  const pending = { hold: (held: boolean) => (held ? socket.ref() : socket.unref()), unclosed: null };
  const resourceOpen = { ...pending, discard: () => socket.destroy() };
  loop._open.add(resourceOpen);
  try {
    yield* waiter;
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    loop._open.delete(resourceOpen);
    if (waiter.cancelled()) socket.destroy(new CancelledError());
    // The listener for errors stays until a transport has its own: an error without one ends the process.
    socket.off("connect", onConnect);
  }
}

/** @internal See `loop.createUnixConnection`. */
export function* createUnixConnection<P extends BaseProtocol>(
  loop: BaseEventLoop,
  protocolFactory: () => P,
  path: string | null,
  options: UnixConnectOptions,
): Coroutine<[Transport, P]> {
  if (options.ssl && options.serverHostname == null) {
    throw new ValueError("you have to pass server_hostname when using ssl");
  }
  const tls = clientTls(options, null);
  const sock = options.sock ?? null;
  if (path !== null) {
    if (sock !== null) throw new ValueError("path and sock can not be specified at the same time");
    checkSocketPath(path);
    const connected = yield* opened(loop, { path }, new Destination(path), (error) => osErrorFrom(error));
    const extra = addressInfo(connected, "", path);
    return yield* makeConnection(loop, connected, protocolFactory, tls, { extra });
  }
  if (sock === null) throw new ValueError("no path and sock were specified");
  return yield* makeConnection(loop, checkSocket(sock), protocolFactory, tls, {});
}
