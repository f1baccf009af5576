/**
 * Names to addresses and back.
 *
 * Source: CPython `Lib/asyncio/base_events.py` (`getaddrinfo`, `_ensure_resolved`, `_interleave_addrinfos`); the system's
 * resolver is asked through Node's `dns.lookup`, which calls the same function of the C library in a thread.
 */
import { lookup, lookupService } from "node:dns/promises";
import { isIP } from "node:net";
import type { Coroutine } from "./coroutines.js";
import { gaierror } from "./exceptions.js";
import type { Future } from "./futures.js";
import { osErrorFrom } from "./os_errors.js";
import { wrapPromise } from "./promises.js";
import { repr } from "./repr.js";
import type { Destination, Family, InternetAddress } from "./transports_address.js";

/** Kinds of sockets, with the numbers that they have on every system. */
const STREAM = 1;
const DATAGRAM = 2;
const RAW = 3;
const PROTOCOLS: ReadonlyMap<number, number> = new Map([
  [STREAM, 6],
  [DATAGRAM, 17],
  [RAW, 0],
]);

/** Flags of `getnameinfo`. */
const NUMERIC_HOST = 1;
const NUMERIC_SERVICE = 2;

/** One way to reach a host, as Python has it. */
export type AddressEntry = readonly [
  family: 4 | 6,
  type: number,
  proto: number,
  canonicalName: string,
  address: InternetAddress,
];

/** Options of `loop.getaddrinfo`. */
export interface ResolveOptions {
  /** 4 or 6; 0 for both. */
  readonly family?: Family | undefined;
  /** 1 for streams, 2 for datagrams; 0 for all. */
  readonly type?: number | undefined;
  /** The protocol's number; 0 for any. */
  readonly proto?: number | undefined;
  /** Flags of Node's `dns.lookup`: `dns.ADDRCONFIG`, `dns.V4MAPPED`, `dns.ALL`. */
  readonly flags?: number | undefined;
}

/** Who waits for a name, for the debugger. */
export interface Resolving {
  readonly kind: "connect" | "accept";
  readonly resource: Destination;
}

/** A port as a number. @throws {gaierror} for the name of a service: Node has no list of them. */
function portNumber(port: string | number | null | undefined): number {
  if (port === null || port === undefined || port === "") return 0;
  const number = Number(port);
  if (!Number.isInteger(number))
    throw new gaierror(-8, "Servname not supported for ai_socktype", "EAI_SERVICE");
  return number;
}

/**
 * Every way to reach a host. Without one: this machine, or, for `passive`, every interface of it.
 * @throws {gaierror} when the name is not known.
 */
export function* getaddrinfo(
  host: string | null | undefined,
  port: string | number | null | undefined,
  options: ResolveOptions = {},
  passive = false,
  resolving: Resolving | null = null,
): Coroutine<AddressEntry[]> {
  const number = portNumber(port);
  const hosts = host == null ? (passive ? ["0.0.0.0", "::"] : ["::1", "127.0.0.1"]) : [host];
  const entries: AddressEntry[] = [];
  for (const name of hosts) {
    const { family = 0 } = options;
    if (host == null && family !== 0 && isIP(name) !== family) continue;
    const addresses = isIP(name) !== 0 ? literal(name, family) : yield* resolve(name, options, resolving);
    for (const address of addresses) entries.push(...entriesFor(address, number, options));
  }
  return entries;
}

function literal(name: string, family: Family): readonly string[] {
  if (family === 0 || isIP(name) === family) return [name];
  throw new gaierror(-9, "Address family for hostname not supported", "EAI_ADDRFAMILY");
}

function* resolve(name: string, options: ResolveOptions, resolving: Resolving | null): Coroutine<string[]> {
  const { family = 0, flags = 0 } = options;
  const answer = wrapPromise(lookup(name, { all: true, verbatim: true, family, hints: flags }));
  if (resolving !== null) mark(answer, resolving);
  try {
    return (yield* answer).map(({ address }) => address);
  } catch (error) {
    throw osErrorFrom(error);
  }
}

/** @internal Says what a future stands for. */
export function mark(future: Future<unknown>, resolving: Resolving): void {
  future.waitKind = resolving.kind;
  future.waitResource = resolving.resource;
  resolving.resource._waiters.add(future);
}

function entriesFor(address: string, port: number, options: ResolveOptions): AddressEntry[] {
  const family = isIP(address) === 6 ? 6 : 4;
  const types = options.type ? [options.type] : [STREAM, DATAGRAM, RAW];
  const entries: AddressEntry[] = [];
  for (const type of types) {
    const proto = PROTOCOLS.get(type) ?? 0;
    if (options.proto && proto !== 0 && options.proto !== proto) continue;
    const place: InternetAddress = family === 6 ? [address, port, 0, 0] : [address, port];
    entries.push([family, type, options.proto || proto, "", place]);
  }
  return entries;
}

/**
 * `[host, service]` for an address; `flags` 1: the host as a number, 2: the service as a number.
 * @throws {gaierror} when the address has no name.
 */
export function* getnameinfo(
  address: InternetAddress,
  flags = 0,
): Coroutine<[host: string, service: string]> {
  const [host, port] = address;
  if (isIP(host) === 0) throw new TypeError(`getnameinfo() expects a numeric address, got ${repr(host)}`);
  if ((flags & NUMERIC_HOST) !== 0 && (flags & NUMERIC_SERVICE) !== 0) return [host, String(port)];
  try {
    const found = yield* wrapPromise(lookupService(host, port));
    return [
      (flags & NUMERIC_HOST) !== 0 ? host : found.hostname,
      (flags & NUMERIC_SERVICE) !== 0 ? String(port) : found.service,
    ];
  } catch (error) {
    throw osErrorFrom(error);
  }
}

/** Alternates between the families, after `firstCount` of the first one. */
export function interleave(entries: readonly AddressEntry[], firstCount: number): AddressEntry[] {
  const families = new Map<number, AddressEntry[]>();
  for (const entry of entries) {
    const list = families.get(entry[0]);
    if (list === undefined) families.set(entry[0], [entry]);
    else list.push(entry);
  }
  const lists = [...families.values()];
  const ordered = lists[0]?.splice(0, firstCount - 1) ?? [];
  while (lists.some((list) => list.length > 0)) {
    for (const list of lists) {
      const entry = list.shift();
      if (entry !== undefined) ordered.push(entry);
    }
  }
  return ordered;
}
