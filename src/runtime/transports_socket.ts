/**
 * The transport over a socket: TCP and Unix sockets.
 *
 * Source: CPython `Lib/asyncio/selector_events.py`, `_SelectorSocketTransport`.
 */
import type { Socket } from "node:net";
import type { BaseEventLoop } from "./base_events.js";
import type { BaseProtocol } from "./protocols.js";
import { type SocketAddress, socketAddress, TransportSocket } from "./transports_address.js";
import { StreamTransport } from "./transports_stream.js";
import type { StreamTransportOptions } from "./transports_stream_options.js";

/** @internal */
export class SocketTransport extends StreamTransport {
  /** Node's socket. */
  readonly _socket: Socket;

  constructor(
    loop: BaseEventLoop,
    socket: Socket,
    protocol: BaseProtocol,
    options: StreamTransportOptions = {},
  ) {
    const extra = { ...socketInfo(socket), ...options.extra };
    super(loop, { readable: socket, writable: socket }, protocol, { ...options, extra });
    this._socket = socket;
  }
}

/** What a transport tells of its socket. A Unix socket knows no addresses by itself. */
export function socketInfo(socket: Socket): Record<string, unknown> {
  const own = socketAddress(socket.localAddress, socket.localPort, socket.localFamily);
  const peer = socketAddress(socket.remoteAddress, socket.remotePort, socket.remoteFamily);
  return addressInfo(socket, own, peer);
}

/** As {@link socketInfo}, with addresses that are known otherwise. */
export function addressInfo(
  node: object,
  sockname: SocketAddress,
  peername: SocketAddress | null,
): Record<string, unknown> {
  return { socket: new TransportSocket(node, sockname, peername), sockname, peername };
}
