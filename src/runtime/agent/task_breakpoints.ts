/**
 * Breakpoints on what happens to tasks: the program stops in the middle of it, with whoever does it on the stack.
 *
 * Nothing is asked of a hook but one look at a flag as long as nobody has set any.
 */
import type { TaskBreakpoint, TaskBreakpointKind, TaskStopNotice } from "../../protocol/index.js";
import type { RuntimeWarning } from "../instrumentation.js";
import type { Task } from "../tasks.js";
import { nameOfCoroutine } from "./coroutine_names.js";
import { namePattern } from "./name_patterns.js";
import { notice } from "./notice.js";
import { OverdueTasks } from "./overdue_tasks.js";

/** After so many turns of the loop, whoever awaits a task that failed has taken its exception. */
const TURNS_TO_RETRIEVE = 3;

/** What is needed of the agent around. */
export interface TaskBreakpointContext {
  idOf(task: Task<unknown>): number;
  /** Pending tasks, with how often each was stepped, and since when it waits and exists (epoch ms; 0: not known). */
  pending(): Iterable<{ task: Task<unknown>; steps: number; suspendedMs: number; createdMs: number }>;
  /** Runs an action from the host's own loop: a command may have interrupted Node's timers. */
  soon(action: () => void): void;
}

interface Wanted {
  readonly patterns: readonly RegExp[];
  readonly seconds: number | undefined;
}

/** @internal */
export class TaskBreakpoints {
  readonly #context: TaskBreakpointContext;
  readonly #overdue: OverdueTasks;
  /** By client: each replaces its own only. */
  readonly #clients = new Map<string, readonly TaskBreakpoint[]>();
  readonly #wanted = new Map<TaskBreakpointKind, Wanted[]>();
  #failed: { task: Task<unknown>; turns: number }[] = [];
  /** Whether there are any. */
  active = false;

  constructor(context: TaskBreakpointContext) {
    this.#context = context;
    this.#overdue = new OverdueTasks(context, (kind, task) =>
      this.#stop({ kind, ...this.#named(task) }, task),
    );
  }

  /** Replaces those of one client. */
  set(client: string, breakpoints: readonly TaskBreakpoint[]): void {
    if (breakpoints.length === 0) this.#clients.delete(client);
    else this.#clients.set(client, breakpoints);
    this.#wanted.clear();
    for (const { kind, names = [], seconds } of [...this.#clients.values()].flat()) {
      const list = this.#wanted.get(kind) ?? [];
      list.push({ patterns: names.map(namePattern), seconds });
      this.#wanted.set(kind, list);
    }
    this.active = this.#wanted.size > 0;
    this.#overdue.watch(
      (["pending", "waiting"] as const).flatMap((kind) =>
        (this.#wanted.get(kind) ?? []).map(({ patterns, seconds = 0 }) => ({
          kind,
          limitMs: seconds * 1000,
          fits: (task: Task<unknown>) => fits(patterns, namesOf(task)),
        })),
      ),
    );
  }

  clear(): void {
    for (const client of [...this.#clients.keys()]) this.set(client, []);
    this.#failed = [];
  }

  created(task: Task<unknown>, parent: Task<unknown> | null): void {
    const names = () => [...namesOf(task), ...(parent?._stack ?? []).map(nameOfCoroutine)];
    if (!this.#wants("created", names)) return;
    const by = parent === null ? {} : { byTaskId: this.#context.idOf(parent) };
    this.#stop({ kind: "created", ...this.#named(task), ...by }, task);
  }

  /** Once for each cancellation, not for its repetitions. */
  cancelled(task: Task<unknown>, message: unknown, requester: Task<unknown> | null): void {
    if (task.cancelling() !== 1 || !this.#wants("cancelled", () => namesOf(task))) return;
    const by = requester === null ? {} : { byTaskId: this.#context.idOf(requester) };
    const text = typeof message === "string" && message !== "" ? { message } : {};
    this.#stop({ kind: "cancelled", ...this.#named(task), ...by, ...text }, task);
  }

  ended(task: Task<unknown>): void {
    this.#overdue.ended(task);
    if (task._state !== "FINISHED") return;
    if (task.cancelling() > 0 && this.#wants("suppressed", () => namesOf(task))) {
      this.#stop({ kind: "suppressed", ...this.#named(task) }, task);
    }
    if (task._exception !== null && this.#wants("unretrieved", () => namesOf(task))) {
      this.#failed.push({ task, turns: TURNS_TO_RETRIEVE });
    }
  }

  turnEnded(): void {
    if (this.#failed.length === 0) return;
    const due = this.#failed.filter((each) => --each.turns === 0);
    if (due.length === 0) return;
    this.#failed = this.#failed.filter(({ turns }) => turns > 0);
    for (const { task } of due) this.#unretrieved(task);
  }

  /** The loop has stopped: nobody of it will take an exception any more. */
  loopStopped(): void {
    const due = this.#failed;
    this.#failed = [];
    for (const { task } of due) this.#unretrieved(task);
  }

  warned({ kind, message, task }: RuntimeWarning): void {
    if (!this.#wants("warning", () => [kind, ...(task === undefined ? [] : namesOf(task))])) return;
    const named = task === undefined ? {} : this.#named(task);
    this.#stop({ kind: "warning", ...named, message, warning: kind }, task ?? null);
  }

  #unretrieved(task: Task<unknown>): void {
    if (!task._logTraceback) return;
    const exception = task._exception;
    const stack = exception instanceof Error && typeof exception.stack === "string" ? exception.stack : "";
    const message = stack.split("\n", 1)[0] || String(exception);
    this.#stop({ kind: "unretrieved", ...this.#named(task), message, stack }, task);
  }

  #named(task: Task<unknown>): { taskId: number; name: string } {
    return { taskId: this.#context.idOf(task), name: task.getName() };
  }

  #wants(kind: TaskBreakpointKind, names: () => readonly string[]): boolean {
    const wanted = this.#wanted.get(kind);
    return wanted?.some(({ patterns }) => fits(patterns, patterns.length === 0 ? [] : names())) === true;
  }

  #stop(what: TaskStopNotice, task: Task<unknown> | null): void {
    notice(what, task === null ? null : (task._coroutine as object));
  }
}

function fits(patterns: readonly RegExp[], names: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => names.some((name) => pattern.test(name)));
}

const namesOf = (task: Task<unknown>): readonly string[] => [
  task.getName(),
  nameOfCoroutine(task._coroutine as object),
];
