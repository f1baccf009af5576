/** Commands that stop in one task, or hold it back. The program's own refusals are shown as they are. */
import type { AsyncioRequests } from "../../protocol/index.js";
import { Command } from "../text/contributions.js";
import { isLive, type TaskTarget } from "./task-target.js";

type TaskRequest =
  | "asyncioRunToResume"
  | "asyncioStepToAwait"
  | "asyncioBreakOnTask"
  | "asyncioFreeze"
  | "asyncioThaw";

type OnTask = (
  act: (target: TaskTarget) => Promise<void>,
  fits: (target: TaskTarget) => boolean,
) => (...args: unknown[]) => Promise<void>;

/** Command ids → what they do. */
export function stepCommands(
  onTask: OnTask,
): Readonly<Record<string, (...args: unknown[]) => Promise<void>>> {
  const send = (request: TaskRequest, fits: (target: TaskTarget) => boolean) =>
    onTask(async ({ session, task }) => {
      await session.request(request, { taskId: task.id } as AsyncioRequests[TaskRequest]["arguments"]);
    }, fits);
  const isFrozen = (target: TaskTarget): boolean => isLive(target) && target.task.frozen === true;
  const isFree = (target: TaskTarget): boolean => isLive(target) && !isFrozen(target);
  return {
    [Command.runToTask]: send("asyncioRunToResume", isFree),
    [Command.stepTaskToAwait]: send("asyncioStepToAwait", isFree),
    [Command.breakOnTask]: send("asyncioBreakOnTask", isFree),
    [Command.freezeTask]: send("asyncioFreeze", isFree),
    [Command.thawTask]: send("asyncioThaw", isFrozen),
  };
}
