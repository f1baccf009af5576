/**
 * Servers: sockets that listen, and the connections that they have accepted.
 *
 * Source: CPython `Lib/asyncio/base_events.py` (`Server`, `create_server`), `selector_events.py` (`_accept_connection`),
 * `unix_events.py` (`create_unix_server`), `events.py` (`AbstractServer`).
 */
import { lstat, unlink } from "node:fs/promises";
import { createServer as createNodeServer, type Server as NodeServer, type Socket } from "node:net";
import { AbstractServer } from "./abstract_server.js";
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { type AbstractEventLoop, Handle } from "./events.js";
import { CancelledError, RuntimeError } from "./exceptions.js";
import { Future } from "./futures.js";
import type { OpenResource } from "./open_resources.js";
import { osErrorFrom } from "./os_errors.js";
import type { BaseProtocol } from "./protocols.js";
import { sleep } from "./sleep.js";
import { addressLabel, type SocketAddress, type TransportSocket } from "./transports_address.js";
import { makeConnection } from "./transports_connect.js";
import { addressInfo, socketInfo } from "./transports_socket.js";
import type { OwnedConnection } from "./transports_stream_options.js";
import type { TlsSetup } from "./transports_tls.js";

/** @internal A socket of Node's that listens, and what it is bound to. */
export interface Listening {
  readonly node: NodeServer;
  readonly socket: TransportSocket;
  /** Connections that came before there was a server to accept them; from then on they are the server's. */
  takeEarly?(): Socket[];
}

/** Listens, and makes a protocol and a transport for each connection. `loop.createServer` makes it. */
export class Server extends AbstractServer implements OpenResource {
  readonly #loop: BaseEventLoop;
  readonly #protocolFactory: () => BaseProtocol;
  readonly #tls: TlsSetup | null;
  /** Runs {@link #accept} in the context of whoever made the server. */ readonly #handle: Handle;
  readonly #sourceTraceback: CapturedStack | null;
  readonly #clients = new Set<OwnedConnection>();
  readonly #label: string | undefined;
  #listening: readonly Listening[] | null;
  #accepted: Socket[] = [];
  #scheduled = false;
  #serving = false;
  #servingForever: Future<void> | null = null;
  #waiters: Set<Future<void>> | null = new Set();

