/** The loop's methods for the network, as an interface. Source: CPython `Lib/asyncio/events.py`. */
import type { Coroutine } from "./coroutines.js";
import type { BaseProtocol, DatagramProtocol } from "./protocols.js";
import type { BaseTransport, DatagramTransport, Transport } from "./transports.js";
import type { InternetAddress } from "./transports_address.js";
import type { ConnectOptions, UnixConnectOptions } from "./transports_connect.js";
import type { DatagramAddress, DatagramEndpointOptions } from "./transports_datagram_open.js";
import type { CreateServerOptions, CreateUnixServerOptions } from "./transports_listen.js";
import type { AddressEntry, ResolveOptions } from "./transports_resolver.js";
import type { Server } from "./transports_server.js";
import type { StartTlsOptions, TlsContext, TlsTimeouts } from "./transports_tls.js";

/** Options of `loop.connectAcceptedSocket`. */
export interface AcceptedSocketOptions extends TlsTimeouts {
  /** Node's TLS options; `key` and `cert` at least. */
  readonly ssl?: TlsContext | null | undefined;
}

/** What every loop can do with the network. Errors of the system are `OSError`s. */
export abstract class NetworkMethods {
  /**
   * Connects to a TCP server, trying each address of the host. Gives the transport and the protocol.
   * @throws {OSError} when none of them answers: `ConnectionRefusedError`, `gaierror`, ….
   * @throws {ValueError} for options that make no sense together.
   */
  abstract createConnection<P extends BaseProtocol>(
    protocolFactory: () => P,
    host?: string | null,
    port?: number | string | null,
    options?: ConnectOptions,
  ): Coroutine<[transport: Transport, protocol: P]>;
  /** As `createConnection`, to a Unix socket. @throws {OSError} `FileNotFoundError`, `ConnectionRefusedError`, …. */
  abstract createUnixConnection<P extends BaseProtocol>(
    protocolFactory: () => P,
    path?: string | null,
    options?: UnixConnectOptions,
  ): Coroutine<[transport: Transport, protocol: P]>;
  /**
   * Listens on every address of every host; without a host, on all interfaces. Port 0 has the system choose, for each
   * address on its own.
   * @throws {OSError} when an address cannot be had.
   */
  abstract createServer(
    protocolFactory: () => BaseProtocol,
    host?: string | readonly string[] | null,
    port?: number | string | null,
    options?: CreateServerOptions,
  ): Coroutine<Server>;
  /** Listens on a Unix socket. One that a dead server has left behind is replaced. @throws {OSError} */
  abstract createUnixServer(
    protocolFactory: () => BaseProtocol,
    path?: string | null,
    options?: CreateUnixServerOptions,
  ): Coroutine<Server>;
  /**
   * A socket for datagrams: bound to `localAddr`, connected to `remoteAddr`, or both. Gives the transport and the
   * protocol.
   * @throws {OSError} when an address cannot be had. @throws {ValueError} without any address or family.
   */
  abstract createDatagramEndpoint<P extends DatagramProtocol>(
    protocolFactory: () => P,
    localAddr?: DatagramAddress | null,
    remoteAddr?: DatagramAddress | null,
    options?: DatagramEndpointOptions,
  ): Coroutine<[transport: DatagramTransport, protocol: P]>;
  /** A transport for a connection that was accepted elsewhere, by a `net.Server`. */
  abstract connectAcceptedSocket<P extends BaseProtocol>(
    protocolFactory: () => P,
    sock: object,
    options?: AcceptedSocketOptions,
  ): Coroutine<[transport: Transport, protocol: P]>;
  /**
   * Goes on with TLS over a transport's connection. Gives the transport to use from now on; the old one is done for.
   * @throws {TypeError} for a transport that is no socket's. @throws {OSError} when the handshake fails.
   */
  abstract startTls(
    transport: BaseTransport,
    protocol: BaseProtocol,
    sslcontext: TlsContext | true,
    options?: StartTlsOptions,
  ): Coroutine<Transport>;
  /** Every way to reach a host: `[family, type, proto, canonical name, address]`. @throws {gaierror} */
  abstract getaddrinfo(
    host: string | null,
    port: number | string | null,
    options?: ResolveOptions,
  ): Coroutine<AddressEntry[]>;
  /** The names of an address: `[host, service]`. @throws {gaierror} */
  abstract getnameinfo(address: InternetAddress, flags?: number): Coroutine<[host: string, service: string]>;
}
