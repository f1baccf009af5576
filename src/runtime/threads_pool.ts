/**
 * A pool of worker threads. Source: CPython `Lib/concurrent/futures/thread.py`.
 *
 * A thread is started when there is something to run and none is idle, up to a limit, and runs one function at a time.
 * Idle threads do not keep the process alive, busy ones do (CPython joins them at exit).
 */
import { availableParallelism } from "node:os";
import { CancelledError, RuntimeError, ValueError } from "./exceptions.js";
import type { Executor, Submission } from "./executor.js";
import type { ToThread } from "./threads_messages.js";
import { cloneError, sourceOf } from "./threads_source.js";
import { type Target, targetOf } from "./threads_targets.js";
import { PoolThread } from "./threads_thread.js";

/** As `ThreadPoolExecutor`'s default in CPython 3.13: some more than there are cores, as functions may wait for I/O. */
const DEFAULT_MAX_WORKERS: number = Math.min(32, availableParallelism() + 4);

/** Options of `new ThreadPoolExecutor`. */
export interface ThreadPoolExecutorOptions {
  /** The threads are named so, with `_0`, `_1` … behind it. */
  readonly threadNamePrefix?: string;
}

let jobCount = 0;
let poolCount = 0;

/** @internal A function that is to be run, runs, or has run. */
export class Job implements Submission<unknown> {
  readonly id: number = ++jobCount;
  readonly label: string;
  readonly result: Promise<unknown>;
  readonly targets: readonly (Target | undefined)[];
  state: "pending" | "running" | "ended" = "pending";
  resolve!: (value: unknown) => void;
  reject!: (error: unknown) => void;
  readonly #source: string;
  readonly #takeBack: (job: Job) => void;
  #args: readonly unknown[];

  constructor(f: (...args: never[]) => unknown, args: readonly unknown[], takeBack: (job: Job) => void) {
    this.#source = sourceOf(f);
    this.label = f.name || "<anonymous>";
    this.targets = args.map(targetOf);
    this.#args = args.map((arg, i) => (this.targets[i] === undefined ? arg : null));
    this.#takeBack = takeBack;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.result.catch(() => {}); // whoever asks sees it; that nobody asks is no error
  }

  /** Copies the arguments now: what becomes of them later is of no concern to it. */
  copyArguments(): void {
    this.#copying(() => {
      this.#args = structuredClone(this.#args);
    });
  }

  /** Starts it. @throws {TypeError} for arguments that cannot be copied. */
  send(post: (message: ToThread) => void): void {
    const targets = this.targets.map((target, i) =>
      target === undefined ? null : { target: i, answers: target.answers },
    );
    this.#copying(() => {
      post({ kind: "run", job: this.id, name: this.label, source: this.#source, args: this.#args, targets });
    });
    this.state = "running";
    this.#args = [];
  }

  cancel(): boolean {
    if (this.state !== "pending") return false;
    this.state = "ended";
    this.#takeBack(this);
    this.reject(new CancelledError());
    return true;
  }

  #copying(copy: () => void): void {
    try {
      copy();
    } catch (error) {
      throw cloneError(
        "arguments",
        this.label,
        error instanceof Error ? error.message : String(error),
        error,
      );
    }
  }
}

/** Runs functions in worker threads; what may cross is said at `toThread`. Dispose of it with `await using`, or `shutdown`. */
export class ThreadPoolExecutor implements Executor {
  readonly #maxWorkers: number;
  readonly #prefix: string;
  readonly #threads = new Set<PoolThread>();
  readonly #idle: PoolThread[] = [];
  readonly #queue = new Set<Job>();
  #threadCount = 0;
  #shutDown = false;
  #finished: (() => void)[] = [];

  /**
   * At most `maxWorkers` threads; by default as many as there are cores and 4 more, but 32 at most.
   * @throws {ValueError} unless it is at least 1.
   */
  constructor(maxWorkers: number | null = null, options: ThreadPoolExecutorOptions = {}) {
    this.#maxWorkers = maxWorkers ?? DEFAULT_MAX_WORKERS;
    if (!(this.#maxWorkers > 0)) throw new ValueError("max_workers must be greater than 0");
    this.#prefix = options.threadNamePrefix ?? `ThreadPoolExecutor-${poolCount++}`;
  }

  /**
   * Runs `f(...args)` in a thread, as soon as one is free.
   * @throws {RuntimeError} after {@link shutdown}.
   * @throws {TypeError} for a function that cannot go there, and for arguments that cannot be copied.
   */
  submit<A extends unknown[], R>(f: (...args: A) => R, ...args: A): Submission<Awaited<R>> {
    if (this.#shutDown) throw new RuntimeError("cannot schedule new futures after shutdown");
    const job = new Job(f, args, (taken) => this.#queue.delete(taken));
    const thread = this.#freeThread();
    if (thread === null) {
      job.copyArguments();
      this.#queue.add(job);
      return job as Submission<Awaited<R>>;
    }
    try {
      thread.run(job);
    } catch (error) {
      this.#idle.push(thread);
      throw error;
    }
    return job as Submission<Awaited<R>>;
  }

  /** See {@link Executor.shutdown}. */
  shutdown(options: { readonly wait?: boolean; readonly cancelFutures?: boolean } = {}): Promise<void> {
    this.#shutDown = true;
    if (options.cancelFutures === true) for (const job of [...this.#queue]) job.cancel();
    for (const thread of this.#idle.splice(0)) thread.exit();
    if (options.wait === false || this.#threads.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#finished.push(resolve));
  }

  /** For `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }

  /** @internal Ends all threads at once, whatever they do. */
  _terminate(): void {
    void this.shutdown({ wait: false, cancelFutures: true });
    for (const thread of this.#threads) thread.terminate();
  }

  #freeThread(): PoolThread | null {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    return this.#threads.size < this.#maxWorkers ? this.#start() : null;
  }

  #start(): PoolThread {
    const thread = new PoolThread(`${this.#prefix}_${this.#threadCount++}`, {
      idle: () => this.#isIdle(thread),
      exited: () => this.#hasExited(thread),
    });
    this.#threads.add(thread);
    return thread;
  }

  #isIdle(thread: PoolThread): void {
    const [next] = this.#queue;
    if (next !== undefined) {
      this.#queue.delete(next);
      thread.run(next);
    } else if (this.#shutDown) thread.exit();
    else this.#idle.push(thread);
  }

  #hasExited(thread: PoolThread): void {
    this.#threads.delete(thread);
    const place = this.#idle.indexOf(thread);
    if (place >= 0) this.#idle.splice(place, 1);
    if (this.#queue.size > 0) this.#isIdle(this.#start());
    if (!this.#shutDown || this.#threads.size > 0) return;
    for (const finished of this.#finished.splice(0)) finished();
  }
}
