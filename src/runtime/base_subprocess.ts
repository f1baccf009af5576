/**
 * The transport to a subprocess: its pipes, its end, and in which order its protocol hears of them.
 *
 * Source: CPython 3.13 `Lib/asyncio/base_subprocess.py`.
 */
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { Handle } from "./events.js";
import { ProcessLookupError } from "./exceptions.js";
import type { Future } from "./futures.js";
import type { Signal } from "./host_signals.js";
import { logger } from "./log.js";
import type { OpenResource } from "./open_resources.js";
import { type BaseProtocol, Protocol, type SubprocessProtocol } from "./protocols.js";
import { quoted } from "./repr.js";
import { type BaseTransport, SubprocessTransport } from "./transports.js";
import type { ReadPipe, WritePipe } from "./transports_pipes.js";
import { WaiterList } from "./waiters.js";

/** @internal A process of the system that runs, or has just ended; `subprocess_spawn.ts` makes it of Node's. */
export interface SpawnedProcess {
  readonly pid: number;
  /** Node's own object. */
  readonly node: object;
  /** Our ends of its pipes; null where there is none. */
  readonly stdin: WritePipe | null;
  readonly stdout: ReadPipe | null;
  readonly stderr: ReadPipe | null;
  /** Null while it runs; negative when a signal has ended it. */
  readonly returncode: number | null;
  /** Calls `callback` once it has ended, and was reaped. */
  onExit(callback: (returncode: number) => void): void;
  /** Closes our ends of its pipes, at once. */
  closePipes(): void;
  /** Whether this program stays alive for it. */
  hold(held: boolean): void;
  /** Does nothing when it has ended. @throws {PermissionError}, {@link OSError} for a signal that there is not. */
  signal(signal: Signal): void;
}

/** @internal */
export class BaseSubprocessTransport extends SubprocessTransport implements OpenResource {
  readonly _loop: BaseEventLoop;
  /** What a debugger calls it: the program. */
  readonly label: string;
  /** Who waits for its end. */
  readonly _waiters = new WaiterList();
  readonly #pid: number;
  readonly #pipes = new Map<number, WriteSubprocessPipeProtocol | null>();
  readonly #sourceTraceback: CapturedStack | null;
  /** Null once it has ended, and all that was to be said of it has been said. */ #process: SpawnedProcess | null;
  #protocol: SubprocessProtocol;
  #closed = false;
  #returncode: number | null = null;
  /** What the protocol is to be told once it knows the transport; null from then on. */
  #pendingCalls: (() => void)[] | null = [];
  #finished = false;
  /** Whether connecting the pipes has failed: nothing more will be heard of them. */ #pipesLost = false;

