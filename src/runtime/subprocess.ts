/**
 * Subprocesses as coroutines use them: the module `asyncio.subprocess`.
 *
 * Source: CPython 3.13 `Lib/asyncio/subprocess.py`.
 */
import type { BaseSubprocessTransport } from "./base_subprocess.js";
import type { BytesLike } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import { type AbstractEventLoop, getRunningLoop } from "./events.js";
import { BrokenPipeError, ConnectionResetError } from "./exceptions.js";
import type { Future } from "./futures.js";
import type { Signal } from "./host_signals.js";
import { logger } from "./log.js";
import { SubprocessProtocol } from "./protocols.js";
import { repr } from "./repr.js";
import { DEFAULT_LIMIT, StreamReader } from "./streams.js";
import { FlowControl } from "./streams_protocol.js";
import { StreamWriter, type WriterProtocol } from "./streams_writer.js";
import { type PIPE, type ProcessOptions, splitOptions } from "./subprocess_spawn.js";
import { gather } from "./tasks_gather.js";
import type { SubprocessTransport, WriteTransport } from "./transports.js";

export { DEVNULL, PIPE, type ProcessOptions, STDOUT, type StandardStream } from "./subprocess_spawn.js";

/** Options of {@link createSubprocessExec} and {@link createSubprocessShell}. */
export interface SubprocessOptions extends ProcessOptions {
  /** The limit of the readers, in bytes; 64 KiB by default. */
  readonly limit?: number | undefined;
}

/** What a process has for a stream that was asked for with `S`: something for a pipe, else null. */
type End<S, T> = S extends typeof PIPE ? T : S extends number ? (number extends S ? T | null : null) : null;

/** The process that comes of these options. */
export type ProcessWith<O> = Process<
  End<O extends { readonly stdin: infer S } ? S : null, StreamWriter>,
  End<O extends { readonly stdout: infer S } ? S : null, StreamReader>,
  End<O extends { readonly stderr: infer S } ? S : null, StreamReader>
>;

/** What was read of a stream that is there. */
type Output<R> = R extends StreamReader ? Uint8Array : null;

/** @internal Feeds the readers of a process, and holds up its writer. */
export class SubprocessStreamProtocol extends SubprocessProtocol implements WriterProtocol {
  readonly _serverSide = false;
  /** Done when the pipe to standard input is closed. */
  readonly _closed: Future<void>;
  stdin: StreamWriter | null = null;
  stdout: StreamReader | null = null;
  stderr: StreamReader | null = null;
  readonly #limit: number;
  readonly #loop: AbstractEventLoop;
  readonly #flow: FlowControl;
  readonly #open = new Set<number>();
  #transport: SubprocessTransport | null = null;
  #exited = false;

  constructor(limit: number, loop: AbstractEventLoop) {
    super();
    this.#limit = limit;
    this.#loop = loop;
    this.#flow = new FlowControl(loop);
    this._closed = loop.createFuture<void>();
  }

  /** Who waits for room in standard input's buffer. */
  get _drainWaiters(): Iterable<Future<unknown>> {
    return this.#flow._drainWaiters;
  }

  override connectionMade(transport: SubprocessTransport): void {
    this.#transport = transport;
    const { label } = transport as BaseSubprocessTransport;
    this.stdout = this.#readerOf(1, `stdout of ${label}`);
    this.stderr = this.#readerOf(2, `stderr of ${label}`);
    const stdin = transport.getPipeTransport(0);
    if (stdin === null) return;
    this.stdin = new StreamWriter(stdin as WriteTransport, this, null, this.#loop);
    this.stdin.label = `stdin of ${label}`;
  }

  #readerOf(descriptor: number, label: string): StreamReader | null {
    const pipe = this.#transport?.getPipeTransport(descriptor) ?? null;
    if (pipe === null) return null;
    const reader = new StreamReader(this.#limit, this.#loop);
    reader.label = label;
    reader.setTransport(pipe);
    this.#open.add(descriptor);
    return reader;
  }

  #reader(descriptor: number): StreamReader | null {
    return descriptor === 1 ? this.stdout : descriptor === 2 ? this.stderr : null;
  }

