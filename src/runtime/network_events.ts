/**
 * The loop's methods for the world outside: connections, servers, datagrams, pipes, names.
 *
 * Source: CPython `Lib/asyncio/base_events.py`; what they do is in `transports_*.ts`.
 */
import { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import type { AcceptedSocketOptions } from "./network_methods.js";
import type { BaseProtocol, DatagramProtocol } from "./protocols.js";
import type { BaseTransport, DatagramTransport, Transport } from "./transports.js";
import type { InternetAddress } from "./transports_address.js";
import {
  type ConnectOptions,
  checkSocket,
  createConnection,
  createUnixConnection,
  makeConnection,
  type UnixConnectOptions,
} from "./transports_connect.js";
import {
  createDatagramEndpoint,
  type DatagramAddress,
  type DatagramEndpointOptions,
} from "./transports_datagram_open.js";
import {
  type CreateServerOptions,
  type CreateUnixServerOptions,
  createServer,
  createUnixServer,
} from "./transports_listen.js";
import { type AddressEntry, getaddrinfo, getnameinfo, type ResolveOptions } from "./transports_resolver.js";
import type { Server } from "./transports_server.js";
import { type StartTlsOptions, serverTls, startTls, type TlsContext } from "./transports_tls.js";

/** A loop that reaches the network. */
export abstract class NetworkEventLoop extends BaseEventLoop {
  override createConnection<P extends BaseProtocol>(
    protocolFactory: () => P,
    host: string | null = null,
    port: number | string | null = null,
    options: ConnectOptions = {},
  ): Coroutine<[transport: Transport, protocol: P]> {
    return createConnection(this, protocolFactory, host, port, options);
  }

  override createUnixConnection<P extends BaseProtocol>(
    protocolFactory: () => P,
    path: string | null = null,
    options: UnixConnectOptions = {},
  ): Coroutine<[transport: Transport, protocol: P]> {
    return createUnixConnection(this, protocolFactory, path, options);
  }

  override createServer(
    protocolFactory: () => BaseProtocol,
    host: string | readonly string[] | null = null,
    port: number | string | null = null,
    options: CreateServerOptions = {},
  ): Coroutine<Server> {
    return createServer(this, protocolFactory, host, port, options);
  }

  override createUnixServer(
    protocolFactory: () => BaseProtocol,
    path: string | null = null,
    options: CreateUnixServerOptions = {},
  ): Coroutine<Server> {
    return createUnixServer(this, protocolFactory, path, options);
  }

  override createDatagramEndpoint<P extends DatagramProtocol>(
    protocolFactory: () => P,
    localAddr: DatagramAddress | null = null,
    remoteAddr: DatagramAddress | null = null,
    options: DatagramEndpointOptions = {},
  ): Coroutine<[transport: DatagramTransport, protocol: P]> {
    return createDatagramEndpoint(this, protocolFactory, localAddr, remoteAddr, options);
  }

  override *connectAcceptedSocket<P extends BaseProtocol>(
    protocolFactory: () => P,
    sock: object,
    options: AcceptedSocketOptions = {},
  ): Coroutine<[transport: Transport, protocol: P]> {
    const tls = serverTls(options.ssl, options);
    return yield* makeConnection(this, checkSocket(sock), protocolFactory, tls, {});
  }

  override startTls(
    transport: BaseTransport,
    protocol: BaseProtocol,
    sslcontext: TlsContext | true,
    options: StartTlsOptions = {},
  ): Coroutine<Transport> {
    return startTls(this, transport, protocol, sslcontext, options);
  }

  override getaddrinfo(
    host: string | null,
    port: number | string | null,
    options: ResolveOptions = {},
  ): Coroutine<AddressEntry[]> {
    return getaddrinfo(host, port, options);
  }

  override getnameinfo(address: InternetAddress, flags = 0): Coroutine<[host: string, service: string]> {
    return getnameinfo(address, flags);
  }
}
