/** The lines at which tasks wait: the answer to `asyncioPlaces`. */
import type { TaskPlace } from "../../protocol/index.js";
import type { Stop } from "../execution/stop.js";
import type { Tasks } from "../tasks/tasks.js";
import type { Groups } from "../variables/handles.js";
import type { Stacks } from "./stacks.js";

export interface PlacesParts {
  readonly tasks: Tasks;
  readonly stacks: Stacks;
  readonly groups: Groups;
}

/** The innermost user's line of each task; tasks that wait at none are left out. */
export async function taskPlaces(
  { tasks, stacks, groups }: PlacesParts,
  taskIds: readonly number[],
  stop: Stop | undefined,
): Promise<readonly TaskPlace[]> {
  const group = groups.temporary();
  const places: TaskPlace[] = [];
  try {
    for (const taskId of taskIds) {
      if (!tasks.table.pending.has(taskId)) continue;
      const frame = (await stacks.ownFrames(taskId, stop, group.name)).find(({ kind }) => kind !== "label");
      if (frame === undefined || frame.kind === "label") continue;
      places.push({ taskId, site: tasks.view.place(frame.place, frame.name) });
    }
  } finally {
    group.dispose();
  }
  return places;
}
