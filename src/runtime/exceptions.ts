/**
 * The exceptions of asyncio, and those of Python's builtins that its API raises.
 *
 * Source: CPython `Lib/asyncio/exceptions.py`; `Objects/exceptions.c` for the groups (PEP 654).
 */
import { quoted } from "./repr.js";

/** An error class of this file: `name` is the class's own name, on the prototype, so that it costs nothing per error. */
function named(constructor: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(constructor.prototype, "name", { value: name, configurable: true, writable: true });
}

/**
 * The future or task was cancelled. In Python it is a `BaseException`, so that `except Exception` lets it pass; in
 * TypeScript every `catch` sees it, therefore: rethrow what {@link isException} refuses.
 */
export class CancelledError extends Error {}

/** Options of an {@link OSError}. */
export interface OSErrorOptions extends ErrorOptions {
  /** The file that it is about. */
  readonly filename?: string;
}

/**
 * Python's `OSError`: the operating system refused. Made of a message, or of the system's number and text for it. Which
 * subclass stands for which number: `os_errors.ts`. What the system did not say is null.
 */
export class OSError extends Error {
  /** The system's number for what went wrong, positive: 111. */
  declare readonly errno: number | null;
  /** The system's name for it: `ECONNREFUSED`. Beyond CPython, which has it in the module `errno`. */
  declare readonly code: string | null;
  /** The system's text for it: `Connection refused`. */
  declare readonly strerror: string | null;
  /** The file that it is about, where there is one. */
  declare readonly filename: string | null;
  constructor(message?: string, options?: ErrorOptions);
  constructor(errno: number, strerror: string, code?: string | null, options?: OSErrorOptions);
  constructor(
    first: string | number = "",
    second: string | ErrorOptions = "",
    code: string | null = null,
    options: OSErrorOptions = {},
  ) {
    if (typeof first === "string") {
      super(first, second as ErrorOptions);
      return;
    }
    const strerror = second as string;
    const { filename = null } = options;
    super(`[Errno ${first}] ${strerror}${filename === null ? "" : `: ${quoted(filename)}`}`, options);
    if (filename !== null) this.filename = filename;
    this.errno = first;
    this.code = code;
    this.strerror = strerror;
  }
}

/** Python's `ConnectionError`: something is wrong with a connection; see its subclasses. */
export class ConnectionError extends OSError {}

/** Writing where the other side reads no more. */
export class BrokenPipeError extends ConnectionError {}

/** This side, or its system, gave up while the connection was being made. */
export class ConnectionAbortedError extends ConnectionError {}

/** Nobody listens there. */
export class ConnectionRefusedError extends ConnectionError {}

/** The other side ended the connection without goodbye; also what `drain` raises on a connection that is lost. */
export class ConnectionResetError extends ConnectionError {}

/** The file exists already. */
export class FileExistsError extends OSError {}

/** There is no such file, or no such Unix socket. */
export class FileNotFoundError extends OSError {}

/** A part of the path, or all of it, is no folder. */
export class NotADirectoryError extends OSError {}

/** There is no such process. */
export class ProcessLookupError extends OSError {}

/** The system does not permit it. */
export class PermissionError extends OSError {}

/** A name or a service could not be resolved; `gaierror` of Python's module `socket`. */
export class gaierror extends OSError {}

/** TLS failed; `SSLError` of Python's module `ssl`. */
export class SSLError extends OSError {}

/** The certificate of the other side is not to be trusted. */
export class SSLCertVerificationError extends SSLError {}

/** The operation was not finished in time. It is Python's builtin `TimeoutError`. */
export class TimeoutError extends OSError {}

/** The operation is not allowed in this state of the future. */
export class InvalidStateError extends Error {}

/** Python's `RuntimeError`: the loop, a task or a lock is used in a way that its state does not allow. */
export class RuntimeError extends Error {}

/** Python's `NotImplementedError`: this kind of transport or loop cannot do it. */
export class NotImplementedError extends RuntimeError {}

/** Sending files by the system is not available for this transport, and sending them by hand was not wanted. */
export class SendfileNotAvailableError extends RuntimeError {}

/** Python's `ValueError`: an argument of the right type and a wrong value. */
export class ValueError extends Error {}

/** Python's `LookupError`: a context variable has neither a value nor a default. */
export class LookupError extends Error {}

/** Python's `EOFError`: the end of input came before what was asked for. */
export class EOFError extends Error {}

/** Ctrl-C ended the program; `run` rejects with it after the main task was cancelled and has cleaned up. */
export class KeyboardInterrupt extends Error {}

/**
 * Python's `GeneratorExit`: an asynchronous generator is closed where it is, or a coroutine is, inside of a context
 * manager. Let it pass.
 */
export class GeneratorExit extends Error {}

/** The barrier was broken by `Barrier.abort()`, or by a waiter that was cancelled while it drained. */
export class BrokenBarrierError extends RuntimeError {}

/** The stream ended before the bytes that were asked for had come. */
export class IncompleteReadError extends EOFError {
  /** What was read before the end. */
  readonly partial: Uint8Array;
  /** How many bytes were asked for, or null when that was not a number. */
  readonly expected: number | null;
  constructor(partial: Uint8Array, expected: number | null) {
    super(`${partial.length} bytes read on a total of ${expected ?? "undefined"} expected bytes`);
    this.partial = partial;
    this.expected = expected;
  }
}

/** The buffer limit was reached while looking for a separator. */
export class LimitOverrunError extends Error {
  /** How many bytes are in the buffer, to be consumed. */
  readonly consumed: number;
  constructor(message: string, consumed: number) {
    super(message);
    this.consumed = consumed;
  }
}

