/**
 * What the event loop needs of the machine below it. The only file of the loop's core that touches Node.
 *
 * An interface, so that a test drives the clock by hand, and another platform needs one object only.
 */

/** Undoes what returned it; twice is safe. */
export type Dispose = () => void;

/** Below the loop: a clock, two ways to be called back, and the process. */
export interface Host {
  /** Monotonic time, in seconds since an epoch of its own. */
  now(): number;
  /** Calls `callback` once, as soon as pending I/O was looked at. It cannot be undone. */
  soon(callback: () => void): void;
  /** Calls `callback` once, in no less than `delayMs` milliseconds. */
  later(callback: () => void, delayMs: number): Dispose;
  /** Keeps the process alive until disposed, although nothing is scheduled. */
  keepAlive(): Dispose;
  /** Calls `callback` at each interrupt (Ctrl-C); null when the program handles interrupts itself. */
  onInterrupt(callback: () => void): Dispose | null;
  /** Calls `callback` once, when the process is about to exit. */
  onExit(callback: () => void): Dispose;
  /** An environment variable. */
  env(name: string): string | undefined;
  /** Writes one line to the error output. */
  error(line: string): void;
  /** Reports a warning, of a Python category such as `RuntimeWarning`. */
  warn(message: string, category: string, detail?: string): void;
  /** The process's exit code, once nothing is left to do. */
  setExitCode(code: number): void;
}

/** The longest delay that `setTimeout` keeps, in milliseconds: 2^31 - 1. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** Whether the process's `exit` event is on: what is scheduled now never comes. */
let exiting = false;

/** How many of Node's active timers are this library's own, so that a debugger can tell them from the program's. */
export const ownTimers: { count: number } = { count: 0 };

/** How many of the process's listeners for interrupts are this library's own. */
export const ownInterrupts: { count: number } = { count: 0 };

/** Node's own: `setImmediate`, `setTimeout`, `performance.now`, `process`. */
export const host: Host = {
  now: () => performance.now() / 1000,
  soon: (callback) => {
    setImmediate(callback);
  },
  later: (callback, delayMs) => {
    let pending = true;
    const settle = () => {
      if (pending) ownTimers.count--;
      pending = false;
    };
    const fire = () => {
      settle();
      callback();
    };
    const timer = setTimeout(fire, Math.min(delayMs, LONGEST_DELAY_MS));
    ownTimers.count++;
    return () => {
      clearTimeout(timer);
      settle();
    };
  },
  keepAlive: () => {
    const timer = setInterval(() => {}, LONGEST_DELAY_MS);
    let pending = true;
    ownTimers.count++;
    return () => {
      clearInterval(timer);
      if (pending) ownTimers.count--;
      pending = false;
    };
  },
  onInterrupt: (callback) => {
    if (process.listenerCount("SIGINT") > 0) return null;
    process.on("SIGINT", callback);
    ownInterrupts.count++;
    let listening = true;
    return () => {
      process.off("SIGINT", callback);
      if (listening) ownInterrupts.count--;
      listening = false;
    };
  },
  onExit: (callback) => {
    const listener = () => {
      exiting = true;
      callback();
    };
    process.once("exit", listener);
    return () => process.off("exit", listener);
  },
  env: (name) => process.env[name],
  error: (line) => {
    process.stderr.write(`${line}\n`);
  },
  warn: (message, category, detail) => {
    if (!exiting) {
      process.emitWarning(message, detail === undefined ? { type: category } : { type: category, detail });
      return;
    }
    // `emitWarning` waits for the next tick. The listeners, Node's own that prints among them, are called here.
    const warning: Error & { detail?: string } = new Error(message);
    warning.name = category;
    if (detail !== undefined) warning.detail = detail;
    process.emit("warning", warning);
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
};