  override pipeDataReceived(descriptor: number, data: Uint8Array): void {
    this.#reader(descriptor)?._feed(data);
  }

  override pipeConnectionLost(descriptor: number, error: Error | null): void {
    if (descriptor === 0) {
      this.stdin?.close();
      this.connectionLost(error);
      if (error === null) this._closed.setResult();
      else {
        this._closed.setException(error);
        this._closed._retrieve(); // nobody has to call `waitClosed`
      }
      return;
    }
    const reader = this.#reader(descriptor);
    if (error === null) reader?.feedEof();
    else reader?.setException(error);
    this.#open.delete(descriptor);
    this.#maybeCloseTransport();
  }

  override processExited(): void {
    this.#exited = true;
    this.#maybeCloseTransport();
  }

  #maybeCloseTransport(): void {
    if (this.#open.size > 0 || !this.#exited) return;
    this.#transport?.close();
    this.#transport = null;
  }

  override pauseWriting(): void {
    this.#flow.pauseWriting();
  }
  override resumeWriting(): void {
    this.#flow.resumeWriting();
  }
  override connectionLost(error: Error | null): void {
    this.#flow.connectionLost(error);
  }
  _drain(writer: object): Coroutine<void> {
    return this.#flow._drain(writer);
  }
  _replaceTransport(): void {}

  override toString(): string {
    const info = [this.constructor.name];
    for (const name of ["stdin", "stdout", "stderr"] as const) {
      if (this[name] !== null) info.push(`${name}=${this[name]}`);
    }
    return `<${info.join(" ")}>`;
  }
}

/** A process that was started; made by {@link createSubprocessExec} and {@link createSubprocessShell}. */
export class Process<
  I extends StreamWriter | null = StreamWriter | null,
  O extends StreamReader | null = StreamReader | null,
  E extends StreamReader | null = StreamReader | null,
