/**
 * Making servers: which addresses to bind, and binding them.
 *
 * Source: CPython `Lib/asyncio/base_events.py` (`create_server`), `unix_events.py` (`create_unix_server`). Node binds and
 * listens in one go: a server that is not to serve yet listens all the same, and turns away who comes.
 */
import { existsSync } from "node:fs";
import { Server as NodeServer } from "node:net";
import { dirname } from "node:path";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { FileNotFoundError, OSError, ValueError } from "./exceptions.js";
import { logger } from "./log.js";
import { osErrorFrom } from "./os_errors.js";
import { fromPromise } from "./promises.js";
import type { BaseProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import { sleep } from "./sleep.js";
import {
  addressRepr,
  boundAddress,
  checkSocketPath,
  type Family,
  type InternetAddress,
  TransportSocket,
} from "./transports_address.js";
import { bindError } from "./transports_connect.js";
import { getaddrinfo } from "./transports_resolver.js";
import { type Listening, listen, removeStaleSocket, Server } from "./transports_server.js";
import { serverTls, type TlsContext, type TlsTimeouts } from "./transports_tls.js";

/** How many connections the system keeps for a server that is busy; CPython's. */
const BACKLOG = 100;

/** What servers of both kinds take. */
interface ServerOptions extends TlsTimeouts {
  /** A server of Node's that listens, instead of an address. */
  readonly sock?: NodeServer | null | undefined;
  /** How many connections may wait to be accepted; 100 by default. */
  readonly backlog?: number | undefined;
  /** Node's TLS options; `key` and `cert` at least. */
  readonly ssl?: TlsContext | null | undefined;
  /** Whether to accept connections at once, which is so by default; otherwise `startServing` or `serveForever` does. */
  readonly startServing?: boolean | undefined;
}

/** Options of `loop.createServer` and `startServer`. */
export interface CreateServerOptions extends ServerOptions {
  /** 4 or 6; 0 for both. */
  readonly family?: Family | undefined;
  /** Flags for the resolver: those of Node's `dns.lookup`. */
  readonly flags?: number | undefined;
  /** Always true where it matters: Node's sockets reuse addresses on POSIX systems. */
  readonly reuseAddress?: boolean | null | undefined;
  /** Let other servers bind the same port. Needs Node 22.12 or newer. */
  readonly reusePort?: boolean | null | undefined;
  /** Let the system find out whether idle connections are still there. */
  readonly keepAlive?: boolean | null | undefined;
}

/** Options of `loop.createUnixServer` and `startUnixServer`. */
export interface CreateUnixServerOptions extends ServerOptions {
  /** Must not be false: Node removes the socket's file when the server is closed. */
  readonly cleanupSocket?: boolean | undefined;
}

/** @internal See `loop.createServer`. */
export function* createServer(
  loop: BaseEventLoop,
  protocolFactory: () => BaseProtocol,
  host: string | readonly string[] | null,
  port: number | string | null,
  options: CreateServerOptions,
): Coroutine<Server> {
  const tls = serverTls(options.ssl, options);
  const sock = options.sock ?? null;
  let listening: readonly Listening[];
  if (host !== null || port !== null) {
    if (sock !== null) throw new ValueError("host/port and sock can not be specified at the same time");
    listening = yield* bindAll(loop, host, port, options);
  } else {
    if (sock === null) throw new ValueError("Neither host/port nor sock were specified");
    listening = [givenServer(sock)];
  }
  const server = new Server(loop, listening, protocolFactory, tls);
  return yield* started(loop, server, options);
}

function* started(loop: BaseEventLoop, server: Server, options: ServerOptions): Coroutine<Server> {
  if (options.startServing !== false) {
    server._startServing();
    yield* sleep(0);
  }
  if (loop._debug) logger.current.info(`${server} is serving`);
  return server;
}

function givenServer(node: unknown): Listening {
  if (!(node instanceof NodeServer) || !node.listening) {
    throw new ValueError(`A Stream Socket was expected, got ${repr(node)}`);
  }
  return { node, socket: new TransportSocket(node, boundAddress(node.address())) };
}

function* bindAll(
  loop: BaseEventLoop,
  host: string | readonly string[] | null,
  port: number | string | null,
  options: CreateServerOptions,
): Coroutine<Listening[]> {
  const reusePort = options.reusePort === true;
  if (reusePort && !canReusePort()) throw new ValueError("reuse_port not supported by socket module");
  const hosts = host === "" || host === null ? [null] : typeof host === "string" ? [host] : host;
  const addresses = new Map<string, InternetAddress>();
  for (const name of hosts) {
    const lookFor = { family: options.family, flags: options.flags, type: 1 };
    const entries = yield* getaddrinfo(name, port, lookFor, true);
    if (entries.length === 0) throw new OSError(`getaddrinfo(${repr(name)}) returned empty list`);
    for (const [, , , , address] of entries) addresses.set(address[0], address);
  }
  const listening: Listening[] = [];
  try {
    for (const address of addresses.values()) {
      const bound = yield* bind(loop, address, reusePort, options);
      if (bound !== null) listening.push(bound);
    }
    if (listening.length === 0) {
      const tried = [...addresses.values()].map(addressRepr).join(", ");
      throw new OSError(`could not bind on any address out of [${tried}]`);
    }
  } catch (error) {
    for (const { node } of listening) node.close();
    throw error;
  }
  return listening;
}

/** Null for an address that this machine does not have, such as any of IPv6 where that is off. */
function* bind(
  loop: BaseEventLoop,
  address: InternetAddress,
  reusePort: boolean,
  options: CreateServerOptions,
): Coroutine<Listening | null> {
  const [host, port] = address;
  const where = { host, port, ipv6Only: host.includes(":"), reusePort };
  try {
    const bound = yield* fromPromise(listen(where, listenOptions(options, options.keepAlive === true)));
    return { ...bound, socket: new TransportSocket(bound.node, boundAddress(bound.node.address())) };
  } catch (error) {
    const { code } = error as { code?: unknown };
    const failure = bindError(error, address);
    if (code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT") throw failure;
    if (loop._debug) logger.current.warning(failure.message);
    return null;
  }
}

function listenOptions(options: ServerOptions, keepAlive: boolean): { backlog: number; keepAlive: boolean } {
  return { backlog: options.backlog ?? BACKLOG, keepAlive };
}

/** @internal Whether several sockets may bind one port: Node has that since 22.12 and 23.1. */
export function canReusePort(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
}

/** @internal See `loop.createUnixServer`. */
export function* createUnixServer(
  loop: BaseEventLoop,
  protocolFactory: () => BaseProtocol,
  path: string | null,
  options: CreateUnixServerOptions,
): Coroutine<Server> {
  const tls = serverTls(options.ssl, options);
  const sock = options.sock ?? null;
  if (options.cleanupSocket === false) throw new ValueError("cleanup_socket=False is not supported");
  let listening: Listening;
  if (path !== null) {
    if (sock !== null) throw new ValueError("path and sock can not be specified at the same time");
    listening = yield* bindPath(path, options);
  } else {
    if (sock === null) throw new ValueError("path was not specified, and no sock specified");
    listening = givenServer(sock);
  }
  return yield* started(loop, new Server(loop, [listening], protocolFactory, tls), options);
}

function* bindPath(path: string, options: ServerOptions): Coroutine<Listening> {
  checkSocketPath(path);
  try {
    yield* fromPromise(removeStaleSocket(path));
  } catch (error) {
    logger.current.error(
      `Unable to check or remove stale UNIX socket ${repr(path)}: ${repr(osErrorFrom(error))}`,
    );
  }
  try {
    const bound = yield* fromPromise(listen({ path }, listenOptions(options, false)));
    return { ...bound, socket: new TransportSocket(bound.node, path) };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "EACCES" && !existsSync(dirname(path))) {
      // Node says so of a folder that does not exist, as it does on Windows.
      throw new FileNotFoundError(2, "No such file or directory", "ENOENT", { cause: error });
    }
    const inUse = code === "EADDRINUSE";
    throw osErrorFrom(error, inUse ? `Address ${addressRepr(path)} is already in use` : undefined);
  }
}