  /** @internal */
  constructor(
    loop: BaseEventLoop,
    listening: readonly Listening[],
    protocolFactory: () => BaseProtocol,
    tls: TlsSetup | null,
  ) {
    super();
    this.#loop = loop;
    this.#listening = listening;
    this.#label = addressLabel(listening[0]?.socket.getsockname<SocketAddress>());
    this.#protocolFactory = protocolFactory;
    this.#tls = tls;
    this.#sourceTraceback = loop._debug ? captureStack() : null;
    this.#handle = new Handle(() => this.#accept(), [], loop);
    for (const { node, socket } of listening) {
      node.on("connection", (accepted: Socket) => this.#onConnection(accepted));
      node.on("error", (error) => this.#onError(error, socket));
    }
    loop._open.add(this);
  }

  override getLoop(): AbstractEventLoop {
    return this.#loop;
  }
  override isServing(): boolean {
    return this.#serving;
  }
  /** The sockets that it listens on; none once it is closed. */
  get sockets(): readonly TransportSocket[] {
    return this.#listening?.map(({ socket }) => socket) ?? [];
  }

  /** What a debugger calls it: the first address that it listens on. */
  get label(): string | undefined {
    return this.#label;
  }
  /** @internal Who waits for its end. */
  get _waiters(): readonly Future<unknown>[] {
    return [...(this.#waiters ?? []), ...(this.#servingForever === null ? [] : [this.#servingForever])];
  }
  /** @internal */
  get _loop(): AbstractEventLoop {
    return this.#loop;
  }

  // ── accepting ──

  #onConnection(accepted: Socket): void {
    if (!this.#serving || this.#loop.isClosed()) {
      accepted.destroy();
      return;
    }
    accepted.allowHalfOpen = true;
    accepted.pause();
    accepted.on("error", () => {}); // until its transport listens
    this.#accepted.push(accepted);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#loop._enqueue(this.#handle);
  }

  #onError(error: unknown, socket: TransportSocket): void {
    if (this.#listening === null || this.#loop.isClosed()) return;
    const message = "socket.accept() out of system resource";
    this.#loop.callExceptionHandler({ message, exception: osErrorFrom(error), socket });
  }

  #accept(): void {
    this.#scheduled = false;
    const accepted = this.#accepted;
    this.#accepted = [];
    for (const socket of accepted) {
      if (socket.destroyed) continue;
      if (this.#listening === null) socket.destroy();
      else this.#loop.createTask(this.#serve(socket));
    }
  }

  *#serve(socket: Socket): Coroutine<void> {
    if (this.#listening === null) {
      socket.destroy();
      return;
    }
    try {
      const extra = this.#extraInfo(socket);
      yield* makeConnection(this.#loop, socket, this.#protocolFactory, this.#tls, { server: this, extra });
    } catch (error) {
      // A client that cannot shake hands is no mistake of the server's.
      if (!this.#loop._debug) return;
      const message = "Error on transport creation for incoming connection";
      this.#loop.callExceptionHandler({ message, exception: error });
    }
  }

  #extraInfo(socket: Socket): Record<string, unknown> {
    const path = this.sockets.find(({ family }) => family === "unix")?.getsockname<string>();
    return path === undefined ? socketInfo(socket) : addressInfo(socket, path, "");
  }

  /** @internal */
  _attach(connection: OwnedConnection): void {
    this.#clients.add(connection);
  }
  /** @internal */
  _detach(connection: OwnedConnection): void {
    this.#clients.delete(connection);
    if (this.#clients.size === 0 && this.#listening === null) this.#wakeUp();
  }

  // ── serving ──

  /** @internal */
  _startServing(): void {
    if (this.#serving || this.#listening === null) return;
    this.#serving = true;
    for (const { takeEarly } of this.#listening) {
      for (const accepted of takeEarly?.() ?? []) this.#onConnection(accepted);
    }
  }

  /** Accepts connections from now on. Twice is safe. */
  override *startServing(): Coroutine<void> {
    this._startServing();
    yield* sleep(0);
  }

  /**
   * Serves until it is cancelled, or the server is closed; then closes, and waits for the connections to end.
   * @throws {RuntimeError} when it is called twice, or the server is closed.
   */
  override *serveForever(): Coroutine<void> {
    if (this.#servingForever !== null) {
      throw new RuntimeError(`server ${this} is already being awaited on serve_forever()`);
    }
    if (this.#listening === null) throw new RuntimeError(`server ${this} is closed`);
    this._startServing();
    this.#servingForever = this.#waiter();
    try {
      yield* this.#servingForever;
    } catch (error) {
      if (error instanceof CancelledError) {
        this.close();
        yield* this.waitClosed();
      }
      throw error;
    } finally {
      this.#servingForever = null;
    }
  }

  #waiter(): Future<void> {
    const waiter = new Future<void>({ loop: this.#loop });
    waiter.waitKind = "accept";
    waiter.waitResource = this;
    return waiter;
  }

  // ── closing ──

  /** Listens no more. The connections stay: see {@link waitClosed}, {@link closeClients}, {@link abortClients}. */
  override close(): void {
    const listening = this.#listening;
    if (listening === null) return;
    this.#stopListening(listening);
    if (this.#servingForever !== null && !this.#servingForever.done()) {
      this.#servingForever.cancel();
      this.#servingForever = null;
    }
    if (this.#clients.size === 0) this.#wakeUp();
  }

  #stopListening(listening: readonly Listening[]): void {
    this.#listening = null;
    this.#serving = false;
    for (const { node } of listening) node.close();
    for (const socket of this.#accepted) socket.destroy();
    this.#accepted = [];
    this.#loop._open.delete(this);
  }

  /** Calls `close` on each connection's transport. */
  override closeClients(): void {
    for (const connection of [...this.#clients]) connection.close();
  }
  /** Calls `abort` on each connection's transport. */
  override abortClients(): void {
    for (const connection of [...this.#clients]) connection.abort();
  }

  #wakeUp(): void {
    const waiters = this.#waiters;
    this.#waiters = null;
    for (const waiter of waiters ?? []) if (!waiter.done()) waiter.setResult();
  }

  /** Waits until the server is closed and all of its connections have ended, whichever comes last. */
  override *waitClosed(): Coroutine<void> {
    if (this.#waiters === null) return;
    const waiter = this.#waiter();
    this.#waiters.add(waiter);
    try {
      yield* waiter;
    } finally {
      this.#waiters?.delete(waiter);
    }
  }

  // ── as something open ──

  hold(held: boolean): void {
    for (const { node } of this.#listening ?? []) {
      if (held) node.ref();
      else node.unref();
    }
  }
  discard(): void {
    if (this.#listening !== null) this.#stopListening(this.#listening);
  }
  /** CPython does not tell of servers either. */
  get unclosed(): null {
    return null;
  }
  get createdStack(): string | undefined {
    return this.#sourceTraceback?.toString();
  }

  override toString(): string {
    return `<${this.constructor.name} sockets=(${this.sockets.join(", ")})>`;
  }
}

/** @internal How the server's sockets are. */
export interface ListenOptions {
  readonly backlog: number;
  readonly keepAlive: boolean;
}

/** @internal Binds and listens. The error is Node's. */
export function listen(
  where: { host: string; port: number; ipv6Only: boolean; reusePort: boolean } | { path: string },
  { backlog, keepAlive }: ListenOptions,
): Promise<{ node: NodeServer; takeEarly: () => Socket[] }> {
  const node = createNodeServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true, keepAlive });
  let early: Socket[] = [];
  const keep = (accepted: Socket): void => {
    accepted.on("error", () => {});
    early.push(accepted);
  };
  const takeEarly = (): Socket[] => {
    node.off("connection", keep);
    const taken = early;
    early = [];
    return taken;
  };
  node.on("connection", keep);
  // A forked process of Node's `cluster` would share the socket of its parent.
  const options = { ...where, backlog, exclusive: true };
  return new Promise((resolve, reject) => {
    node.once("error", reject);
    node.listen(options, () => {
      node.off("error", reject);
      resolve({ node, takeEarly });
    });
  });
}

/** @internal Removes a Unix socket that nobody has cleaned up. Another kind of file stays, and is in the way. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (path.startsWith("\0")) return;
  try {
    if ((await lstat(path)).isSocket()) await unlink(path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
  }
}
