/** One program with a bit of everything, and the agent's account of it without what differs from run to run. */
import type { HelloMessage, ResourceInfo, TaskInfo } from "../../src/protocol/index.js";
import * as asyncio from "../../src/runtime/index.js";
import { AgentClient } from "../unit/agent/agent-client.js";

/** What the agent sent, normalised: times and durations are 0, ids count from 1, places name the file only. */
export interface Account {
  readonly hello: unknown;
  readonly tasks: readonly unknown[];
  readonly resources: readonly unknown[];
  readonly loops: readonly unknown[];
}

function* holdLock(lock: asyncio.Lock): asyncio.Coroutine<void> {
  yield* lock.acquire();
  yield* asyncio.sleep(3600);
}
function* awaitLock(lock: asyncio.Lock): asyncio.Coroutine<void> {
  yield* lock.acquire();
}
function* consume(queue: asyncio.Queue<number>): asyncio.Coroutine<void> {
  yield* asyncio.waitFor(queue.get(), 3600);
}
function* finish(): asyncio.Coroutine<string> {
  return "result";
}
function* fail(): asyncio.Coroutine<void> {
  throw new RangeError("out of range");
}
function* refuse(): asyncio.Coroutine<string> {
  try {
    yield* asyncio.sleep(3600);
  } catch {
    // declines to end
  }
  return "declined";
}
function* gatherAll(tasks: readonly asyncio.Task<void>[]): asyncio.Coroutine<void> {
  yield* asyncio.gather(tasks);
}
function* lead(): asyncio.Coroutine<void> {
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    group.createTask(asyncio.sleep(3600), { name: "member" });
  });
}

function* scenario(client: AgentClient): asyncio.Coroutine<Account> {
  asyncio.currentTask()?.setName("main");
  const lock = new asyncio.Lock({ name: "orders" });
  const queue = new asyncio.Queue<number>(2, { name: "jobs" });
  const holder = asyncio.createTask(holdLock(lock), { name: "holder" });
  const waiter = asyncio.createTask(awaitLock(lock), { name: "waiter" });
  const consumer = asyncio.createTask(consume(queue), { name: "consumer" });
  const gathering = asyncio.createTask(gatherAll([holder, waiter]), { name: "gathering" });
  const leader = asyncio.createTask(lead(), { name: "leader" });
  const ended = [
    asyncio.createTask(finish(), { name: "finished" }),
    asyncio.createTask(fail(), { name: "failed" }),
    asyncio.createTask(asyncio.sleep(3600), { name: "cancelled" }),
    asyncio.createTask(refuse(), { name: "declining" }),
  ];
  yield* asyncio.sleep(0);
  for (const task of ended.slice(2)) task.cancel("no longer needed");
  yield* asyncio.wait(ended);
  ended[1]?.exception();
  const account = accountOf(client.flush());
  for (const task of [gathering, consumer, leader]) task.cancel();
  return account;
}

/** Runs the scenario on this copy of the runtime, and gives what its agent had sent at the end. */
export async function runScenario(): Promise<Account> {
  const client = new AgentClient();
  try {
    return await asyncio.run(scenario(client));
  } finally {
    client.close();
  }
}

function accountOf(client: AgentClient): Account {
  const tasks = [...client.tasks.values()].sort((a, b) => a.id - b.id);
  const resources = [...client.resources.values()].sort((a, b) => a.id - b.id);
  const loops = [...client.loops.values()].filter(({ state }) => state === "running");
  const numbers = new Numbering();
  for (const { id } of tasks) numbers.of("task", id);
  return {
    hello: { ...(client.hellos[0] as HelloMessage), pid: 0, startedMs: 0, host: "", runtimeScripts: [] },
    tasks: tasks.map((task) => normalTask(task, numbers)),
    resources: resources.map((resource) => normalResource(resource, numbers)),
    loops: loops.map((loop) => ({
      ...loop,
      id: numbers.of("loop", loop.id),
      turns: 0,
      handlesRun: 0,
      currentTaskId: loop.currentTaskId === undefined ? 0 : numbers.of("task", loop.currentTaskId),
    })),
  };
}

/** Ids in the order in which they are met. */
class Numbering {
  readonly #given = new Map<string, number>();
  readonly #last = new Map<string, number>();
  of(kind: "task" | "resource" | "loop", id: number): number {
    const key = `${kind} ${id}`;
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const next = (this.#last.get(kind) ?? 0) + 1;
    this.#last.set(kind, next);
    this.#given.set(key, next);
    return next;
  }
}

function normalTask(task: TaskInfo, numbers: Numbering): unknown {
  const { awaiting, createdAt, counters, wokenBy, ...rest } = task;
  const ids = (values: readonly number[]) => values.map((id) => numbers.of("task", id));
  return {
    ...rest,
    id: numbers.of("task", task.id),
    loopId: numbers.of("loop", task.loopId),
    ...(task.parentId === undefined ? {} : { parentId: numbers.of("task", task.parentId) }),
    ...(task.groupId === undefined ? {} : { groupId: numbers.of("resource", task.groupId) }),
    ...(task.createdMs === undefined ? {} : { createdMs: 0 }),
    ...(task.endedMs === undefined ? {} : { endedMs: 0 }),
    ...(createdAt === undefined ? {} : { createdAt: createdAt.path.replace(/^.*[/\\]|\.\w+$/g, "") }),
    ...(awaiting === undefined
      ? {}
      : {
          awaiting: {
            ...awaiting,
            ...(awaiting.sinceMs === undefined ? {} : { sinceMs: 0 }),
            ...(awaiting.deadlineMs === undefined ? {} : { deadlineMs: 0 }),
            ...(awaiting.resourceId === undefined
              ? {}
              : { resourceId: numbers.of("resource", awaiting.resourceId) }),
            ...(awaiting.taskIds === undefined ? {} : { taskIds: ids(awaiting.taskIds) }),
          },
        }),
    ...(task.cancels === undefined
      ? {}
      : {
          cancels: task.cancels.map((request) => ({
            ...request,
            atMs: 0,
            ...(request.byTaskId === undefined ? {} : { byTaskId: numbers.of("task", request.byTaskId) }),
          })),
        }),
    ...(wokenBy === undefined
      ? {}
      : {
          wokenBy: {
            ...wokenBy,
            atMs: 0,
            ...(wokenBy.byTaskId === undefined ? {} : { byTaskId: numbers.of("task", wokenBy.byTaskId) }),
            ...(wokenBy.resourceId === undefined
              ? {}
              : { resourceId: numbers.of("resource", wokenBy.resourceId) }),
          },
        }),
    counters: { cancelRequests: counters?.cancelRequests },
  };
}

function normalResource(resource: ResourceInfo, numbers: Numbering): unknown {
  return {
    ...resource,
    id: numbers.of("resource", resource.id),
    ...(resource.loopId === undefined ? {} : { loopId: numbers.of("loop", resource.loopId) }),
    ...(resource.consumers === undefined
      ? {}
      : { consumers: resource.consumers.map((id) => numbers.of("task", id)) }),
    ...(resource.producers === undefined
      ? {}
      : { producers: resource.producers.map((id) => numbers.of("task", id)) }),
    holders: resource.holders.map((id) => numbers.of("task", id)),
    waiters: resource.waiters.map((id) => numbers.of("task", id)),
  };
}
