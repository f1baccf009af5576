/** The loop's methods for processes, pipes and files, as an interface. Source: CPython `Lib/asyncio/events.py`. */
import type { Coroutine } from "./coroutines.js";
import { NetworkMethods } from "./network_methods.js";
import type { BaseProtocol, SubprocessProtocol } from "./protocols.js";
import type { ProcessOptions } from "./subprocess_spawn.js";
import type { BaseTransport, ReadTransport, SubprocessTransport, WriteTransport } from "./transports.js";
import type { ReadPipe, WritePipe } from "./transports_pipes.js";
import type { SendfileOptions, SentFile } from "./transports_sendfile.js";

/** What every loop can do with processes, pipes and files. Errors of the system are `OSError`s. */
export abstract class SubprocessMethods extends NetworkMethods {
  /**
   * Starts a program, with arguments; the last argument may be options. Its standard streams are pipes, unless options
   * say otherwise. Gives the transport and the protocol.
   * @throws {OSError} when it cannot be started: `FileNotFoundError`, `PermissionError`, ….
   */
  abstract subprocessExec<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    program: string,
    ...args: (string | ProcessOptions)[]
  ): Coroutine<[transport: SubprocessTransport, protocol: P]>;
  /** As `subprocessExec`, for a command of the shell. @throws {ValueError} when it is no text. */
  abstract subprocessShell<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    cmd: string,
    options?: ProcessOptions,
  ): Coroutine<[transport: SubprocessTransport, protocol: P]>;
  /**
   * Reads a pipe: a descriptor, which then belongs to the transport, or a stream of bytes of Node's.
   * @throws {ValueError} for the descriptor of a regular file, and for a stream that is closed.
   */
  abstract connectReadPipe<P extends BaseProtocol>(
    protocolFactory: () => P,
    pipe: ReadPipe,
  ): Coroutine<[transport: ReadTransport, protocol: P]>;
  /** Writes to a pipe, as `connectReadPipe` reads from one. */
  abstract connectWritePipe<P extends BaseProtocol>(
    protocolFactory: () => P,
    pipe: WritePipe,
  ): Coroutine<[transport: WriteTransport, protocol: P]>;
  /**
   * Sends a file, from `offset` on, `count` bytes or all there are, no faster than the other side reads. Nothing else
   * may be written meanwhile. Gives how many bytes were sent.
   * @throws {SendfileNotAvailableError} with `fallback: false`: Node does not have the system's own way.
   * @throws {RuntimeError} for a transport that is closing, or cannot do it.
   * @throws {ConnectionError} when the connection is lost.
   */
  abstract sendfile(
    transport: BaseTransport,
    file: SentFile,
    offset?: number,
    count?: number | null,
    options?: SendfileOptions,
  ): Coroutine<number>;
}
