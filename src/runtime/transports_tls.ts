/**
 * TLS: on a new connection, on an accepted one, or on one that is already in use (`startTls`).
 *
 * Source: CPython `Lib/asyncio/sslproto.py` for the states and texts; the protocol itself is Node's `tls`, which is
 * loaded when first needed: loading it takes longer than loading all of this library.
 */
import { isIP, type Socket } from "node:net";
import type { ConnectionOptions, SecureContextOptions, TLSSocket, TLSSocketOptions } from "node:tls";
import type { BaseEventLoop } from "./base_events.js";
import { asBytes, type BytesLike, pythonTypeName } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import {
  ConnectionAbortedError,
  ConnectionResetError,
  NotImplementedError,
  SSLCertVerificationError,
  TimeoutError,
  ValueError,
} from "./exceptions.js";
import { Future } from "./futures.js";
import { logger } from "./log.js";
import { osErrorFrom } from "./os_errors.js";
import { fromPromise } from "./promises.js";
import type { BaseProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import type { BaseTransport } from "./transports.js";
import { addressLabel, Destination, type SocketAddress } from "./transports_address.js";
import { mark } from "./transports_resolver.js";
import { SocketTransport, socketInfo } from "./transports_socket.js";
import { StreamTransport } from "./transports_stream.js";
import type { StreamTransportOptions } from "./transports_stream_options.js";

/** How long a handshake may take, in seconds; CPython's `SSL_HANDSHAKE_TIMEOUT`. */
const HANDSHAKE_TIMEOUT = 60;

/** The high-water mark by default, in bytes; CPython's `FLOW_CONTROL_HIGH_WATER_SSL_WRITE`. */
const HIGH_WATER = 512 * 1024;

/** How long the goodbye may take, in seconds; CPython's `SSL_SHUTDOWN_TIMEOUT`. */
const SHUTDOWN_TIMEOUT = 30;

/** What stands for Python's `SSLContext`: Node's TLS options (`key`, `cert`, `ca`, `rejectUnauthorized`, …). */
export type TlsContext = SecureContextOptions &
  TLSSocketOptions &
  Pick<ConnectionOptions, "checkServerIdentity">;

/** How long TLS may take. */
export interface TlsTimeouts {
  /** Seconds for the handshake; 60 by default. */
  readonly sslHandshakeTimeout?: number | null | undefined;
  /** Seconds for the goodbye; 30 by default. */
  readonly sslShutdownTimeout?: number | null | undefined;
}

/** What connecting with TLS takes. */
export interface TlsClientOptions extends TlsTimeouts {
  /** True for TLS with the system's authorities, or Node's TLS options. */
  readonly ssl?: boolean | TlsContext | null | undefined;
  /** The name that the certificate has to be for; by default the host. "" does without that check. */
  readonly serverHostname?: string | null | undefined;
}

/** Options of `loop.startTls`. */
export interface StartTlsOptions extends TlsTimeouts {
  /** Whether this side is the server; by default it is the client. */
  readonly serverSide?: boolean | undefined;
  /** The name that the other side's certificate has to be for; by default the host that was connected to. */
  readonly serverHostname?: string | null | undefined;
}

/** @internal One side of TLS, checked. */
export interface TlsSetup {
  readonly context: TlsContext;
  readonly serverSide: boolean;
  readonly serverHostname: string | null;
  readonly handshakeTimeout: number;
  readonly shutdownTimeout: number;
}

/** @internal The client's side, or null without TLS. @throws {ValueError} for options that make no sense. */
export function clientTls(options: TlsClientOptions, host: string | null): TlsSetup | null {
  const { ssl } = options;
  if (!ssl) {
    for (const [name, value] of [
      ["server_hostname", options.serverHostname],
      ["ssl_handshake_timeout", options.sslHandshakeTimeout],
      ["ssl_shutdown_timeout", options.sslShutdownTimeout],
    ] as const) {
      if (value != null) throw new ValueError(`${name} is only meaningful with ssl`);
    }
    return null;
  }
  const serverHostname = options.serverHostname ?? host;
  if (serverHostname === null || (serverHostname === "" && options.serverHostname == null)) {
    throw new ValueError("You must set server_hostname when using ssl without a host");
  }
  return setup(ssl === true ? {} : ssl, false, serverHostname, options);
}

/** @internal The server's side, or null without TLS. @throws {TypeError} for a boolean. */
export function serverTls(
  ssl: TlsContext | boolean | null | undefined,
  timeouts: TlsTimeouts,
): TlsSetup | null {
  if (typeof ssl === "boolean") throw new TypeError("ssl argument must be an SSLContext or None");
  if (ssl == null) return clientTls({ ...timeouts }, null);
  return setup(ssl, true, null, timeouts);
}

function setup(
  context: TlsContext,
  serverSide: boolean,
  serverHostname: string | null,
  timeouts: TlsTimeouts,
): TlsSetup {
  if (typeof context !== "object") throw new TypeError("ssl argument must be an SSLContext or None");
  const handshakeTimeout = timeouts.sslHandshakeTimeout ?? HANDSHAKE_TIMEOUT;
  if (handshakeTimeout <= 0) {
    throw new ValueError(`ssl_handshake_timeout should be a positive number, got ${handshakeTimeout}`);
  }
  const shutdownTimeout = timeouts.sslShutdownTimeout ?? SHUTDOWN_TIMEOUT;
  if (shutdownTimeout <= 0) {
    throw new ValueError(`ssl_shutdown_timeout should be a positive number, got ${shutdownTimeout}`);
  }
  return { context, serverSide, serverHostname, handshakeTimeout, shutdownTimeout };
}

/** @internal A transport that speaks TLS over `socket`, once hands are shaken. The socket is lost if that fails. */
export function* upgrade(
  loop: BaseEventLoop,
  socket: Socket,
  protocol: BaseProtocol,
  tls: TlsSetup,
  options: StreamTransportOptions,
): Coroutine<StreamTransport> {
  socket.on("error", () => {}); // whatever goes wrong below is told by the TLS socket above
  const addresses = { ...socketInfo(socket), ...options.extra };
  // A server waits for the connections that shake hands, too, and closes them.
  const { server = null } = options;
  const shaking = { close: () => socket.destroy(), abort: () => socket.destroy() };
  server?._attach(shaking);
  try {
    const node = yield* fromPromise(import("node:tls"));
    // Aborted while that was loading: Node's TLS would wait for ever on a socket that is no more.
    if (socket.destroyed) throw new ConnectionAbortedError();
    const secured = wrap(node, socket, tls);
    return yield* secure(loop, secured, protocol, tls, { ...options, extra: addresses });
  } finally {
    server?._detach(shaking);
  }
}

function* secure(
  loop: BaseEventLoop,
  secured: TLSSocket,
  protocol: BaseProtocol,
  tls: TlsSetup,
  options: StreamTransportOptions,
): Coroutine<StreamTransport> {
  try {
    yield* handshake(loop, secured, tls, addressLabel(options.extra?.["peername"] as SocketAddress | null));
  } catch (error) {
    secured.destroy();
    throw error;
  }
  const { name, version } = secured.getCipher();
  const extra = {
    ...options.extra,
    sslcontext: tls.context,
    sslObject: secured,
    peercert: secured.getPeerCertificate(),
    cipher: [name, version],
  };
  const waiter = loop.createFuture<void>();
  const transport = new TlsTransport(loop, secured, protocol, tls, { ...options, extra, waiter });
  try {
    yield* waiter;
  } catch (error) {
    transport.close();
    throw error;
  }
  return transport;
}

function wrap(node: typeof import("node:tls"), socket: Socket, tls: TlsSetup): TLSSocket {
  const { context, serverHostname } = tls;
  if (tls.serverSide) {
    const secureContext = context.secureContext ?? node.createSecureContext(context);
    return new node.TLSSocket(socket, { ...context, isServer: true, secureContext });
  }
  const unchecked = serverHostname ? {} : { checkServerIdentity: () => undefined };
  const host = serverHostname || "";
  const named = host !== "" && isIP(host) === 0 ? { servername: host } : {};
  return node.connect({ ...unchecked, ...context, socket, host, ...named });
}

function* handshake(
  loop: BaseEventLoop,
  secured: TLSSocket,
  tls: TlsSetup,
  peer: string | undefined,
): Coroutine<void> {
  const waiter = new Future<void>({ loop });
  mark(waiter, { kind: tls.serverSide ? "accept" : "connect", resource: new Destination(peer) });
  const settle = (error: Error | null): void => {
    if (waiter.done() || loop.isClosed()) return;
    if (error === null) waiter.setResult();
    else waiter.setException(error);
  };
  const timer = loop.callLater(tls.handshakeTimeout, () => {
    const limit = Number.isInteger(tls.handshakeTimeout)
      ? tls.handshakeTimeout.toFixed(1)
      : tls.handshakeTimeout;
    const text = `SSL handshake is taking longer than ${limit} seconds: aborting the connection`;
    settle(new ConnectionAbortedError(text));
  });
  const pending = {
    hold: (held: boolean) => (held ? secured.ref() : secured.unref()),
    discard: () => secured.destroy(),
    unclosed: null,
  };
  loop._open.add(pending);
  secured.on("error", (error) => settle(osErrorFrom(error)));
  // A half-closed connection is not closed: TLS has no use for one.
  for (const event of ["end", "close"]) secured.once(event, () => settle(new ConnectionResetError()));
  secured.once(tls.serverSide ? "secure" : "secureConnect", () => settle(clientRefused(secured, tls)));
  try {
    yield* waiter;
  } finally {
    timer.cancel();
    loop._open.delete(pending);
  }
}

/** Node leaves it to its own servers to look at a client's certificate; this is the look. */
function clientRefused(secured: TLSSocket, tls: TlsSetup): Error | null {
  const { requestCert, rejectUnauthorized } = tls.context;
  if (!tls.serverSide || requestCert !== true || rejectUnauthorized === false) return null;
  const handle = (secured as { _handle?: { verifyError?(): Error | null | undefined } })._handle;
  if (typeof handle?.verifyError !== "function") {
    return new SSLCertVerificationError("the certificate of the client cannot be verified");
  }
  const error = handle.verifyError();
  return error == null ? null : osErrorFrom(error);
}

/** @internal */
export class TlsTransport extends StreamTransport {
  readonly #secured: TLSSocket;
  readonly #shutdownTimeout: number;
  #saidGoodbye = false;

  constructor(
    loop: BaseEventLoop,
    secured: TLSSocket,
    protocol: BaseProtocol,
    tls: TlsSetup,
    options: StreamTransportOptions,
  ) {
    super(loop, { readable: secured, writable: secured }, protocol, { ...options, highWater: HIGH_WATER });
    this.#secured = secured;
    this.#shutdownTimeout = tls.shutdownTimeout;
  }

  /** After `close`, what is written is dropped: the goodbye is on its way. @throws {TypeError} for what is not bytes. */
  override write(data: BytesLike): void {
    if (!ArrayBuffer.isView(data) && !((data as unknown) instanceof ArrayBuffer)) {
      // Python's sslproto has words of its own.
      throw new TypeError(`data: expecting a bytes-like instance, got ${pythonTypeName(data)}`);
    }
    const bytes = asBytes(data);
    if (!this.isClosing()) super.write(bytes);
  }
  override writelines(data: Iterable<BytesLike>): void {
    const pieces = Array.from(data, (piece) => asBytes(piece));
    if (!this.isClosing()) super.writelines(pieces);
  }

  /** @throws {NotImplementedError} always: TLS has no half-closed connections. */
  override writeEof(): void {
    throw new NotImplementedError();
  }
  override canWriteEof(): boolean {
    return false;
  }

  protected override _ended(keepOpen: unknown): boolean {
    if (keepOpen) logger.current.warning("returning true from eof_received() has no effect when using ssl");
    return false;
  }

  protected override _sayGoodbye(): void {
    const limit = this._loop.callLater(this.#shutdownTimeout, () => {
      this._fatalError(new TimeoutError("SSL shutdown timed out"), "Error occurred during shutdown");
    });
    const said = (): void => {
      if (this.#saidGoodbye) return;
      this.#saidGoodbye = true;
      limit.cancel();
      this._goodbyeSaid();
    };
    this.#secured.once("close", said);
    this.#secured.end(said);
  }
  protected override _hasSaidGoodbye(): boolean {
    return this.#saidGoodbye || this.#secured.destroyed;
  }
}

/** @internal See `loop.startTls`. */
export function* startTls(
  loop: BaseEventLoop,
  transport: BaseTransport,
  protocol: BaseProtocol,
  sslcontext: TlsContext | true,
  options: StartTlsOptions,
): Coroutine<StreamTransport> {
  if (sslcontext !== true && (typeof sslcontext !== "object" || sslcontext === null)) {
    throw new TypeError(
      `sslcontext is expected to be an instance of ssl.SSLContext, got ${repr(sslcontext)}`,
    );
  }
  if (!(transport instanceof SocketTransport) || transport.isClosing()) {
    throw new TypeError(`transport ${transport} is not supported by start_tls()`);
  }
  const context = sslcontext === true ? {} : sslcontext;
  const tls = setup(context, options.serverSide === true, options.serverHostname ?? null, options);
  const { _socket: socket, _extra: extra } = transport;
  transport.pauseReading();
  const server = transport._handOver();
  try {
    return yield* upgrade(loop, socket, protocol, tls, { extra, server, callConnectionMade: false });
  } catch (error) {
    // The connection is over, and its protocol has to hear of it, or who waits for its end waits forever.
    socket.destroy();
    loop.callSoon(() => protocol.connectionLost(error instanceof Error ? error : null));
    throw error;
  } finally {
    server?._detach(transport);
  }
}
