/**
 * Addresses of sockets, and what may be asked of a transport's socket.
 *
 * Source: Python's module `socket` (address formats), CPython `Lib/asyncio/trsock.py`. Families are Node's numbers, 4
 * and 6.
 */
import type { AddressInfo } from "node:net";
import { OSError } from "./exceptions.js";
import type { Future } from "./futures.js";

/** `[host, port]`; for IPv6 `[host, port, flow info, scope id]`. */
export type InternetAddress = readonly [host: string, port: number, ...ipv6: number[]];

/** An internet address, or the path of a Unix socket. */
export type SocketAddress = InternetAddress | string;

/** An IP version as Node numbers them; 0 stands for either. */
export type Family = 0 | 4 | 6;

/** As Python has it. Nothing known: an empty path, which is what a Unix client's own end is called. */
export function socketAddress(
  host: string | undefined,
  port: number | undefined,
  family: unknown,
): SocketAddress {
  if (host === undefined || port === undefined) return "";
  return family === "IPv6" || family === 6 ? [host, port, 0, scopeOf(host)] : [host, port];
}

/** `fe80::1%2` belongs to the interface with number 2. */
function scopeOf(host: string): number {
  const scope = /%(\d+)$/.exec(host)?.[1];
  return scope === undefined ? 0 : Number(scope);
}

/** What a listening or bound socket is bound to. */
export function boundAddress(address: AddressInfo | string | null): SocketAddress {
  if (address === null) return "";
  return typeof address === "string" ? address : socketAddress(address.address, address.port, address.family);
}

/** `('127.0.0.1', 80)`, or `'/run/a.sock'`: for CPython's texts. */
export function addressRepr(address: SocketAddress): string {
  if (typeof address === "string") return `'${address}'`;
  return `(${address.map((part) => (typeof part === "string" ? `'${part}'` : part)).join(", ")})`;
}

/** `127.0.0.1:80`, `[::1]:80`, or a path: what a debugger shows. Undefined for what has no address. */
export function addressLabel(address: SocketAddress | null | undefined): string | undefined {
  if (address == null || address === "") return undefined;
  if (typeof address === "string") return address;
  const [host, port] = address;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** As {@link addressLabel}, of the other side of a connection; where that has no name, a Unix socket's path. */
export function peerLabel(transport: {
  getExtraInfo(name: "peername" | "sockname"): SocketAddress | null;
}): string | undefined {
  return addressLabel(transport.getExtraInfo("peername")) ?? addressLabel(transport.getExtraInfo("sockname"));
}

/** What a task waits for while a connection is being made: the other side, by the name that the program gave it. */
export class Destination {
  /** What a debugger calls it. */
  readonly label: string | undefined;
  /** @internal Who waits for it; those that are done do so no more. */
  readonly _waiters = new Set<Future<unknown>>();

  constructor(label: string | undefined) {
    this.label = label;
  }
  toString(): string {
    return `<connection to ${this.label ?? "?"}>`;
  }
}

/** A transport's or a server's socket, to be asked. It is the transport's to use and to close. */
export class TransportSocket {
  /** 4 or 6, or `unix`. */
  readonly family: 4 | 6 | "unix";
  /** Node's object: a `net.Socket`, a `net.Server` or a `dgram.Socket`. */
  readonly node: object;
  readonly #own: SocketAddress;
  readonly #peer: SocketAddress | null;

  /** @internal */
  constructor(node: object, own: SocketAddress, peer: SocketAddress | null = null) {
    this.node = node;
    this.#own = own;
    this.#peer = peer;
    const known = own === "" && peer !== null ? peer : own;
    this.family = typeof known === "string" ? "unix" : known[0].includes(":") ? 6 : 4;
  }

  /** The address of this side: `[host, port]`, or a path for Unix sockets. */
  getsockname<A extends SocketAddress = InternetAddress>(): A {
    return this.#own as A;
  }

  /** The address of the other side, or null when there is none. */
  getpeername<A extends SocketAddress = InternetAddress>(): A | null {
    return this.#peer as A | null;
  }

  toString(): string {
    const peer = this.#peer === null ? "" : `, raddr=${addressRepr(this.#peer)}`;
    return `<asyncio.TransportSocket family=${this.family}, laddr=${addressRepr(this.#own)}${peer}>`;
  }
}

/** How many bytes the path of a Unix socket may have: the system's `sun_path`, less the zero at its end. */
const MAX_PATH_BYTES: number =
  { linux: 107, win32: Number.POSITIVE_INFINITY }[process.platform as string] ?? 103;

/**
 * @internal Node cuts off what is too long of a path, and takes an empty one.
 * @throws {OSError} for a path that no Unix socket can have.
 */
export function checkSocketPath(path: string): void {
  if (path === "") throw new OSError(22, "Invalid argument", "EINVAL");
  const isAbstract = path.startsWith("\0"); // without a zero at its end
  if (Buffer.byteLength(path) > MAX_PATH_BYTES + Number(isAbstract))
    throw new OSError("AF_UNIX path too long");
}
