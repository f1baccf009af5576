/** Requests that run, stop and step the program. */
import type { Arguments } from "./arguments.js";
import { errors } from "./errors.js";
import type { Handler, HandlerContext } from "./requests.js";
import type { StepKind } from "./stepping.js";
import { LOOP_THREAD_ID, taskIdOf, threadIdOf } from "./threads.js";

export function executionRequests({ debuggee, lifecycle }: HandlerContext): Record<string, Handler> {
  /** @throws UserError for a thread that is not there. */
  const checkThread = (threadId: number): void => {
    const taskId = taskIdOf(threadId);
    const known =
      threadId === LOOP_THREAD_ID || (taskId !== undefined && debuggee().tasks.table.tasks.has(taskId));
    if (!known) throw errors.unknownThread(threadId);
  };
  const step =
    (kind: StepKind): Handler =>
    async (args: Arguments) => {
      const threadId = args.integer("threadId");
      const { execution } = debuggee();
      checkThread(threadId);
      const { stop } = execution;
      if (stop === undefined) throw errors.notStopped();
      const stopped = stop.current === null ? LOOP_THREAD_ID : threadIdOf(stop.current.taskId);
      // The loop's thread is the one that runs the task: a client may have it selected.
      if (threadId !== stopped && threadId !== LOOP_THREAD_ID) throw errors.otherTaskStep();
      await execution.step(kind);
      return {};
    };
  return {
    continue: async (args) => {
      checkThread(args.integer("threadId"));
      await debuggee().execution.continue();
      return { allThreadsContinued: true };
    },
    pause: async (args) => {
      checkThread(args.integer("threadId"));
      await debuggee().execution.pause();
      return {};
    },
    next: step("over"),
    stepIn: step("into"),
    stepOut: step("out"),
    threads: () => ({
      threads: lifecycle.lastDebuggee()?.threads.list() ?? [{ id: LOOP_THREAD_ID, name: "event loop" }],
    }),
    exceptionInfo: (args) => {
      checkThread(args.integer("threadId"));
      const { stop } = debuggee().execution;
      if (stop?.exception === undefined) throw errors.noException();
      const { className, description, value } = stop.exception;
      const text = description ?? String(value);
      return {
        exceptionId: className ?? stop.exception.type,
        description: text.split("\n")[0],
        breakMode: stop.uncaught === true ? "unhandled" : "always",
        details: { message: text.split("\n")[0], typeName: className, stackTrace: text },
      };
    },
  };
}
