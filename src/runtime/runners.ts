/**
 * `run` and `Runner`: a loop from its creation to its end.
 *
 * Source: CPython 3.14 `Lib/asyncio/runners.py`. Node cannot block, so what runs there until it returns gives a promise
 * here. Wrong use raises at once, not by the promise, so that a coroutine that calls `run` sees it.
 */
import { type Context, copyContext } from "./contextvars.js";
import { coroutineUsed } from "./coroutine_origin.js";
import { type Coroutine, isCoroutine } from "./coroutines.js";
import { type AbstractEventLoop, getRunningLoopOrNull, setEventLoop } from "./events.js";
import { CancelledError, KeyboardInterrupt, RuntimeError, ValueError } from "./exceptions.js";
import { host } from "./host.js";
import { repr } from "./repr.js";
import { isHandled } from "./signals.js";
import { allTasks, type Task } from "./tasks.js";
import { gather } from "./tasks_gather.js";
import { newEventLoop } from "./unix_events.js";

/** How long `close` waits for the default executor, in seconds; CPython's `constants.THREAD_JOIN_TIMEOUT`. */
const THREAD_JOIN_TIMEOUT_S = 300;

/** The exit code of a program that Ctrl-C ended: 128 + SIGINT, as of a shell. */
const INTERRUPTED_EXIT_CODE = 130;

/** Options of {@link run} and {@link Runner}. */
export interface RunnerOptions {
  /** Debug mode on or off; by default as the environment says. */
  readonly debug?: boolean | null | undefined;
  /** Makes the loop; by default `newEventLoop`. */
  readonly loopFactory?: (() => AbstractEventLoop) | null | undefined;
}

/**
 * A loop, and what runs on it in turn: `run` as often as wanted, `close` at the end, which `await using` calls by itself.
 */
export class Runner {
  readonly #debug: boolean | null;
  readonly #loopFactory: (() => AbstractEventLoop) | null;
  #state: "created" | "initialized" | "closed" = "created";
  #loop: AbstractEventLoop | null = null;
  #context: Context | null = null;

  constructor(options: RunnerOptions = {}) {
    this.#debug = options.debug ?? null;
    this.#loopFactory = options.loopFactory ?? null;
  }

  /** Its loop, which is made if it was not yet. @throws {RuntimeError} when it is closed. */
  getLoop(): AbstractEventLoop {
    return this.#initialize();
  }

  /**
   * Runs a coroutine on the loop. Ctrl-C cancels it; the promise then rejects with `KeyboardInterrupt`.
   * @throws {ValueError} for anything but a coroutine.
   * @throws {RuntimeError} inside of a running loop, and when the runner is closed.
   */
  run<T>(coroutine: Coroutine<T>, options: { readonly context?: Context | null } = {}): Promise<T> {
    if (!isCoroutine(coroutine)) throw new ValueError(`a coroutine was expected, got ${repr(coroutine)}`);
    if (getRunningLoopOrNull() !== null) {
      coroutineUsed(coroutine);
      throw new RuntimeError("Runner.run() cannot be called from a running event loop");
    }
    const loop = this.#initialize();
    const task = loop.createTask(coroutine, { context: options.context ?? this.#context });
    return interruptible(task, loop.runUntilComplete(task));
  }

  /** Cancels what still runs, closes asynchronous generators, waits for the executor, and closes the loop. */
  async close(): Promise<void> {
    const loop = this.#loop;
    if (this.#state !== "initialized" || loop === null) return;
    this.#state = "closed";
    this.#loop = null;
    try {
      await cancelAllTasks(loop);
      await loop.runUntilComplete(loop.shutdownAsyncgens());
      await loop.runUntilComplete(loop.shutdownDefaultExecutor(THREAD_JOIN_TIMEOUT_S));
    } finally {
      if (this.#loopFactory === null) setEventLoop(null);
      loop.close();
    }
  }

  /** For `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #initialize(): AbstractEventLoop {
    if (this.#state === "closed") throw new RuntimeError("Runner is closed");
    if (this.#loop !== null) return this.#loop;
    const loop = this.#loopFactory === null ? newEventLoop() : this.#loopFactory();
    if (this.#loopFactory === null) setEventLoop(loop);
    if (this.#debug !== null) loop.setDebug(this.#debug);
    this.#context = copyContext();
    this.#loop = loop;
    this.#state = "initialized";
    return loop;
  }
}

/** The first Ctrl-C cancels `task`, a second one ends the process, as without us. */
async function interruptible<T>(task: Task<T>, finished: Promise<T>): Promise<T> {
  let interrupted = false;
  const dispose = host.onInterrupt(() => {
    if (isHandled("SIGINT")) return; // the program has a signal handler of its own for it
    interrupted = true;
    dispose?.();
    if (!task.done()) task.cancel();
  });
  try {
    return await finished;
  } catch (error) {
    if (interrupted && error instanceof CancelledError && task.uncancel() === 0) {
      host.setExitCode(INTERRUPTED_EXIT_CODE);
      throw new KeyboardInterrupt();
    }
    throw error;
  } finally {
    dispose?.();
  }
}

/**
 * Runs a program: a new loop, `main` on it, then everything that is left is cancelled and the loop closed. Gives what
 * `main` returns, or rejects with what it raises.
 * @throws {ValueError} for anything but a coroutine.
 * @throws {RuntimeError} inside of a running loop.
 */
export function run<T>(main: Coroutine<T>, options: RunnerOptions = {}): Promise<T> {
  if (getRunningLoopOrNull() !== null) {
    if (isCoroutine(main)) coroutineUsed(main);
    throw new RuntimeError("asyncio.run() cannot be called from a running event loop");
  }
  const runner = new Runner(options);
  try {
    return runner.run(main).finally(() => runner.close());
  } catch (error) {
    void runner.close(); // the loop's own task factory failed
    throw error;
  }
}

/** Cancels the loop's tasks, waits for them, and reports those that failed on the way. */
async function cancelAllTasks(loop: AbstractEventLoop): Promise<void> {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return;
  for (const task of tasks) task.cancel();
  await loop.runUntilComplete(gather(tasks, { returnExceptions: true }));
  for (const task of tasks) {
    if (task.cancelled()) continue;
    const exception = task.exception();
    if (exception === null) continue;
    const message = "unhandled exception during asyncio.run() shutdown";
    loop.callExceptionHandler({ message, exception, task });
  }
}
