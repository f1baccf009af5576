/** The suspended coroutines of many tasks: what a dump has of them. */
import type { DumpFrame } from "../../protocol/index.js";
import type { Stop } from "../execution/stop.js";
import type { Tasks } from "../tasks/tasks.js";
import type { Groups } from "../variables/handles.js";
import type { Stacks } from "./stacks.js";

/** Tasks whose stacks are read before their objects are let go of. */
const TASKS_PER_GROUP = 100;

export interface OwnStacksParts {
  readonly tasks: Tasks;
  readonly stacks: Stacks;
  readonly groups: Groups;
  readonly stop: Stop | undefined;
}

/** The coroutines of each task, innermost first; tasks without any of the program's own are left out. */
export async function ownStacks(
  { tasks, stacks, groups, stop }: OwnStacksParts,
  taskIds: readonly number[],
): Promise<ReadonlyMap<number, readonly DumpFrame[]>> {
  const found = new Map<number, readonly DumpFrame[]>();
  for (let start = 0; start < taskIds.length; start += TASKS_PER_GROUP) {
    const group = groups.temporary();
    try {
      for (const taskId of taskIds.slice(start, start + TASKS_PER_GROUP)) {
        const frames = (await stacks.ownFrames(taskId, stop, group.name)).flatMap((frame) =>
          frame.kind === "label" ? [] : [{ ...tasks.view.place(frame.place), name: frame.name }],
        );
        if (frames.length > 0) found.set(taskId, frames);
      }
    } catch {
      // The program went on, or has ended meanwhile: what was read is all there is.
      return found;
    } finally {
      group.dispose();
    }
  }
  return found;
}
