/** Requests that run, stop and step the program. */

import { CdpClosedError } from "../cdp/connection.js";
import type { Arguments } from "../dap/arguments.js";
import { errors } from "../dap/errors.js";
import type { StepKind } from "../execution/stepping.js";
import { LOOP_THREAD_ID, taskIdOf } from "../tasks/threads.js";
import type { Handler, HandlerContext } from "./requests.js";
import { checkSteppable } from "./task-stop-requests.js";

/** A program that goes on may end before it has said that it does: what was asked for was done. */
async function unlessEnded(going: Promise<void>): Promise<void> {
  await going.catch((failure: unknown) => {
    if (!(failure instanceof CdpClosedError)) throw failure;
  });
}

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
      await execution.order.run(threadId, async (follows) => {
        if (execution.stop === undefined) throw errors.notStopped();
        // The loop's thread is the one that runs the task: a client may have it selected.
        const taskId = follows ? undefined : taskIdOf(threadId);
        if (taskId !== undefined) checkSteppable(debuggee(), taskId);
        await unlessEnded(execution.step(kind, taskId));
      });
      return {};
    };
  return {
    continue: async (args) => {
      checkThread(args.integer("threadId"));
      await unlessEnded(debuggee().execution.continue());
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
    restartFrame: async (args) => {
      const { execution, frames } = debuggee();
      const { frame } = frames.find(args.integer("frameId"));
      if (frame.kind !== "running") throw errors.cannotRestart();
      await execution.restart(frame.callFrame);
      return {};
    },
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
