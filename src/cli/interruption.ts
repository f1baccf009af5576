import { EXIT } from "./exit-codes.js";

/** Watches for what ends this process from outside. */
export interface Interruption {
  /** Settles with the exit code to end with. */
  readonly happened: Promise<number>;
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Shells report a process that signal N ended as 128 + N. */
const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;
const BROKEN_PIPE = 141;

/**
 * Ctrl-C, a polite kill, a closed terminal window, and a reader of our output that went away (`| head`) all ask for
 * the same: end the session in order, then leave. A second Ctrl-C leaves at once; the adapter ends the program by
 * itself when it sees this process go.
 */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let resolve!: (code: number) => void;
  const happened = new Promise<number>((done) => {
    resolve = done;
  });
  const interrupt = (code: number) => {
    if (controller.signal.aborted) process.exit(code);
    controller.abort();
    resolve(code);
  };
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => [signal, () => interrupt(code)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const onPipeError = (error: NodeJS.ErrnoException) => {
    if (!controller.signal.aborted) interrupt(error.code === "EPIPE" ? BROKEN_PIPE : EXIT.failure);
  };
  process.stdout.on("error", onPipeError);
  process.stderr.on("error", onPipeError);
  return {
    happened,
    signal: controller.signal,
    dispose: () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}
