/**
 * Starting a program of the system: Python's `subprocess.Popen`, over Node's `child_process`.
 *
 * Source: CPython `Lib/subprocess.py` (`Popen._execute_child`) for what is refused and how. Node waits for the child
 * itself, so that none becomes a zombie. Its pipes are Unix socket pairs.
 */
import { type ChildProcess, type SpawnOptions, type StdioOptions, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { constants as osConstants } from "node:os";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import type { SpawnedProcess } from "./base_subprocess.js";
import { pythonTypeName } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import { NotImplementedError, OSError, ValueError } from "./exceptions.js";
import { Future } from "./futures.js";
import type { Signal } from "./host_signals.js";
import { signalName, signalNumber } from "./host_signals.js";
import { fileErrorFrom, osErrorFrom } from "./os_errors.js";
import { repr } from "./repr.js";
import { TransportSocket } from "./transports_address.js";

/** A new pipe between the process and this one. */
export const PIPE = -1;

/** For standard error: to where standard output goes. */
export const STDOUT = -2;

/** Nothing to read, and what is written is dropped. */
export const DEVNULL = -3;

/**
 * Where a standard stream of the process leads: {@link PIPE}, {@link DEVNULL}, {@link STDOUT} for standard error, a
 * descriptor of this process, an open file or socket of Node's; null: where this process's own leads.
 */
export type StandardStream =
  | number
  | { readonly fd: number }
  | NodeJS.ReadableStream
  | NodeJS.WritableStream
  | TransportSocket
  | null;

/** Options of a new process. */
export interface ProcessOptions {
  /** Its standard input; by default this process's. */
  readonly stdin?: StandardStream | undefined;
  /** Its standard output; by default this process's. */
  readonly stdout?: StandardStream | undefined;
  /** Its standard error; by default this process's. */
  readonly stderr?: StandardStream | undefined;
  /** Its working folder; by default this process's. */
  readonly cwd?: string | URL | null | undefined;
  /** Its whole environment; by default this process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | null | undefined;
  /** What is run in place of the program, which becomes its first argument only; of a shell, another shell. */
  readonly executable?: string | null | undefined;
  /** Leads a session and a process group of its own: signals of the terminal do not reach it. */
  readonly startNewSession?: boolean | undefined;
  /** Ids of a user and a group for it to run as. */
  readonly user?: number | null | undefined;
  /** See {@link ProcessOptions.user}. */
  readonly group?: number | null | undefined;
}

/** @internal Arguments, of which the last may be options, apart. */
export function splitOptions<O extends object>(rest: readonly (string | O)[]): [args: string[], options: O] {
  const last = rest.at(-1);
  if (typeof last !== "object" || last === null) return [rest as string[], {} as O];
  return [rest.slice(0, -1) as string[], last];
}

/** @internal What {@link spawnProcess} is asked for. */
export interface ProcessRequest extends ProcessOptions {
  /** The program and its arguments; of a shell, the command. */
  readonly args: readonly string[];
  readonly shell: boolean;
}

/** Replaces the shell that runs it by the program, whose errors go where its output goes. */
const MERGING_SHELL = ["/bin/sh", "-c", 'exec "$0" "$@" 2>&1'];

/** Where programs are looked for when `PATH` is not set. Source: glibc's `execvp`. */
const DEFAULT_PATH = "/bin:/usr/bin";

/**
 * @internal Starts it.
 * @throws {FileNotFoundError}, {@link PermissionError} and the like, which name the program, or the folder to run in.
 * @throws {ValueError} for what no program can be given. @throws {TypeError} for what is no text.
 */
export function* spawnProcess(request: ProcessRequest): Coroutine<SpawnedProcess> {
  const { args, options, program } = plan(request);
  let child: ChildProcess;
  try {
    child = spawn(args[0] as string, args.slice(1), options);
  } catch (error) {
    if (!(error instanceof Error) || (error as { errno?: unknown }).errno === undefined) throw error;
    throw startError(error, program, request);
  }
  if (child.pid === undefined) {
    // Node knows already, and tells why in its next tick.
    for (const pipe of child.stdio) pipe?.destroy();
    const failed = new Future<Error>();
    child.once("error", (error) => {
      if (!failed.done()) failed.setResult(error);
    });
    failed.waitKind = "process";
    throw startError(yield* failed, program, request);
  }
  return new NodeProcess(child, child.pid);
}

interface Plan {
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  /** What an error is about. */
  readonly program: string;
}

function plan(request: ProcessRequest): Plan {
  const asked = request.args.map(checkedText);
  const command = request.shell ? ["/bin/sh", "-c", ...asked] : asked;
  const program = command[0] as string;
  const run = request.executable == null ? program : checkedText(request.executable);
  if (run === "") throw fileErrorFrom(systemError("ENOENT"), run);
  const env = environmentOf(request.env);
  const options: SpawnOptions = {
    stdio: stdioOf(request),
    ...(request.cwd == null ? {} : { cwd: request.cwd }),
    ...(env === undefined ? {} : { env }),
    ...(request.startNewSession === true ? { detached: true } : {}),
    ...(request.user == null ? {} : { uid: request.user }),
    ...(request.group == null ? {} : { gid: request.group }),
    windowsHide: true,
  };
  if (request.stderr !== STDOUT || request.stdout !== PIPE) {
    return { args: [run, ...command.slice(1)], options: { ...options, argv0: program }, program: run };
  }
  if (process.platform === "win32") {
    throw new NotImplementedError("stderr=STDOUT with stdout=PIPE is not available on Windows");
  }
  // Node gives no two streams of a child the same pipe, a shell does. What it would only tell by its exit code is
  // looked at beforehand.
  findProgram(run, request);
  return { args: [...MERGING_SHELL, run, ...command.slice(1)], options, program: run };
}

function checkedText(value: unknown): string {
  if (typeof value !== "string") {
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${pythonTypeName(value)}`);
  }
  if (value.includes("\0")) throw new ValueError("embedded null byte");
  return value;
}

function environmentOf(env: ProcessOptions["env"]): NodeJS.ProcessEnv | undefined {
  if (env == null) return undefined;
  for (const [name, value] of Object.entries(env)) {
    if (name.includes("=")) throw new ValueError("illegal environment variable name");
    if (value !== undefined) checkedText(value);
  }
  return { ...env };
}

function stdioOf({ stdin = null, stdout = null, stderr = null }: ProcessRequest): StdioOptions {
  if (stdin === STDOUT || stdout === STDOUT) throw new ValueError("STDOUT can only be used for stderr");
  const out = streamOf(stdout, 1);
  const error = stderr !== STDOUT ? streamOf(stderr, 2) : stdout === PIPE ? "ignore" : out;
  return [streamOf(stdin, 0), out, error] as StdioOptions;
}

/** What Node takes for it. `own` is the descriptor that this process has for it. */
function streamOf(stream: StandardStream, own: number): unknown {
  if (stream === null) return own;
  if (stream === PIPE) return "pipe";
  if (stream === DEVNULL) return "ignore";
  if (typeof stream === "number") {
    if (stream >= 0) return stream;
    throw new ValueError(`invalid file descriptor ${stream}`);
  }
  if (stream instanceof TransportSocket) return stream.node;
  if (typeof stream === "object") {
    const { fd } = stream as { fd?: unknown };
    return typeof fd === "number" ? fd : stream;
  }
  throw new TypeError(`a pipe, a file descriptor or an open file was expected, got ${repr(stream)}`);
}

/** The program's path, as `execvp` finds it. @throws {FileNotFoundError} @throws {PermissionError} */
function findProgram(program: string, request: ProcessRequest): void {
  const folder = request.cwd == null ? process.cwd() : folderOf(request.cwd);
  const { PATH = DEFAULT_PATH } = request.env ?? process.env;
  const candidates = program.includes("/")
    ? [program]
    : PATH.split(":").map((each) => `${each || "."}/${program}`);
  let refused: unknown = systemError("ENOENT");
  for (const candidate of candidates) {
    const path = resolve(folder, candidate);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return;
      refused = systemError("EACCES");
    } catch (error) {
      if (program.includes("/") || (error as NodeJS.ErrnoException).code === "EACCES") refused = error;
    }
  }
  throw startError(refused, program, request);
}

function folderOf(cwd: string | URL): string {
  return typeof cwd === "string" ? cwd : decodeURIComponent(cwd.pathname);
}

/** Python's error: it names the folder when it is for the folder that the program cannot run. */
function startError(error: unknown, program: string, { cwd }: ProcessRequest): Error {
  if (cwd != null) {
    try {
      if (!statSync(cwd).isDirectory()) return fileErrorFrom(systemError("ENOTDIR"), folderOf(cwd));
      accessSync(cwd, constants.X_OK);
    } catch (refused) {
      return fileErrorFrom(refused, folderOf(cwd));
    }
  }
  return fileErrorFrom(error, program);
}

function systemError(code: "ENOENT" | "EACCES" | "ENOTDIR"): Error {
  return Object.assign(new Error(code), { code, errno: -osConstants.errno[code] });
}

/** A process that runs. */
class NodeProcess implements SpawnedProcess {
  readonly pid: number;
  readonly node: ChildProcess;
  readonly #stdin: NodeJS.WritableStream | null;
  readonly #stdout: Readable | null;
  readonly #stderr: Readable | null;

  constructor(child: ChildProcess, pid: number) {
    this.node = child;
    this.pid = pid;
    this.#stdin = child.stdin;
    this.#stdout = child.stdout;
    this.#stderr = child.stderr;
    // What it says of signals that could not be sent is told to whoever sends them.
    child.on("error", () => {});
  }

  get stdin(): NodeJS.WritableStream | null {
    return this.#stdin;
  }
  get stdout(): Readable | null {
    return this.#stdout;
  }
  get stderr(): Readable | null {
    return this.#stderr;
  }

  get returncode(): number | null {
    const { exitCode, signalCode } = this.node;
    return exitCode !== null ? exitCode : signalCode !== null ? -signalNumber(signalCode) : null;
  }

  onExit(callback: (returncode: number) => void): void {
    this.node.once("exit", () => callback(this.returncode ?? 255));
  }

  closePipes(): void {
    for (const pipe of this.node.stdio) pipe?.destroy();
  }

  hold(held: boolean): void {
    if (held) this.node.ref();
    else this.node.unref();
  }

  signal(signal: Signal): void {
    if (typeof signal !== "number" && signalName(signal) === null) {
      throw new ValueError(`invalid signal name ${repr(signal)}`);
    }
    // Once it was reaped its id may be another's; until then it is nobody else's.
    if (this.returncode !== null) return;
    try {
      process.kill(this.pid, typeof signal === "number" ? signal : signalNumber(signal));
    } catch (error) {
      const raised = osErrorFrom(error);
      if (!(raised instanceof OSError) || raised.code !== "ESRCH") throw raised;
    }
  }
}
