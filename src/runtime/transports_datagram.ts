/**
 * The transport of datagrams, over a UDP socket of Node's.
 *
 * Source: CPython `Lib/asyncio/selector_events.py`, `_SelectorDatagramTransport`. As with streams, Node receives, and
 * the protocol is only ever called by the loop, in the context of whoever made the transport.
 */
import type { RemoteInfo, Socket } from "node:dgram";
import type { BaseEventLoop } from "./base_events.js";
import { asBytes, type BytesLike, plainBytes, pythonTypeName } from "./bytes.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { Handle } from "./events.js";
import { ValueError } from "./exceptions.js";
import { type Future, setResultUnlessCancelled } from "./futures.js";
import { logger } from "./log.js";
import type { OpenResource } from "./open_resources.js";
import { osErrorFrom } from "./os_errors.js";
import type { DatagramProtocol } from "./protocols.js";
import { DatagramTransport } from "./transports.js";
import {
  addressRepr,
  type InternetAddress,
  type SocketAddress,
  socketAddress,
} from "./transports_address.js";
import { WriteFlow } from "./transports_flow.js";

/** After so many writes to a lost connection, a warning is logged; CPython's `LOG_THRESHOLD_FOR_CONNLOST_WRITES`. */
const WRITES_BEFORE_WARNING = 5;

/** How many datagrams wait for the loop at most; like a socket whose buffer is full, it drops those that come then. */
const MAX_WAITING = 4096;

/** What has come: a datagram, or the error of one that was sent. */
type Arrival = readonly [data: Uint8Array, from: SocketAddress] | Error;

/** @internal What the transport is made of. */
export interface DatagramEnd {
  readonly socket: Socket;
  /** Where everything goes; null when each datagram says where. */
  readonly remote: InternetAddress | null;
  /** Whether the system knows of `remote`, too. */
  readonly connected: boolean;
  readonly extra: Record<string, unknown>;
}

/** @internal `loop.createDatagramEndpoint` makes it. */
export class UdpTransport extends DatagramTransport implements OpenResource {
  readonly #loop: BaseEventLoop;
  readonly #end: DatagramEnd;
  readonly #flow: WriteFlow;
  /** Runs {@link #turn}; one handle, used again and again. */ readonly #handle: Handle;
  readonly #sourceTraceback: CapturedStack | null;
  #protocol: DatagramProtocol;
  #arrived: Arrival[] = [];
  #scheduled = false;
  #receiving = false;
  #closing = false;
  /** Above zero: `connectionLost` was called, or is about to be. */ #lost = 0;
  #finished = false;

