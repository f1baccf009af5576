/** The project's own requests that stop, step and hold back one task. */
import type { AsyncioRequests, TaskInfo } from "../../protocol/index.js";
import type { Arguments } from "../dap/arguments.js";
import { errors } from "../dap/errors.js";
import { Sequence } from "../dap/sequence.js";
import type { Tasks } from "../tasks/tasks.js";
import type { Handler } from "./requests.js";

type Body<N extends keyof AsyncioRequests> = Promise<AsyncioRequests[N]["body"]>;

/** A program whose tasks can be stopped, stepped and held back one by one, in whatever language. */
export interface StoppableProgram {
  readonly tasks: Tasks;
  runToResume(taskId: number): Promise<void>;
  stepToAwait(taskId: number): Promise<void>;
  breakOn(taskId: number, enabled: boolean): Promise<void>;
  freeze(taskId: number, frozen: boolean): Promise<TaskInfo>;
}

/** @throws UserError when the task has ended, or is frozen. */
export function checkSteppable({ tasks }: Pick<StoppableProgram, "tasks">, taskId: number): void {
  const task = tasks.table.tasks.get(taskId);
  if (task === undefined) throw errors.unknownTask(taskId);
  if (!tasks.table.pending.has(taskId)) throw errors.endedTask(task.name);
  if (task.frozen === true && task.state !== "running") throw errors.frozenStep(task.name);
}

export function taskStopRequests(stoppable: () => StoppableProgram): Record<string, Handler> {
  /** What is switched on and off is, in the end, as the last request says. */
  const switches = new Sequence();
  /** @throws UserError for an unknown task, and for one that has ended. */
  const pendingTask = async (args: Arguments): Promise<{ program: StoppableProgram; taskId: number }> => {
    const taskId = args.integer("taskId");
    const program = stoppable();
    const { table } = program.tasks;
    await program.tasks.refresh();
    const task = table.tasks.get(taskId);
    if (task === undefined) throw errors.unknownTask(taskId);
    if (!table.pending.has(taskId)) throw errors.endedTask(task.name);
    return { program, taskId };
  };
  const steppable = async (args: Arguments) => {
    const found = await pendingTask(args);
    checkSteppable(found.program, found.taskId);
    return found;
  };
  const freeze = async (args: Arguments, frozen: boolean): Promise<{ frozen: boolean }> => {
    const { program, taskId } = await pendingTask(args);
    program.tasks.put(await program.freeze(taskId, frozen));
    return { frozen };
  };
  return {
    asyncioRunToResume: async (args): Body<"asyncioRunToResume"> => {
      const { program, taskId } = await steppable(args);
      await program.runToResume(taskId);
      return {};
    },
    asyncioStepToAwait: async (args): Body<"asyncioStepToAwait"> => {
      const { program, taskId } = await steppable(args);
      await program.stepToAwait(taskId);
      return {};
    },
    asyncioBreakOnTask: (args): Body<"asyncioBreakOnTask"> =>
      switches.run(async () => {
        const { program, taskId } = await pendingTask(args);
        const enabled = args.optionalBoolean("enabled") ?? true;
        await program.breakOn(taskId, enabled);
        return { enabled };
      }),
    asyncioFreeze: (args): Body<"asyncioFreeze"> => switches.run(() => freeze(args, true)),
    asyncioThaw: (args): Body<"asyncioThaw"> => switches.run(() => freeze(args, false)),
  };
}
