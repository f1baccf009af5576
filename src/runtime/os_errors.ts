/**
 * Node's system errors as Python's: the class by the error's name, CPython's text.
 *
 * Source: `Objects/exceptions.c` (the map from `errno` to classes, PEP 3151), glibc's `strerror`.
 */
import {
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileExistsError,
  FileNotFoundError,
  gaierror,
  NotADirectoryError,
  OSError,
  type OSErrorOptions,
  PermissionError,
  ProcessLookupError,
  SSLCertVerificationError,
  SSLError,
  TimeoutError,
} from "./exceptions.js";

type OSErrorClass = new (
  errno: number,
  strerror: string,
  code?: string | null,
  options?: OSErrorOptions,
) => OSError;

const CLASSES: Readonly<Record<string, OSErrorClass>> = {
  EPIPE: BrokenPipeError,
  ESHUTDOWN: BrokenPipeError,
  ECONNABORTED: ConnectionAbortedError,
  ECONNREFUSED: ConnectionRefusedError,
  ECONNRESET: ConnectionResetError,
  EEXIST: FileExistsError,
  ENOENT: FileNotFoundError,
  ENOTDIR: NotADirectoryError,
  ESRCH: ProcessLookupError,
  EACCES: PermissionError,
  EPERM: PermissionError,
  ETIMEDOUT: TimeoutError,
};

/** What the system says, where Node's own text differs in more than its first letter, or is not at hand. */
const TEXTS: Readonly<Record<string, string>> = {
  E2BIG: "Argument list too long",
  EACCES: "Permission denied",
  EADDRINUSE: "Address already in use",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EAFNOSUPPORT: "Address family not supported by protocol",
  EBADF: "Bad file descriptor",
  ECONNABORTED: "Software caused connection abort",
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EEXIST: "File exists",
  EHOSTUNREACH: "No route to host",
  EINVAL: "Invalid argument",
  EIO: "Input/output error",
  EISDIR: "Is a directory",
  EMFILE: "Too many open files",
  EMSGSIZE: "Message too long",
  ENAMETOOLONG: "File name too long",
  ENETUNREACH: "Network is unreachable",
  ENOENT: "No such file or directory",
  ENOTCONN: "Transport endpoint is not connected",
  ENOTDIR: "Not a directory",
  ENOTSOCK: "Socket operation on non-socket",
  EPERM: "Operation not permitted",
  EPIPE: "Broken pipe",
  ESRCH: "No such process",
  ETIMEDOUT: "Connection timed out",
};

/** What `getaddrinfo` says, with its numbers on Linux. */
const RESOLVER_ERRORS: Readonly<Record<string, readonly [errno: number, text: string]>> = {
  ENOTFOUND: [-2, "Name or service not known"],
  ENODATA: [-5, "No address associated with hostname"],
  EAI_AGAIN: [-3, "Temporary failure in name resolution"],
  EAI_FAIL: [-4, "Non-recoverable failure in name resolution"],
};

/** The fields of Node's `SystemError` that tell what happened. */
interface SystemError {
  readonly message: string;
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly syscall?: unknown;
}

/** Errors by which OpenSSL, through Node, refuses a certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|ALTNAME|VERIFY/;

/**
 * The error that Python raises where Node gave `error`; its `cause` is Node's. `text` replaces the system's own text.
 * What is no error of the system comes back as it is.
 */
export function osErrorFrom(error: unknown, text?: string): Error {
  if (error instanceof OSError) return error;
  if (!(error instanceof Error)) return new OSError(String(error));
  const { code, errno, message, syscall } = error as SystemError;
  if (typeof code !== "string") return error;
  const resolver = syscall === "getaddrinfo" ? RESOLVER_ERRORS[code] : undefined;
  if (resolver !== undefined) return new gaierror(resolver[0], resolver[1], code, { cause: error });
  if (code.startsWith("ERR_SSL_")) return tlsError(new SSLError(message), code, error);
  if (CERTIFICATE.test(code)) {
    const said = `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${message}`;
    return tlsError(new SSLCertVerificationError(said), code, error);
  }
  if (typeof errno !== "number") {
    // TLS of Node's own making: the other side hung up in the middle of the handshake.
    return code === "ECONNRESET" ? tlsError(new ConnectionResetError(message), code, error) : error;
  }
  return osError(Math.abs(errno), text ?? TEXTS[code] ?? message, code, error);
}

/** The text of these has no number in front. */
function tlsError(made: OSError, code: string, cause: Error): OSError {
  Object.defineProperty(made, "cause", { value: cause, configurable: true, writable: true });
  return Object.assign(made, { errno: 1, code, strerror: made.message });
}

/** An `OSError` of the class that Python has for `code`. */
export function osError(errno: number, text: string, code: string, cause?: unknown): OSError {
  return new (CLASSES[code] ?? OSError)(errno, text, code, { cause });
}

/**
 * The error for something that was done to a file, which its text names: `[Errno 2] No such file or directory: 'x'`.
 * What is no error of the system comes back as it is.
 */
export function fileErrorFrom(error: unknown, filename: string): Error {
  if (!(error instanceof Error)) return new OSError(String(error));
  const { code, errno, message } = error as SystemError;
  if (typeof code !== "string" || typeof errno !== "number") return error;
  const made = CLASSES[code] ?? OSError;
  return new made(Math.abs(errno), TEXTS[code] ?? message, code, { cause: error, filename });
}