/** A test that an exception passes (`split`, `subgroup`): a class, several, or a predicate. */
export type ExceptionCondition =
  | (abstract new (
      ...args: never[]
    ) => Error)
  | readonly (abstract new (
      ...args: never[]
    ) => Error)[]
  | ((exception: unknown) => boolean);

/**
 * Several exceptions raised together, at least one of which may be a `CancelledError`.
 * @throws {ValueError} when there is no exception to group.
 */
export class BaseExceptionGroup extends AggregateError {
  /** What it was made with, without the count that `message` adds. */
  readonly baseMessage: string;
  constructor(message: string, exceptions: Iterable<unknown>) {
    const list = [...exceptions];
    super(list, `${message} (${list.length} sub-exception${list.length === 1 ? "" : "s"})`);
    if (list.length === 0) throw new ValueError("second argument (exceptions) must be a non-empty sequence");
    this.baseMessage = message;
    // As CPython's constructor does: without a CancelledError inside, it is a plain ExceptionGroup.
    if (new.target === BaseExceptionGroup && list.every(isException)) {
      Object.setPrototypeOf(this, ExceptionGroup.prototype);
    }
  }
  /** The grouped exceptions; the same list as `errors`. */
  get exceptions(): readonly unknown[] {
    return this.errors;
  }
  /** A group of other exceptions with this one's message. */
  derive(exceptions: Iterable<unknown>): BaseExceptionGroup {
    return new BaseExceptionGroup(this.baseMessage, exceptions);
  }
  /** The part whose leaves pass the condition, nested as it was, or null when none does. */
  subgroup(condition: ExceptionCondition): BaseExceptionGroup | null {
    return this.split(condition)[0];
  }
  /** The part that passes the condition and the rest; null stands for an empty part. */
  split(condition: ExceptionCondition): [BaseExceptionGroup | null, BaseExceptionGroup | null] {
    const passes = predicate(condition);
    if (passes(this)) return [this, null];
    const matching: unknown[] = [];
    const rest: unknown[] = [];
    for (const exception of this.exceptions) {
      if (exception instanceof BaseExceptionGroup) {
        const [inside, outside] = exception.split(condition);
        if (inside !== null) matching.push(inside);
        if (outside !== null) rest.push(outside);
      } else {
        (passes(exception) ? matching : rest).push(exception);
      }
    }
    return [this.#part(matching), this.#part(rest)];
  }
  #part(exceptions: unknown[]): BaseExceptionGroup | null {
    if (exceptions.length === 0) return null;
    const part = this.derive(exceptions);
    if (this.cause !== undefined) part.cause = this.cause;
    if (this.stack !== undefined) part.stack = this.stack;
    return part;
  }
}

/**
 * Several exceptions raised together, as a task group does; catch it, then look at `exceptions`.
 * @throws {TypeError} when one of them is a `CancelledError`, which only a {@link BaseExceptionGroup} may hold.
 */
export class ExceptionGroup extends BaseExceptionGroup {
  constructor(message: string, exceptions: Iterable<unknown>) {
    const list = [...exceptions];
    super(message, list);
    if (!list.every(isException)) throw new TypeError("Cannot nest BaseExceptions in an ExceptionGroup");
  }
}

function predicate(condition: ExceptionCondition): (exception: unknown) => boolean {
  if (typeof condition !== "function") return (exception) => condition.some((c) => exception instanceof c);
  if (condition.prototype instanceof Error || condition === Error) {
    const constructor = condition as abstract new (...args: never[]) => Error;
    return (exception) => exception instanceof constructor;
  }
  return condition as (exception: unknown) => boolean;
}

/** Whether Python's `except Exception` would catch it: everything but cancellation, closing, and Ctrl-C. */
export function isException(error: unknown): boolean {
  if (error instanceof BaseExceptionGroup && !(error instanceof ExceptionGroup)) return false;
  return !(
    error instanceof CancelledError ||
    error instanceof KeyboardInterrupt ||
    error instanceof GeneratorExit
  );
}

// Fields that every OSError has, and that cost nothing where there is nothing to tell.
Object.assign(OSError.prototype, { errno: null, code: null, strerror: null, filename: null });

named(OSError, "OSError");
named(ConnectionError, "ConnectionError");
named(BrokenPipeError, "BrokenPipeError");
named(ConnectionAbortedError, "ConnectionAbortedError");
named(ConnectionRefusedError, "ConnectionRefusedError");
named(ConnectionResetError, "ConnectionResetError");
named(FileExistsError, "FileExistsError");
named(FileNotFoundError, "FileNotFoundError");
named(NotADirectoryError, "NotADirectoryError");
named(ProcessLookupError, "ProcessLookupError");
named(PermissionError, "PermissionError");
named(gaierror, "gaierror");
named(SSLError, "SSLError");
named(SSLCertVerificationError, "SSLCertVerificationError");
named(NotImplementedError, "NotImplementedError");
named(SendfileNotAvailableError, "SendfileNotAvailableError");
named(CancelledError, "CancelledError");
named(TimeoutError, "TimeoutError");
named(InvalidStateError, "InvalidStateError");
named(RuntimeError, "RuntimeError");
named(ValueError, "ValueError");
named(LookupError, "LookupError");
named(EOFError, "EOFError");
named(GeneratorExit, "GeneratorExit");
named(KeyboardInterrupt, "KeyboardInterrupt");
named(BrokenBarrierError, "BrokenBarrierError");
named(IncompleteReadError, "IncompleteReadError");
named(LimitOverrunError, "LimitOverrunError");
named(BaseExceptionGroup, "BaseExceptionGroup");
named(ExceptionGroup, "ExceptionGroup");
