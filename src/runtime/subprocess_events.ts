/**
 * The loop's methods for processes, pipes and files.
 *
 * Source: CPython `Lib/asyncio/base_events.py`, `unix_events.py` (`_make_subprocess_transport`).
 */
import { BaseSubprocessTransport } from "./base_subprocess.js";
import type { Coroutine } from "./coroutines.js";
import { ValueError } from "./exceptions.js";
import { logger } from "./log.js";
import { NetworkEventLoop } from "./network_events.js";
import type { BaseProtocol, SubprocessProtocol } from "./protocols.js";
import { quoted } from "./repr.js";
import {
  DEVNULL,
  PIPE,
  type ProcessOptions,
  type ProcessRequest,
  STDOUT,
  type StandardStream,
  spawnProcess,
  splitOptions,
} from "./subprocess_spawn.js";
import type { BaseTransport, ReadTransport, SubprocessTransport, WriteTransport } from "./transports.js";
import { connectReadPipe, connectWritePipe, type ReadPipe, type WritePipe } from "./transports_pipes.js";
import { type SendfileOptions, type SentFile, sendfile } from "./transports_sendfile.js";

/** Options of `subprocess.Popen` that asyncio refuses, with the only value that they may have. */
const FIXED_OPTIONS = {
  universalNewlines: false,
  bufsize: 0,
  text: false,
  encoding: null,
  errors: null,
} as const;

/** A loop that starts processes. */
export abstract class SubprocessEventLoop extends NetworkEventLoop {
  override *subprocessExec<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    program: string,
    ...rest: (string | ProcessOptions)[]
  ): Coroutine<[transport: SubprocessTransport, protocol: P]> {
    const [args, options] = splitOptions<ProcessOptions>(rest);
    checkOptions(options, false);
    const request = requestOf([program, ...args], false, options);
    return yield* this.#start(protocolFactory, request, program, "execute program");
  }

  override *subprocessShell<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    cmd: string,
    options: ProcessOptions = {},
  ): Coroutine<[transport: SubprocessTransport, protocol: P]> {
    if (typeof cmd !== "string") throw new ValueError("cmd must be a string");
    checkOptions(options, true);
    return yield* this.#start(protocolFactory, requestOf([cmd], true, options), cmd, "run shell command");
  }

  *#start<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    request: ProcessRequest,
    label: string,
    what: string,
  ): Coroutine<[transport: SubprocessTransport, protocol: P]> {
    const protocol = protocolFactory();
    // Arguments are not logged: they may be secret.
    if (this._debug) logger.current.debug(`${what} ${quoted(label)}${streamsOf(request)}`);
    const process = yield* spawnProcess(request);
    const waiter = this.createFuture<void>();
    const transport = new BaseSubprocessTransport(this, protocol, process, label, waiter);
    let connected = false;
    try {
      yield* waiter;
      connected = true;
    } finally {
      if (!connected) {
        transport.close();
        yield* transport._wait();
      }
    }
    if (this._debug) logger.current.info(`${what} ${quoted(label)}: ${transport}`);
    return [transport, protocol];
  }

  override connectReadPipe<P extends BaseProtocol>(
    protocolFactory: () => P,
    pipe: ReadPipe,
  ): Coroutine<[transport: ReadTransport, protocol: P]> {
    return connectReadPipe(this, protocolFactory, pipe);
  }

  override connectWritePipe<P extends BaseProtocol>(
    protocolFactory: () => P,
    pipe: WritePipe,
  ): Coroutine<[transport: WriteTransport, protocol: P]> {
    return connectWritePipe(this, protocolFactory, pipe);
  }

  override sendfile(
    transport: BaseTransport,
    file: SentFile,
    offset = 0,
    count: number | null = null,
    options: SendfileOptions = {},
  ): Coroutine<number> {
    return sendfile(this, transport, file, offset, count, options);
  }
}

function requestOf(args: readonly string[], shell: boolean, options: ProcessOptions): ProcessRequest {
  const { stdin = PIPE, stdout = PIPE, stderr = PIPE } = options;
  return { ...options, args, shell, stdin, stdout, stderr };
}

/** @throws {ValueError} for options of `subprocess.Popen` that make no sense with a loop. */
function checkOptions(options: object, shell: boolean): void {
  const given = options as Record<string, unknown>;
  const { shell: asked = shell } = given;
  if (asked !== shell) throw new ValueError(`shell must be ${shell ? "True" : "False"}`);
  for (const [name, only] of Object.entries(FIXED_OPTIONS)) {
    const value = given[name] ?? only;
    if (value === only || (only !== null && Boolean(value) === Boolean(only))) continue;
    const python = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    throw new ValueError(`${python} must be ${only === null ? "None" : only === false ? "False" : only}`);
  }
}

/** The log's words for where the standard streams lead. */
function streamsOf({ stdin = null, stdout = null, stderr = null }: ProcessRequest): string {
  const words: string[] = [];
  if (stdin !== null) words.push(`stdin=${streamName(stdin)}`);
  if (stdout !== null && stderr === STDOUT) words.push(`stdout=stderr=${streamName(stdout)}`);
  else {
    if (stdout !== null) words.push(`stdout=${streamName(stdout)}`);
    if (stderr !== null) words.push(`stderr=${streamName(stderr)}`);
  }
  return words.map((word) => ` ${word}`).join("");
}

function streamName(stream: StandardStream): string {
  if (stream === PIPE) return "<pipe>";
  if (stream === DEVNULL) return "<devnull>";
  if (stream === STDOUT) return "<stdout>";
  return typeof stream === "number" ? `${stream}` : "<file>";
}