  constructor(
    loop: BaseEventLoop,
    protocol: SubprocessProtocol,
    process: SpawnedProcess,
    label: string,
    waiter: Future<void>,
  ) {
    super({ subprocess: process.node });
    this._loop = loop;
    this.label = label;
    this.#protocol = protocol;
    this.#process = process;
    this.#pid = process.pid;
    this.#sourceTraceback = loop._debug ? captureStack() : null;
    if (process.stdin !== null) this.#pipes.set(0, null);
    if (process.stdout !== null) this.#pipes.set(1, null);
    if (process.stderr !== null) this.#pipes.set(2, null);
    // The system tells at any time: what is to be done about it is done in a turn of the loop, in this context.
    let returncode = 0;
    const exited = new Handle(() => this.#processExited(returncode), [], loop);
    process.onExit((code) => {
      returncode = code;
      if (!loop.isClosed()) loop._enqueue(exited);
    });
    loop._open.add(this);
    if (loop._debug) logger.current.debug(`process ${quoted(label)} created: pid ${this.#pid}`);
    // It tells by `waiter` what it has come to; the callback says that nobody has forgotten it.
    loop.createTask(this.#connectPipes(process, waiter)).addDoneCallback(() => {});
  }

  *#connectPipes(process: SpawnedProcess, waiter: Future<void>): Coroutine<void> {
    const loop = this._loop;
    try {
      if (process.stdin !== null) {
        const factory = () => new WriteSubprocessPipeProtocol(this, 0);
        this.#pipes.set(0, (yield* loop.connectWritePipe(factory, process.stdin))[1]);
      }
      for (const [descriptor, pipe] of [
        [1, process.stdout],
        [2, process.stderr],
      ] as const) {
        if (pipe === null) continue;
        const factory = () => new ReadSubprocessPipeProtocol(this, descriptor);
        this.#pipes.set(descriptor, (yield* loop.connectReadPipe(factory, pipe))[1]);
      }
      const pending = this.#pendingCalls ?? [];
      loop.callSoon(() => this.#protocol.connectionMade(this));
      for (const call of pending) loop.callSoon(call);
      this.#pendingCalls = null;
    } catch (error) {
      this.#pipesLost = true;
      process.closePipes();
      this.#tryFinish();
      if (!waiter.cancelled()) waiter.setException(error);
      return;
    }
    if (!waiter.cancelled()) waiter.setResult();
  }

  /** @internal Whose `pauseWriting` and `resumeWriting` are called for the pipe to its standard input. */
  get _protocol(): SubprocessProtocol {
    return this.#protocol;
  }
  override setProtocol(protocol: BaseProtocol): void {
    this.#protocol = protocol as SubprocessProtocol;
  }
  override getProtocol(): BaseProtocol {
    return this.#protocol;
  }
  override isClosing(): boolean {
    return this.#closed;
  }

  /** Closes the pipes, and kills the process if it still runs. Twice is safe. */
  override close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const pipe of this.#pipes.values()) pipe?.pipe?.close();
    if (this.#process === null || this.#returncode !== null || this.#process.returncode !== null) return;
    if (this._loop._debug) logger.current.warning(`Close running child process: kill ${this}`);
    this.#kill(this.#process);
  }

  #kill(process: SpawnedProcess): void {
    try {
      process.signal("SIGKILL");
    } catch {
      // It may have become somebody else's, by setuid.
    }
  }

  override getPid(): number {
    return this.#pid;
  }
  override getReturncode(): number | null {
    return this.#returncode;
  }
  override getPipeTransport(descriptor: number): BaseTransport | null {
    return this.#pipes.get(descriptor)?.pipe ?? null;
  }

  override sendSignal(signal: Signal): void {
    if (this.#process === null) throw new ProcessLookupError();
    this.#process.signal(signal);
  }
  override terminate(): void {
    this.sendSignal("SIGTERM");
  }
  override kill(): void {
    this.sendSignal("SIGKILL");
  }

  /** Waits until the process has ended and its pipes are closed. */
  *_wait(): Coroutine<number> {
    if (this.#returncode !== null) return this.#returncode;
    const future = this._loop.createFuture<unknown>();
    future.waitKind = "process";
    future.waitResource = this;
    const waiter = this._waiters.append(future);
    try {
      return (yield* future) as number;
    } finally {
      this._waiters.remove(waiter);
    }
  }

  // ── what the pipes and the system say ──

  #call(call: () => void): void {
    if (this.#pendingCalls !== null) this.#pendingCalls.push(call);
    else this._loop.callSoon(call);
  }

  /** @internal */
  _pipeConnectionLost(descriptor: number, error: Error | null): void {
    this.#call(() => this.#protocol.pipeConnectionLost(descriptor, error));
    this.#tryFinish();
  }

  /** @internal */
  _pipeDataReceived(descriptor: number, data: Uint8Array): void {
    this.#call(() => this.#protocol.pipeDataReceived(descriptor, data));
  }

  #processExited(returncode: number): void {
    if (this.#finished) return;
    if (this._loop._debug) logger.current.info(`${this} exited with return code ${returncode}`);
    this.#returncode = returncode;
    this.#call(() => this.#protocol.processExited());
    this.#tryFinish();
  }

  #tryFinish(): void {
    if (this.#finished || this.#returncode === null) return;
    if (this.#pipesLost)
      this.#pendingCalls = null; // the protocol never knew of this transport
    else for (const pipe of this.#pipes.values()) if (pipe === null || !pipe.disconnected) return;
    this.#finished = true;
    this.#call(() => this.#connectionLost());
  }

  #connectionLost(): void {
    try {
      this.#protocol.connectionLost(null);
    } finally {
      for (const waiter of this._waiters) if (!waiter.done()) waiter.setResult(this.#returncode);
      this.#process = null;
      this._loop._open.delete(this);
    }
  }

  // ── as something open ──

  hold(held: boolean): void {
    this.#process?.hold(held);
  }
  discard(): void {
    const process = this.#process;
    this.#closed = true;
    this.#finished = true;
    if (process !== null && process.returncode === null) this.#kill(process);
    process?.closePipes();
    this._loop._open.delete(this);
  }
  get unclosed(): string | null {
    return this.#closed ? null : `transport ${this}`;
  }
  get createdStack(): string | undefined {
    return this.#sourceTraceback?.toString();
  }

  override toString(): string {
    const info = [this.constructor.name];
    if (this.#closed) info.push("closed");
    info.push(`pid=${this.#pid}`);
    info.push(this.#returncode === null ? "running" : `returncode=${this.#returncode}`);
    for (const [descriptor, name] of ["stdin", "stdout", "stderr"].entries()) {
      const pipe = this.getPipeTransport(descriptor);
      if (pipe !== null) info.push(`${name}=${pipe}`);
    }
    return `<${info.join(" ")}>`;
  }
}

/** @internal Between the pipe to a process's standard input and the process's transport. */
export class WriteSubprocessPipeProtocol extends Protocol {
  pipe: BaseTransport | null = null;
  disconnected = false;
  protected readonly _subprocess: BaseSubprocessTransport;
  protected readonly _descriptor: number;

  constructor(subprocess: BaseSubprocessTransport, descriptor: number) {
    super();
    this._subprocess = subprocess;
    this._descriptor = descriptor;
  }

  override connectionMade(transport: BaseTransport): void {
    this.pipe = transport;
  }
  override connectionLost(error: Error | null): void {
    this.disconnected = true;
    this._subprocess._pipeConnectionLost(this._descriptor, error);
  }
  override pauseWriting(): void {
    this._subprocess._protocol.pauseWriting();
  }
  override resumeWriting(): void {
    this._subprocess._protocol.resumeWriting();
  }
  override toString(): string {
    return `<${this.constructor.name} fd=${this._descriptor} pipe=${this.pipe}>`;
  }
}

/** @internal Between the pipe from a process's output and the process's transport. */
export class ReadSubprocessPipeProtocol extends WriteSubprocessPipeProtocol {
  override dataReceived(data: Uint8Array): void {
    this._subprocess._pipeDataReceived(this._descriptor, data);
  }
}