  constructor(loop: BaseEventLoop, end: DatagramEnd, protocol: DatagramProtocol, waiter: Future<void>) {
    super(end.extra);
    this.#loop = loop;
    this.#end = end;
    this.#protocol = protocol;
    this.#flow = new WriteFlow(loop, this);
    this.#sourceTraceback = loop._debug ? captureStack() : null;
    this.#handle = new Handle(() => this.#turn(), [], loop);
    end.socket.on("message", this.#onMessage);
    end.socket.on("error", this.#onError);
    loop._open.add(this);
    loop.callSoon(() => this.#protocol.connectionMade(this));
    loop.callSoon(() => this.#start());
    loop.callSoon(setResultUnlessCancelled<void>, waiter, undefined);
  }

  // ── receiving ──

  readonly #onMessage = (data: Uint8Array, from: RemoteInfo): void => {
    if (this.#closing || this.#arrived.length >= MAX_WAITING) return;
    this.#arrived.push([plainBytes(data), socketAddress(from.address, from.port, from.family)]);
    this.#schedule();
  };

  readonly #onError = (error: Error): void => {
    this.#arrived.push(osErrorFrom(error));
    this.#schedule();
  };

  /** Not before the protocol has been told that there is a transport. */
  #start(): void {
    this.#receiving = true;
    if (this.#arrived.length > 0) this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#finished || !this.#receiving || this.#loop.isClosed()) return;
    this.#scheduled = true;
    this.#loop._enqueue(this.#handle);
  }

  /** In the loop: what the protocol throws goes to the loop's exception handler, and the next datagram comes next turn. */
  #turn(): void {
    this.#scheduled = false;
    if (this.#lost > 0) return;
    this.#flow.maybeResume();
    if (this.#closing) {
      if (this.getWriteBufferSize() > 0) return;
      this.#lost++;
      this.#connectionLost(null);
      return;
    }
    const arrived = this.#arrived;
    this.#arrived = [];
    let dealtWith = 0;
    try {
      for (const arrival of arrived) {
        dealtWith++;
        if (arrival instanceof Error) this.#protocol.errorReceived(arrival);
        else this.#protocol.datagramReceived(...arrival);
        if (this.#closing) return;
      }
    } finally {
      if (dealtWith < arrived.length && !this.#closing) {
        this.#arrived = [...arrived.slice(dealtWith), ...this.#arrived];
        this.#schedule();
      }
    }
  }

  // ── sending ──

  /**
   * Sends a datagram, empty ones too. What the system says against it comes to the protocol's `errorReceived`.
   * @throws {TypeError} for what is not bytes. @throws {ValueError} for another address than the remote one.
   */
  override sendto(data: BytesLike, address: SocketAddress | null = null): void {
    const bytes = asBytes(data);
    const { remote } = this.#end;
    if (remote !== null && address !== null && !sameAddress(address, remote)) {
      throw new ValueError(`Invalid address: must be None or ${addressRepr(remote)}`);
    }
    if (this.#lost > 0 || this.#closing) {
      if (this.#lost >= WRITES_BEFORE_WARNING) logger.current.warning("socket.send() raised exception.");
      if (this.#lost > 0) this.#lost++;
      return;
    }
    const to = remote ?? address;
    if (!isInternetAddress(to)) {
      const given = Array.isArray(to) ? "tuple" : pythonTypeName(to);
      const error = new TypeError(`sendto(): AF_INET address must be tuple, not ${given}`);
      this.#fatalError(error);
      return;
    }
    this.#send(bytes, to);
    this.#flow.maybePause();
  }

  #send(bytes: Uint8Array, [host, port]: InternetAddress): void {
    const { socket, connected } = this.#end;
    const sent = (error: Error | null): void => {
      if (error !== null) this.#onError(error);
      else if (this.#closing || this.#flow.paused) this.#schedule();
    };
    try {
      if (connected) socket.send(bytes, sent);
      else socket.send(bytes, port, host, sent);
    } catch (error) {
      this.#onError(error as Error);
    }
  }

  /** How many bytes wait to be sent. */
  getWriteBufferSize(): number {
    return this.#finished ? 0 : this.#end.socket.getSendQueueSize();
  }
  /** As that of `WriteTransport`. */
  setWriteBufferLimits(high: number | null = null, low: number | null = null): void {
    this.#flow.setLimits(high, low);
  }
  /** `[low, high]`, in bytes. */
  getWriteBufferLimits(): readonly [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  // ── protocol ──

  override setProtocol(protocol: DatagramProtocol): void {
    this.#protocol = protocol;
  }
  override getProtocol(): DatagramProtocol {
    return this.#protocol;
  }

  // ── the end ──

  override isClosing(): boolean {
    return this.#closing;
  }
  override close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#arrived = [];
    if (this.getWriteBufferSize() > 0) return;
    this.#lost++;
    this.#loop.callSoon(() => this.#connectionLost(null));
  }
  override abort(): void {
    this.#forceClose(null);
  }

  #fatalError(exception: Error): void {
    const message = "Fatal write error on datagram transport";
    const context = { message, exception, transport: this, protocol: this.#protocol };
    this.#loop.callExceptionHandler(context);
    this.#forceClose(exception);
  }

  #forceClose(error: Error | null): void {
    if (this.#lost > 0) return;
    this.#closing = true;
    this.#lost++;
    this.#arrived = [];
    this.#loop.callSoon(() => this.#connectionLost(error));
  }

  #connectionLost(error: Error | null): void {
    try {
      this.#protocol.connectionLost(error);
    } finally {
      this.#finish();
    }
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#loop._open.delete(this);
    this.#end.socket.off("message", this.#onMessage);
    closeQuietly(this.#end.socket);
  }

  // ── as something open ──

  hold(held: boolean): void {
    if (held) this.#end.socket.ref();
    else this.#end.socket.unref();
  }
  discard(): void {
    this.#closing = true;
    this.#lost++;
    this.#finish();
  }
  get unclosed(): string | null {
    return this.#closing ? null : `transport ${this}`;
  }
  get createdStack(): string | undefined {
    return this.#sourceTraceback?.toString();
  }

  override toString(): string {
    const state = this.#finished ? " closed" : this.#closing ? " closing" : "";
    return `<${this.constructor.name}${state} bufsize=${this.getWriteBufferSize()}>`;
  }
}

/** @internal Node throws when a socket is closed twice. */
export function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SOCKET_DGRAM_NOT_RUNNING") throw error;
  }
}

function sameAddress(left: SocketAddress, right: InternetAddress): boolean {
  return typeof left !== "string" && left[0] === right[0] && left[1] === right[1];
}

function isInternetAddress(value: unknown): value is InternetAddress {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
}
