/**
 * Tasks that are pending, or wait in one place, for longer than a breakpoint allows.
 *
 * Time is what the program ran: a look that comes much too late means that a debugger held it, or a callback did.
 */
import type { Task } from "../tasks.js";

/** Between two looks, milliseconds. */
const LOOK_MS = 50;

export type OverdueKind = "pending" | "waiting";

/** One breakpoint. */
export interface OverdueLimit {
  readonly kind: OverdueKind;
  readonly limitMs: number;
  fits(task: Task<unknown>): boolean;
}

interface Context {
  pending(): Iterable<{ task: Task<unknown>; steps: number; suspendedMs: number; createdMs: number }>;
  soon(action: () => void): void;
}

interface Since {
  readonly createdMs: number;
  steps: number;
  waitingMs: number;
  /** What it was announced for; a wait is announced once, and so is a task. */
  readonly announced: Set<OverdueKind>;
}

/** @internal */
export class OverdueTasks {
  readonly #context: Context;
  readonly #announce: (kind: OverdueKind, task: Task<unknown>) => void;
  #limits: readonly OverdueLimit[] = [];
  #known = new WeakMap<Task<unknown>, Since>();
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds that the program has run since the first look. */
  #clockMs = 0;
  #lookedMs = 0;

  constructor(context: Context, announce: (kind: OverdueKind, task: Task<unknown>) => void) {
    this.#context = context;
    this.#announce = announce;
  }

  /** Replaces what is watched for. */
  watch(limits: readonly OverdueLimit[]): void {
    this.#limits = limits;
    this.#context.soon(() => this.#schedule());
  }

  ended(task: Task<unknown>): void {
    this.#known.delete(task);
  }

  #schedule(): void {
    if (this.#limits.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#known = new WeakMap();
    } else if (this.#timer === undefined) {
      this.#lookedMs = performance.now();
      this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
    }
  }

  #look(): void {
    const nowMs = performance.now();
    this.#clockMs += Math.min(nowMs - this.#lookedMs, 2 * LOOK_MS);
    this.#lookedMs = nowMs;
    const overdue: [OverdueKind, Task<unknown>][] = [];
    for (const { task, steps, suspendedMs, createdMs } of this.#context.pending()) {
      const since = this.#sinceOf(task, steps, suspendedMs, createdMs);
      for (const { kind, limitMs, fits } of this.#limits) {
        const sinceMs = kind === "pending" ? since.createdMs : since.waitingMs;
        if (this.#clockMs - sinceMs < limitMs || since.announced.has(kind) || !fits(task)) continue;
        since.announced.add(kind);
        overdue.push([kind, task]);
      }
    }
    // Each of them stops the program, for as long as the user likes.
    for (const [kind, task] of overdue) if (!task.done()) this.#announce(kind, task);
    this.#lookedMs = performance.now();
  }

  /** Since when, on our own clock. What was there before the first look is counted by the wall clock up to it. */
  #sinceOf(task: Task<unknown>, steps: number, suspendedMs: number, createdMs: number): Since {
    const known = this.#known.get(task);
    if (known === undefined) {
      const ago = (epochMs: number) => (epochMs === 0 ? 0 : Math.max(0, Date.now() - epochMs));
      const since = {
        createdMs: this.#clockMs - ago(createdMs),
        steps,
        waitingMs: this.#clockMs - ago(suspendedMs),
        announced: new Set<OverdueKind>(),
      };
      this.#known.set(task, since);
      return since;
    }
    if (known.steps !== steps) {
      known.steps = steps;
      known.waitingMs = this.#clockMs;
      known.announced.delete("waiting");
    }
    return known;
  }
}