> {
  /** Writes to its standard input; null when that is no pipe. */
  readonly stdin: I;
  /** Reads its standard output; null when that is no pipe. */
  readonly stdout: O;
  /** Reads its standard error; null when that is no pipe. */
  readonly stderr: E;
  /** The id that the system has given it. */
  readonly pid: number;
  readonly #transport: BaseSubprocessTransport;
  readonly #loop: AbstractEventLoop;

  /** @internal */
  constructor(transport: SubprocessTransport, protocol: SubprocessStreamProtocol, loop: AbstractEventLoop) {
    this.#transport = transport as BaseSubprocessTransport;
    this.#loop = loop;
    this.stdin = protocol.stdin as I;
    this.stdout = protocol.stdout as O;
    this.stderr = protocol.stderr as E;
    this.pid = transport.getPid();
  }

  /** The code that it has exited with; negative, the signal that has ended it; null while it runs. */
  get returncode(): number | null {
    return this.#transport.getReturncode();
  }

  /** Waits until it has ended and its pipes are closed. Gives the return code. */
  *wait(): Coroutine<number> {
    return yield* this.#transport._wait();
  }

  /**
   * Sends it a signal, by name or number. One that has ended gets none.
   * @throws {ProcessLookupError} when it was waited for. @throws {OSError} for a number that is no signal.
   */
  sendSignal(signal: Signal): void {
    this.#transport.sendSignal(signal);
  }
  /** Sends `SIGTERM`. */
  terminate(): void {
    this.#transport.terminate();
  }
  /** Sends `SIGKILL`. */
  kill(): void {
    this.#transport.kill();
  }

  /**
   * Writes `input` and closes standard input, reads standard output and error until they end, and waits for the
   * process. Gives `[stdout, stderr]`, null for what is no pipe. Everything is kept in memory. Input is dropped when
   * standard input is no pipe, or is no longer read.
   */
  *communicate(input: BytesLike | null = null): Coroutine<[stdout: Output<O>, stderr: Output<E>]> {
    const [, stdout, stderr] = yield* gather([
      this.stdin === null ? nothing() : this.#feedStdin(this.stdin, input),
      this.stdout === null ? nothing() : this.#readStream(this.stdout, 1),
      this.stderr === null ? nothing() : this.#readStream(this.stderr, 2),
    ]);
    yield* this.wait();
    return [stdout as Output<O>, stderr as Output<E>];
  }

  *#feedStdin(stdin: StreamWriter, input: BytesLike | null): Coroutine<null> {
    try {
      if (input !== null) {
        stdin.write(input);
        this.#log(() => `communicate: feed stdin (${input.byteLength} bytes)`);
      }
      yield* stdin.drain();
    } catch (error) {
      // It need not read what it is given.
      if (!(error instanceof BrokenPipeError || error instanceof ConnectionResetError)) throw error;
      this.#log(() => `communicate: stdin got ${repr(error)}`);
    }
    this.#log(() => "communicate: close stdin");
    stdin.close();
    return null;
  }

  *#readStream(stream: StreamReader, descriptor: 1 | 2): Coroutine<Uint8Array> {
    const name = descriptor === 1 ? "stdout" : "stderr";
    this.#log(() => `communicate: read ${name}`);
    const output = yield* stream.read();
    this.#log(() => `communicate: close ${name}`);
    this.#transport.getPipeTransport(descriptor)?.close();
    return output;
  }

  #log(text: () => string): void {
    if (this.#loop.getDebug()) logger.current.debug(`${this} ${text()}`);
  }

  toString(): string {
    return `<${this.constructor.name} ${this.pid}>`;
  }
  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function* nothing(): Coroutine<null> {
  return null;
}

/**
 * Starts a program, with arguments. The last argument may be options.
 * @throws {OSError} when it cannot be started: `FileNotFoundError`, `PermissionError`, ….
 */
export function createSubprocessExec<const O extends SubprocessOptions>(
  program: string,
  ...args: [...args: string[], options: O]
): Coroutine<ProcessWith<O>>;
export function createSubprocessExec(
  program: string,
  ...args: string[]
): Coroutine<Process<null, null, null>>;
export function* createSubprocessExec(
  program: string,
  ...rest: (string | SubprocessOptions)[]
): Coroutine<Process> {
  const [args, options] = splitOptions<SubprocessOptions>(rest);
  const loop = getRunningLoop();
  const factory = () => new SubprocessStreamProtocol(options.limit ?? DEFAULT_LIMIT, loop);
  const [transport, protocol] = yield* loop.subprocessExec(factory, program, ...args, withDefaults(options));
  return new Process(transport, protocol, loop);
}

/**
 * Has the shell run a command. Whatever of it comes from elsewhere must be quoted for the shell, or else given to
 * {@link createSubprocessExec}, which needs no quoting.
 * @throws {OSError} when the shell cannot be started.
 */
export function createSubprocessShell<const O extends SubprocessOptions = object>(
  cmd: string,
  options?: O,
): Coroutine<ProcessWith<O>>;
export function* createSubprocessShell(cmd: string, options: SubprocessOptions = {}): Coroutine<Process> {
  const loop = getRunningLoop();
  const factory = () => new SubprocessStreamProtocol(options.limit ?? DEFAULT_LIMIT, loop);
  const [transport, protocol] = yield* loop.subprocessShell(factory, cmd, withDefaults(options));
  return new Process(transport, protocol, loop);
}

/** The loop's own methods make pipes of what they are not told; here, what is not told is this process's. */
function withDefaults(options: SubprocessOptions): ProcessOptions {
  const { limit: _limit, stdin = null, stdout = null, stderr = null, ...others } = options;
  return { ...others, stdin, stdout, stderr };
}
