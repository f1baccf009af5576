/** The project's own requests: tasks, and what is wrong with them. */
import {
  type AsyncioRequests,
  type DumpFrame,
  dumpText,
  type InspectResponse,
  PLACES_LIMIT_TASKS,
  type TaskPlace,
} from "../../protocol/index.js";
import type { Agent } from "../agent/agent.js";
import { errors, UserError } from "../dap/errors.js";
import type { EventPace } from "../dap/event-pace.js";
import type { Findings } from "../diagnosis/findings.js";
import type { Tasks } from "../tasks/tasks.js";
import { taskIdOf } from "../tasks/threads.js";
import type { Timeline } from "../tasks/timeline.js";
import { takeDump } from "./dump.js";
import type { Handler } from "./requests.js";

type Body<N extends keyof AsyncioRequests> = Promise<AsyncioRequests[N]["body"]>;

/** A program whose tasks can be asked for, in whatever language. */
export interface AsyncioProgram {
  readonly agent: Agent;
  readonly tasks: Tasks;
  readonly findings: Findings;
  /** It cannot answer any more. */
  readonly isOver: boolean;
  /** @throws UserError for an unknown task. */
  inspect(taskId: number): Promise<InspectResponse>;
  readonly timeline: Timeline;
  /** The debugger holds it. */
  readonly isStopped: boolean;
  /** What the debugger calls it. */
  readonly name: string | undefined;
  /** The suspended coroutines of those tasks that have some, innermost first. */
  ownStacks(taskIds: readonly number[]): Promise<ReadonlyMap<number, readonly DumpFrame[]>>;
  /** The innermost lines of those tasks that wait at one. */
  places(taskIds: readonly number[]): Promise<readonly TaskPlace[]>;
}

export interface TaskRequestsContext {
  /** The client's. */
  readonly pace: EventPace;
  /** @throws UserError when there is no program, or it has ended. */
  program(): AsyncioProgram;
  /** The program even when it has ended. */
  lastProgram(): AsyncioProgram | undefined;
  /** Says once why there is nothing to see, when that is certain. */
  noteMissingAsyncio(): void;
}

export function taskRequests(context: TaskRequestsContext): Record<string, Handler> {
  /** @throws UserError for an unknown task. */
  const checkTask = async (taskId: number): Promise<void> => {
    const { tasks } = context.program();
    if (tasks.table.tasks.has(taskId)) return;
    await tasks.refresh();
    if (!tasks.table.tasks.has(taskId)) throw errors.unknownTask(taskId);
  };
  const cancel = async (params: AsyncioRequests["asyncioCancel"]["arguments"]): Body<"asyncioCancel"> => {
    const { agent, tasks } = context.program();
    await checkTask(params.taskId);
    try {
      return await agent.command("cancel", params);
    } catch (failure) {
      // Known to our history only: it has ended, and the program has let go of it.
      const ended = !tasks.table.pending.has(params.taskId);
      if (ended && failure instanceof UserError && agent.hello !== undefined) return { requested: 0 };
      throw failure;
    }
  };
  return {
    asyncioTasks: async (args): Body<"asyncioTasks"> => {
      const count = args.optionalInteger("count");
      const cursor = args.optionalInteger("cursor");
      const columns = args.optionalBoolean("columns") ?? false;
      if (count !== undefined && count < 1) throw errors.wrongArgument("count", "above zero", String(count));
      const program = context.lastProgram();
      context.noteMissingAsyncio();
      if (program === undefined) return { tasks: [], resources: [], loops: [], dropped: 0 };
      const { tasks } = program;
      if (count !== undefined && cursor === undefined) tasks.beginReading();
      if (cursor === undefined) await tasks.refresh();
      return count === undefined
        ? tasks.response(undefined, columns)
        : tasks.nextPage(count, cursor, columns);
    },
    asyncioInspect: async (args): Body<"asyncioInspect"> => context.program().inspect(args.integer("taskId")),
    asyncioPlaces: async (args): Body<"asyncioPlaces"> => {
      const taskIds = args.integers("taskIds");
      if (taskIds.length > PLACES_LIMIT_TASKS) {
        throw errors.wrongArgument("taskIds", `at most ${PLACES_LIMIT_TASKS} ids`, String(taskIds.length));
      }
      return { places: await context.program().places(taskIds) };
    },
    asyncioCancel: (args): Body<"asyncioCancel"> => {
      const message = args.optionalString("message");
      const subtree = args.optionalBoolean("subtree");
      return cancel({
        taskId: args.integer("taskId"),
        ...(message === undefined ? {} : { message }),
        ...(subtree === undefined ? {} : { subtree }),
      });
    },
    asyncioCancelPreview: async (args): Body<"asyncioCancelPreview"> => {
      const taskId = args.integer("taskId");
      const { agent, tasks } = context.program();
      await checkTask(taskId);
      // An ended one: there is nothing left to cancel, and the program may have let go of it.
      if (!tasks.table.pending.has(taskId)) return { taskIds: [], shields: [] };
      return agent.command("cancelPreview", { taskId });
    },
    asyncioTimeline: (args): Body<"asyncioTimeline"> => {
      const taskIds = args.raw("taskIds") === undefined ? undefined : args.integers("taskIds");
      const fromMs = args.optionalNumber("fromMs");
      const toMs = args.optionalNumber("toMs");
      const limit = args.optionalInteger("limit");
      if (limit !== undefined && limit < 1) throw errors.wrongArgument("limit", "above zero", String(limit));
      return context.program().timeline.ask({
        ...(taskIds === undefined ? {} : { taskIds }),
        ...(fromMs === undefined ? {} : { fromMs }),
        ...(toMs === undefined ? {} : { toMs }),
        ...(limit === undefined ? {} : { limit }),
      });
    },
    asyncioDump: async (args): Body<"asyncioDump"> => {
      const format = args.optionalOneOf("format", ["json", "text"]) ?? "json";
      const stacks = args.optionalInteger("stacks");
      if (stacks !== undefined && stacks < 0)
        throw errors.wrongArgument("stacks", "a number of tasks", String(stacks));
      const program = context.lastProgram();
      if (program === undefined) throw errors.noProgram();
      const dump = await takeDump(program, stacks);
      return format === "json" ? { dump } : { text: dumpText(dump) };
    },
    asyncioSetDebug: (args): Body<"asyncioSetDebug"> =>
      context.program().agent.command("setDebug", { enabled: args.boolean("enabled") }),
    asyncioEventTaken: (args): Body<"asyncioEventTaken"> => {
      const event = args.integer("event");
      const columns = args.optionalBoolean("columns") ?? false;
      context.pace.taken(event, columns, Date.now());
      return Promise.resolve({});
    },
    asyncioDiagnose: async (): Body<"asyncioDiagnose"> => {
      const program = context.lastProgram();
      if (program === undefined || program.isOver) return { findings: [] };
      return { findings: await program.findings.take() };
    },
    // Ending a task's thread is cancelling the task.
    terminateThreads: async (args) => {
      for (const threadId of args.optionalIntegers("threadIds") ?? []) {
        const taskId = taskIdOf(threadId);
        if (taskId === undefined) throw errors.unknownThread(threadId);
        await cancel({ taskId });
      }
      return {};
    },
  };
}
