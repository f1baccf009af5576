/**
 * Opening datagram endpoints: UDP sockets that are bound, connected, or both.
 *
 * Source: CPython `Lib/asyncio/base_events.py`, `create_datagram_endpoint`. Node has no Unix sockets for datagrams.
 */
import { createSocket, Socket, type SocketOptions } from "node:dgram";
import { isIP } from "node:net";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { OSError, ValueError } from "./exceptions.js";
import { Future } from "./futures.js";
import { logger } from "./log.js";
import { osErrorFrom } from "./os_errors.js";
import type { DatagramProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import type { DatagramTransport } from "./transports.js";
import {
  addressLabel,
  boundAddress,
  Destination,
  type Family,
  type InternetAddress,
  socketAddress,
  TransportSocket,
} from "./transports_address.js";
import { closeQuietly, type DatagramEnd, UdpTransport } from "./transports_datagram.js";
import { canReusePort } from "./transports_listen.js";
import { getaddrinfo, mark, type Resolving } from "./transports_resolver.js";

/** `[host, port]`, where the host may be a name. */
export type DatagramAddress = readonly [host: string | null, port: number];

/** Options of `loop.createDatagramEndpoint`. */
export interface DatagramEndpointOptions {
  /** 4 or 6; 0 for what the addresses are. */
  readonly family?: Family | undefined;
  /** Flags for the resolver: those of Node's `dns.lookup`. */
  readonly flags?: number | undefined;
  /** Let other endpoints bind the same port. Needs Node 22.12 or newer. */
  readonly reusePort?: boolean | null | undefined;
  /** Permit sending to a broadcast address. The system then accepts datagrams from others than the remote address. */
  readonly allowBroadcast?: boolean | null | undefined;
  /** A bound socket of Node's, instead of addresses. */
  readonly sock?: Socket | null | undefined;
}

/** What one attempt opens. */
interface Pair {
  readonly family: 4 | 6;
  readonly local: InternetAddress | null;
  readonly remote: InternetAddress | null;
}

/** The kinds of sockets, with the number that datagrams have on every system. */
const DATAGRAM = 2;

/** @internal See `loop.createDatagramEndpoint`. */
export function* createDatagramEndpoint<P extends DatagramProtocol>(
  loop: BaseEventLoop,
  protocolFactory: () => P,
  localAddr: DatagramAddress | null,
  remoteAddr: DatagramAddress | null,
  options: DatagramEndpointOptions,
): Coroutine<[DatagramTransport, P]> {
  const { sock = null } = options;
  const end =
    sock === null
      ? yield* open(loop, localAddr, remoteAddr, options)
      : given(sock, localAddr, remoteAddr, options);
  let transport: UdpTransport | null = null;
  try {
    const protocol = protocolFactory();
    const waiter = loop.createFuture<void>();
    transport = new UdpTransport(loop, end, protocol, waiter);
    if (loop._debug) {
      const addresses = `${localAddr === null ? "" : `local_addr=${repr(localAddr)} `}remote_addr=${repr(remoteAddr)}`;
      logger.current.debug(`Datagram endpoint ${addresses} created: (${transport}, ${repr(protocol)})`);
    }
    yield* waiter;
    return [transport, protocol];
  } catch (error) {
    if (transport === null) closeQuietly(end.socket);
    else transport.close();
    throw error;
  }
}

function given(
  sock: unknown,
  localAddr: DatagramAddress | null,
  remoteAddr: DatagramAddress | null,
  { family, flags, reusePort, allowBroadcast }: DatagramEndpointOptions,
): DatagramEnd {
  if (!(sock instanceof Socket)) throw new ValueError(`A datagram socket was expected, got ${repr(sock)}`);
  const modifiers = {
    local_addr: localAddr,
    remote_addr: remoteAddr,
    family,
    flags,
    reuse_port: reusePort,
    allow_broadcast: allowBroadcast,
  };
  const problems = Object.entries(modifiers).filter(([, value]) => Boolean(value));
  if (problems.length > 0) {
    const shown = problems.map(([name, value]) => `${name}=${repr(value)}`).join(", ");
    throw new ValueError(
      `socket modifier keyword arguments can not be used when sock is specified. (${shown})`,
    );
  }
  return endOf(sock, null, isConnected(sock));
}

function* open(
  loop: BaseEventLoop,
  localAddr: DatagramAddress | null,
  remoteAddr: DatagramAddress | null,
  options: DatagramEndpointOptions,
): Coroutine<DatagramEnd> {
  if (options.reusePort === true && !canReusePort()) {
    throw new ValueError("reuse_port not supported by socket module");
  }
  const named = remoteAddr ?? localAddr;
  const resource = new Destination(addressLabel([named?.[0] ?? "", named?.[1] ?? 0]));
  const errors: unknown[] = [];
  for (const pair of yield* pairsOf(localAddr, remoteAddr, options, { kind: "connect", resource })) {
    const socket = socketFor(pair.family, options.reusePort === true);
    try {
      yield* bound(loop, socket, pair.local, resource);
      if (options.allowBroadcast) socket.setBroadcast(true);
      const connected = pair.remote !== null && !options.allowBroadcast;
      if (connected) yield* connectedTo(loop, socket, pair.remote as InternetAddress, resource);
      return endOf(socket, pair.remote, connected);
    } catch (error) {
      closeQuietly(socket);
      if (!(error instanceof OSError)) throw error;
      errors.push(error);
    }
  }
  throw errors[0];
}

/** By IP version, for each for which every address that was given is known. */
function* pairsOf(
  localAddr: DatagramAddress | null,
  remoteAddr: DatagramAddress | null,
  { family = 0, flags }: DatagramEndpointOptions,
  resolving: Resolving,
): Coroutine<Pair[]> {
  if (localAddr === null && remoteAddr === null) {
    if (family === 0) throw new ValueError("unexpected address family");
    return [{ family, local: null, remote: null }];
  }
  const found = [new Map<4 | 6, InternetAddress>(), new Map<4 | 6, InternetAddress>()] as const;
  const families = new Set<4 | 6>();
  for (const [index, address] of [localAddr, remoteAddr].entries()) {
    if (address === null) continue;
    if (!Array.isArray(address) || address.length !== 2) throw new TypeError("2-tuple is expected");
    const lookFor = { family, flags, type: DATAGRAM };
    const [host, port] = address as DatagramAddress;
    const entries = yield* getaddrinfo(host, port, lookFor, index === 0, resolving);
    if (entries.length === 0) throw new OSError("getaddrinfo() returned empty list");
    for (const [version, , , , where] of entries) {
      families.add(version);
      (found[index] as Map<4 | 6, InternetAddress>).set(version, where);
    }
  }
  const pairs: Pair[] = [];
  for (const version of families) {
    const local = found[0].get(version) ?? null;
    const remote = found[1].get(version) ?? null;
    if (localAddr !== null && local === null) continue;
    if (remoteAddr !== null && remote === null) continue;
    pairs.push({ family: version, local, remote });
  }
  if (pairs.length === 0) throw new ValueError("can not get address information");
  return pairs;
}

/** Answers at once for numeric addresses, so that a datagram leaves in the call that sends it. */
const lookup: NonNullable<SocketOptions["lookup"]> = ((
  host: string,
  version: 4 | 6,
  callback: (error: Error | null, address: string, family: number) => void,
) => {
  const numeric = isIP(host);
  if (numeric !== 0) callback(null, host, numeric);
  else void import("node:dns").then(({ lookup }) => lookup(host, version, callback));
}) as never;

function socketFor(family: 4 | 6, reusePort: boolean): Socket {
  const options: SocketOptions & { reusePort?: boolean } = { type: `udp${family}`, lookup };
  return createSocket(reusePort ? { ...options, reusePort } : options);
}

/** Waits for Node. What goes wrong is raised as the system's error. */
function* settled(
  loop: BaseEventLoop,
  socket: Socket,
  event: "listening" | "connect",
  resource: Destination,
  start: () => void,
): Coroutine<void> {
  const waiter = new Future<void>({ loop });
  mark(waiter, { kind: "connect", resource });
  const onEvent = (): void => {
    if (!waiter.done() && !loop.isClosed()) waiter.setResult();
  };
  const onError = (error: Error): void => {
    if (!waiter.done() && !loop.isClosed()) waiter.setException(osErrorFrom(error));
  };
  socket.once(event, onEvent);
  socket.once("error", onError);
  const pending = {
    hold: (held: boolean) => (held ? socket.ref() : socket.unref()),
    discard: () => closeQuietly(socket),
    unclosed: null,
  };
  loop._open.add(pending);
  try {
    start();
    yield* waiter;
  } finally {
    loop._open.delete(pending);
    socket.off(event, onEvent);
    socket.off("error", onError);
  }
}

function bound(
  loop: BaseEventLoop,
  socket: Socket,
  local: InternetAddress | null,
  resource: Destination,
): Coroutine<void> {
  return settled(loop, socket, "listening", resource, () => {
    if (local === null) socket.bind({ port: 0, exclusive: true });
    else socket.bind({ address: local[0], port: local[1], exclusive: true });
  });
}

function connectedTo(
  loop: BaseEventLoop,
  socket: Socket,
  [host, port]: InternetAddress,
  resource: Destination,
): Coroutine<void> {
  return settled(loop, socket, "connect", resource, () => socket.connect(port, host));
}

function isConnected(socket: Socket): boolean {
  try {
    socket.remoteAddress();
    return true;
  } catch {
    return false;
  }
}

function endOf(socket: Socket, remote: InternetAddress | null, connected: boolean): DatagramEnd {
  const sockname = boundAddress(socket.address());
  let peername: InternetAddress | null = null;
  if (connected) {
    const { address, port, family } = socket.remoteAddress();
    peername = socketAddress(address, port, family) as InternetAddress;
  }
  const extra = { socket: new TransportSocket(socket, sockname, peername), sockname, peername };
  return { socket, remote: remote ?? peername, connected, extra };
}
