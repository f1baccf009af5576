/** One thread of an executor: a worker, and the function that it runs. */
import { Worker } from "node:worker_threads";
import { RuntimeError } from "./exceptions.js";
import { logger } from "./log.js";
import { describeThrown, reviveThrown } from "./threads_errors.js";
import type { FromThread, ToThread } from "./threads_messages.js";
import type { Job } from "./threads_pool.js";
import { cloneError, closureError, compileError } from "./threads_source.js";
import { runTarget, scheduleTarget } from "./threads_targets.js";
import { WORKER_SOURCE } from "./threads_worker.js";

/** What its pool wants to know. */
export interface PoolThreadEvents {
  /** It has ended its function, and takes another. */
  idle(): void;
  /** It is gone. */
  exited(): void;
}

/** @internal */
export class PoolThread {
  readonly #worker: Worker;
  readonly #events: PoolThreadEvents;
  #job: Job | null = null;
  /** What ended it, if an error did that nobody caught there. */
  #error: unknown = null;
  #terminated = false;

  constructor(name: string, events: PoolThreadEvents) {
    this.#events = events;
    this.#worker = new Worker(WORKER_SOURCE, { eval: true, name });
    this.#worker.unref();
    this.#worker.on("message", (message: FromThread) => this.#received(message));
    this.#worker.on("messageerror", (error) => {
      this.#end((job) => job.reject(cloneError("result", job.label, error.message, error)));
      this.#events.idle();
    });
    this.#worker.on("error", (error) => {
      this.#error = error;
    });
    this.#worker.on("exit", (code) => this.#exited(code));
  }

  /** @throws {TypeError} for arguments that cannot be copied; then it is as idle as before. */
  run(job: Job): void {
    job.send((message) => this.#post(message));
    this.#job = job;
    this.#worker.ref();
  }

  /** Ends it once what it has printed is through. */
  exit(): void {
    this.#worker.ref();
    this.#post({ kind: "exit" });
  }

  /** Ends it at once. */
  terminate(): void {
    this.#terminated = true;
    void this.#worker.terminate();
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #received(message: FromThread): void {
    if (message.kind === "call") {
      this.#called(message);
      return;
    }
    this.#end((job) => {
      if (message.kind === "returned") job.resolve(message.value);
      else job.reject(raised(job.label, message));
    });
    this.#worker.unref();
    this.#events.idle();
  }

  #end(settle: (job: Job) => void): void {
    const job = this.#job;
    this.#job = null;
    if (job === null) return;
    job.state = "ended";
    settle(job);
  }

  #exited(code: number): void {
    const job = this.#job;
    const error = this.#error;
    if (job === null && error !== null)
      logger.current.error("Exception in a thread that runs nothing", error);
    // The exit code of a terminated worker says only whether it had begun to run.
    const how = this.#terminated ? "was terminated" : `has ended with exit code ${code}`;
    this.#end(({ label, reject }) => {
      reject(error ?? new RuntimeError(`the thread that ran <function ${label}> ${how}`));
    });
    this.#events.exited();
  }

  /** The function calls one that stayed here. */
  #called({ job, target: index, args, call, flag }: Extract<FromThread, { kind: "call" }>): void {
    const target = this.#job?.id === job ? this.#job.targets[index] : undefined;
    const answer = (message: ToThread): void => {
      this.#post(message);
      if (flag === undefined) return;
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    };
    const refuse = (error: unknown): void => answer({ kind: "raise", call, thrown: describeThrown(error) });
    try {
      if (target === undefined) throw new RuntimeError("the function that was given it has ended");
      if (!target.answers) scheduleTarget(target, args);
      else {
        runTarget(target, args)
          .then((value) => answer({ kind: "reply", call, value }))
          .catch(refuse);
      }
    } catch (error) {
      // Too late, or the loop is closed: there is nobody to tell but a caller that waits.
      if (call > 0) refuse(error);
    }
  }
}

function raised(name: string, message: Extract<FromThread, { kind: "raised" }>): unknown {
  const error = reviveThrown(message.thrown);
  switch (message.reason) {
    case "closure":
      return closureError(name, message.variable ?? "", error);
    case "compile":
      return compileError(name, error);
    case "clone":
      return cloneError("result", name, error instanceof Error ? error.message : String(error), error);
    default:
      return error;
  }
}
