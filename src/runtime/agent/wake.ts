/**
 * What made a task runnable, and who: noted when it happens, in words when somebody asks.
 *
 * The future that was waited for is kept until then, at most until the next batch is sent.
 */
import type { Wakeup } from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import { type Handle, TimerHandle } from "../events.js";
import type { Future } from "../futures.js";
import { Task } from "../tasks.js";
import { labelOf, type ResourceTable } from "./resource_table.js";

/** @internal */
export class Wake {
  cause: "created" | "yield" | "timer" | "task" | "cancel" | "callback" | "io" = "created";
  byTask: Task<unknown> | null = null;
  future: Future<unknown> | null = null;
  /** The same in words, once they were asked for. */ #text: Wakeup | null = null;

  /** It suspended for one turn, so it is runnable again. */
  yielded(): void {
    this.cause = "yield";
    this.byTask = null;
    this.future = null;
    this.#text = null;
  }

  /** `future`, which it waits for, is done; `handle` is what the loop runs, null between two turns. */
  woken(future: Future<unknown>, handle: Handle | null, cancelling: boolean): void {
    const current = (future._loop as BaseEventLoop)._currentTask;
    const cause = handle?._args[0];
    this.future = future;
    this.#text = null;
    // A done-callback, such as a gather's: the task that is done is the cause.
    this.byTask = current ?? (cause instanceof Task ? cause : null);
    if (handle instanceof TimerHandle) this.cause = "timer";
    else if (cancelling || future._state === "CANCELLED") this.cause = "cancel";
    else if (this.byTask !== null) this.cause = "task";
    else this.cause = handle === null ? "io" : "callback";
  }

  /** Nobody asks: lets go of what was waited for. */
  forget(): void {
    this.future = null;
    this.byTask = null;
  }

  /**
   * In words; lets go of what was waited for. Undefined for a time before the agent woke.
   * @param atMs when it was, epoch milliseconds; 0: not known
   */
  describe(
    atMs: number,
    resources: ResourceTable,
    idOf: (task: Task<unknown>) => number,
  ): Wakeup | undefined {
    if (atMs === 0) return undefined;
    this.#text ??= this.#describe(atMs, resources, idOf);
    this.forget();
    return this.#text;
  }

  #describe(atMs: number, resources: ResourceTable, idOf: (task: Task<unknown>) => number): Wakeup {
    const { cause, byTask, future } = this;
    const awaited =
      future === null ? undefined : (future.waitKind ?? (future instanceof Task ? "task" : "future"));
    const label = future === null ? undefined : labelFor(future);
    const resourceId = future === null ? undefined : resources.idFor(future);
    return {
      cause,
      atMs: Math.round(atMs),
      ...(byTask === null ? {} : { byTaskId: idOf(byTask) }),
      ...(awaited === undefined ? {} : { awaited }),
      ...(label === undefined ? {} : { label }),
      ...(resourceId === undefined ? {} : { resourceId }),
    };
  }
}

function labelFor(future: Future<unknown>): string | undefined {
  if (future instanceof Task) return future.getName();
  return future.waitResource === null ? undefined : labelOf(future.waitResource);
}
