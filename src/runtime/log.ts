/**
 * Where log lines go: CPython's logger `asyncio`, as an object that can be replaced.
 *
 * Source: CPython `Lib/asyncio/log.py`. As there without configuration, warnings and errors go to the error output,
 * and the rest nowhere.
 */
import { host } from "./host.js";

/** Takes log lines. `exception`, where given, is what the line is about. */
export interface Logger {
  /** What is of use to who debugs the loop itself; dropped by default. */
  debug(message: string): void;
  /** What is usual; dropped by default. */
  info(message: string): void;
  /** What debug mode finds; to the error output by default. */
  warning(message: string): void;
  /** What nobody caught, and what was lost; to the error output by default. */
  error(message: string, exception?: unknown): void;
}

const defaultLogger: Logger = {
  debug: () => {},
  info: () => {},
  warning: (message) => host.error(message),
  error: (message, exception) => {
    host.error(exception === undefined ? message : `${message}\n${describe(exception)}`);
  },
};

/** The stack, with what caused it, as Node prints uncaught errors. */
function describe(exception: unknown): string {
  if (!(exception instanceof Error)) return String(exception);
  const own = exception.stack ?? String(exception);
  return exception.cause === undefined ? own : `${own}\nCaused by: ${describe(exception.cause)}`;
}

/** The logger in use. */
export const logger: { current: Logger } = { current: defaultLogger };

/**
 * Replaces the logger; null puts back the default one.
 * @returns a function that undoes it.
 */
export function setLogger(replacement: Logger | null): () => void {
  const before = logger.current;
  logger.current = replacement ?? defaultLogger;
  return () => {
    logger.current = before;
  };
}
