/** Requests about a program that debugpy is behind: what it knows is its answer, what it does not is the agent's. */
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Arguments } from "../../dap/arguments.js";
import { errors } from "../../dap/errors.js";
import type { Handler } from "../../requests/requests.js";
import { taskIdOf } from "../../tasks/threads.js";
import type { PythonProgram } from "../program.js";
import { OWN_NUMBERS, type TaskStacks } from "../task-stacks.js";
import type { DebugpyBackend } from "./backend.js";
import type { StopControl } from "./stop-control.js";
import type { StepCommand } from "./task-steps.js";

export interface DebugpyRequestParts {
  readonly backend: DebugpyBackend;
  readonly program: () => PythonProgram;
  readonly stacks: () => TaskStacks;
}

/** Functions of asyncio that call into a task: below them the loop begins. */
const LOOP_FUNCTIONS = new Set(["_run", "_run_once", "run_forever", "run_until_complete"]);

export function debugpyRequests({ backend, program, stacks }: DebugpyRequestParts): Record<string, Handler> {
  const control = (): StopControl => {
    if (backend.control === undefined) throw errors.noProgram();
    return backend.control;
  };
  const step =
    (command: StepCommand): Handler =>
    async (args) => {
      await control().step(command, args.integer("threadId"));
      stacks().forget();
      return {};
    };
  const isOwn = (number: number | undefined): boolean => number !== undefined && number >= OWN_NUMBERS;
  return {
    continue: async () => {
      await control().continue();
      stacks().forget();
      return { allThreadsContinued: true };
    },
    pause: async () => {
      await control().pause();
      return {};
    },
    next: step("next"),
    stepIn: step("stepIn"),
    stepOut: step("stepOut"),
    threads: async () => {
      const own = program().threads.list();
      const others = (await control().learnThreads()).map(({ id, name }) => ({
        id: backend.threads.toClient(id),
        name,
      }));
      return { threads: [...own, ...others.filter(({ id }) => !own.some((thread) => thread.id === id))] };
    },
    stackTrace: async (args) => {
      const threadId = args.integer("threadId");
      return page(await stackOf(threadId), args);
    },
    scopes: (args) => {
      const frameId = args.integer("frameId");
      return isOwn(frameId) ? { scopes: stacks().scopes(frameId) } : backend.forward("scopes", { frameId });
    },
    variables: async (args) => {
      const variablesReference = args.integer("variablesReference");
      if (isOwn(variablesReference)) return { variables: await stacks().variables(variablesReference) };
      return backend.forward("variables", {
        variablesReference,
        ...present("filter", args.optionalString("filter")),
        ...present("start", args.optionalInteger("start")),
        ...present("count", args.optionalInteger("count")),
      });
    },
    exceptionInfo: async (args) => {
      args.integer("threadId");
      const { stop } = control();
      if (stop === undefined) throw errors.noException();
      return exceptionInfo(await backend.forward("exceptionInfo", { threadId: stop.thread }));
    },
  };

  async function stackOf(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    const { stop } = control();
    const thread = backend.threads.toDebugpy(threadId);
    const taskId = taskIdOf(threadId);
    if (!control().isStoppedThread(threadId)) {
      // Threads of the system are known while they are stopped.
      if (thread !== undefined && stop !== undefined && thread !== stop.thread) return framesOf(thread);
      return stacks().ofThread(threadId);
    }
    const frames = await framesOf(stop!.thread);
    if (stop!.taskId === undefined) return frames;
    if (taskId !== stop!.taskId) return frames;
    return [
      ...(await taskFrames(frames, taskId)),
      ...(await stacks().awaiting(taskId, `thread ${threadId}`)),
    ];
  }

  /**
   * What a task has on its thread's stack: down to its outermost coroutine, without asyncio's own. debugpy leaves out
   * frames that are not the user's, so the loop's need not be there to tell where the task ends.
   */
  async function taskFrames(
    frames: readonly DebugProtocol.StackFrame[],
    taskId: number,
  ): Promise<DebugProtocol.StackFrame[]> {
    const root = (await program().ownStack(taskId)).at(-1)?.site;
    const place = root === undefined ? undefined : program().place(root);
    const last = frames
      .map(
        ({ source, line }) =>
          place !== undefined && source?.path === place.source?.path && line === place.line,
      )
      .lastIndexOf(true);
    if (last >= 0) return withoutMachinery(frames.slice(0, last + 1));
    const end = frames.findIndex(({ name }) => LOOP_FUNCTIONS.has(name));
    return withoutMachinery(end < 0 ? frames : frames.slice(0, end));
  }

  function withoutMachinery(frames: readonly DebugProtocol.StackFrame[]): DebugProtocol.StackFrame[] {
    const machinery = program().agent.hello?.runtimeScripts ?? [];
    const shown = frames.filter(
      ({ source }) => source?.path === undefined || !machinery.includes(path.dirname(source.path)),
    );
    return shown.length > 0 ? [...shown] : [...frames];
  }

  async function framesOf(thread: number): Promise<DebugProtocol.StackFrame[]> {
    const { stackFrames } = await backend.forward("stackTrace", {
      threadId: thread,
      startFrame: 0,
      levels: 0,
    });
    return stackFrames as DebugProtocol.StackFrame[];
  }
}

/** Without what debugpy adds to the protocol. */
function exceptionInfo({ details, ...info }: Record<string, unknown>): Record<string, unknown> {
  if (typeof details !== "object" || details === null) return info;
  const { source: _, ...known } = details as Record<string, unknown>;
  return { ...info, details: known };
}

function present(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function page(
  frames: readonly DebugProtocol.StackFrame[],
  args: Arguments,
): DebugProtocol.StackTraceResponse["body"] {
  const start = args.optionalInteger("startFrame") ?? 0;
  const levels = args.optionalInteger("levels") || Number.POSITIVE_INFINITY;
  return { stackFrames: frames.slice(start, start + levels), totalFrames: frames.length };
}
