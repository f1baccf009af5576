/** Everything about one task: the answer to `asyncioInspect`. */
import type { Awaiting, InspectFrame, InspectResponse } from "../../protocol/index.js";
import type { AgentLink } from "../agent/agent-link.js";
import { errors } from "../dap/errors.js";
import type { Stop } from "../execution/stop.js";
import type { TaskTable } from "../tasks/task-table.js";
import type { Tasks } from "../tasks/tasks.js";
import type { Groups } from "../variables/handles.js";
import type { Frames } from "./frames.js";
import type { Stacks } from "./stacks.js";

/** Of one task the program tells by itself; all others are brought up to date if that takes no longer, milliseconds. */
const REFRESH_PATIENCE_MS = 500;
/** Frames of one answer whose locals are read. */
const LOCALS_LIMIT_FRAMES = 50;

export interface InspectParts {
  readonly agent: AgentLink;
  readonly tasks: Tasks;
  readonly stacks: Stacks;
  readonly frames: Frames;
  readonly groups: Groups;
}

/** @throws UserError for an unknown task. */
export async function inspectTask(
  { agent, tasks, stacks, frames, groups }: InspectParts,
  taskId: number,
  stop: Stop | undefined,
): Promise<InspectResponse> {
  await tasks.refresh(REFRESH_PATIENCE_MS);
  const { table, view } = tasks;
  if (!table.tasks.has(taskId)) throw errors.unknownTask(taskId);
  // An ended task that the program has let go of is in our history only.
  const details = await agent.command("inspect", { taskId }).catch(() => undefined);
  const info = details?.task ?? table.tasks.get(taskId)!;
  const stack: InspectFrame[] = [];
  const group = groups.temporary();
  try {
    for (const frame of table.pending.has(taskId) ? await stacks.ofTask(taskId, stop, group.name) : []) {
      if (frame.kind === "label" || frame.taskId === undefined) continue;
      const locals =
        stack.length < LOCALS_LIMIT_FRAMES ? await frames.locals({ frame, group: group.name }) : undefined;
      stack.push({
        ...view.place(frame.place),
        name: frame.name,
        taskId: frame.taskId,
        ...(locals === undefined ? {} : { locals }),
      });
    }
  } finally {
    group.dispose();
  }
  const created =
    details?.createdStack.flatMap(({ name, site }) =>
      site === undefined || !view.isUsers(site) ? [] : [{ ...view.site(site), name }],
    ) ?? [];
  const [createdAt] = created;
  return {
    task: {
      ...view.task(info, tasks.threads.taskIds()),
      ...(createdAt === undefined ? {} : { createdAt }),
    },
    stack,
    ...(created.length > 0 ? { createdStack: created } : {}),
    counters: info.counters ?? { steps: 0, cancelRequests: 0 },
    cancels: details?.cancels ?? info.cancels ?? [],
    awaitChain: awaitChain(taskId, table),
    warnings: table.warningsOf(taskId).map((warning) => view.warning(warning)),
  };
}

/** From a task along what it awaits, down to the root cause; a cycle ends where it would begin again. */
export function awaitChain(taskId: number, table: TaskTable): InspectResponse["awaitChain"] {
  const chain: { taskId: number; awaiting?: Awaiting }[] = [];
  const seen = new Set<number>();
  for (let id: number | undefined = taskId; id !== undefined && !seen.has(id); ) {
    seen.add(id);
    const awaiting: Awaiting | undefined = table.tasks.get(id)?.awaiting;
    chain.push({ taskId: id, ...(awaiting === undefined ? {} : { awaiting }) });
    const holders: readonly number[] =
      awaiting?.resourceId === undefined ? [] : (table.resources.get(awaiting.resourceId)?.holders ?? []);
    id = awaiting?.taskIds?.[0] ?? (awaiting?.kind === "lock" ? holders[0] : undefined);
  }
  return chain;
}
