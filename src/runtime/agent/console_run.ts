/** What is typed into a debugger's console, run as a task of the program's own loop. */
import type { ConsoleRun } from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import type { Coroutine } from "../coroutines.js";
import { CancelledError } from "../exceptions.js";
import type { Task } from "../tasks.js";
import type { DeferredActions } from "./deferred_actions.js";

const NAME = "Debug Console";

/** @internal Starts a coroutine in `loop` when the loop gets to it. */
export function runInLoop(
  factory: () => Coroutine<unknown>,
  loop: BaseEventLoop,
  actions: DeferredActions,
): ConsoleRun {
  let task: Task<unknown> | undefined;
  let cancelled = false;
  const result = new Promise<{ value: unknown }>((resolve, reject) => {
    const start = (): void => {
      if (cancelled) {
        reject(new CancelledError());
        return;
      }
      task = loop.createTask(factory(), { name: NAME });
      task.addDoneCallback((done) => {
        if (done.cancelled()) return reject(new CancelledError());
        const error = done.exception();
        return error === null ? resolve({ value: done.result() }) : reject(error);
      });
    };
    actions.soon(() => {
      if (loop.isClosed()) reject(new Error("Event loop is closed"));
      else loop.callSoonThreadsafe(start);
    });
  });
  // Whoever typed it is told; the program must not end by it.
  result.catch(() => {});
  return {
    result,
    cancel: () => {
      cancelled = true;
      if (task !== undefined) actions.inLoop(loop, () => task?.cancel());
    },
  };
}
