/** Answers the debugger's commands, over all copies of the runtime in the process. */
import {
  type AgentCommandName,
  type AgentCommands,
  decodeCommandCall,
  type HelloMessage,
  PROTOCOL_VERSION,
  type TaskInfo,
} from "../../protocol/index.js";
import { type Outbox, withColumns } from "./outbox.js";
import type { AgentSource, Slice } from "./source.js";
import { taskBreakpoints } from "./task_breakpoint_list.js";
import type { Timeline } from "./timeline.js";
import { TRAP_SCRIPT } from "./trap_script.js";

/** Records in a page of a snapshot: by default, and at most. */
const DEFAULT_PAGE_RECORDS = 500;
const MAX_PAGE_RECORDS = 5000;

/** Time to encode one page, milliseconds: what is missing then comes with the next one. */
const PAGE_MS = 3;

type Params = Record<string, unknown>;

type Handlers = { [N in AgentCommandName]: (params: Params) => AgentCommands[N]["result"] };

function integer(params: Params, name: string): number {
  const value = params[name];
  if (typeof value !== "number" || !Number.isInteger(value))
    throw new TypeError(`${name} must be an integer`);
  return value;
}

function optional<T>(params: Params, name: string, type: "string" | "boolean" | "number"): T | undefined {
  const value = params[name];
  if (value !== undefined && typeof value !== type) throw new TypeError(`${name} must be a ${type}`);
  return value as T | undefined;
}

function flag(params: Params, name: string): boolean {
  const value = params[name];
  if (typeof value !== "boolean") throw new TypeError(`${name} must be a boolean`);
  return value;
}

/** What a handler needs of the registry. */
export interface HandlerParts {
  /** Who we are. */
  hello(): HelloMessage;
  /** The recording, which begins now if it has not. */
  timelineFor(nowMs: number): Timeline;
  /** Wakes all copies, for as long as anybody wants it. */
  wake(): void;
  /** One more client is interested; one that is named counts once. */
  enter(client: string | undefined): void;
  /** One client less is. */
  leave(client: string | undefined): void;
}

/** Makes the `command` of the registry. @param sources all copies; more may join later. */
export function commandHandler(
  sources: readonly AgentSource[],
  outbox: Outbox,
  { hello, wake, enter, leave, timelineFor }: HandlerParts,
): (callJson: string) => string {
  const owner = (params: Params): { source: AgentSource; taskId: number } => {
    const taskId = integer(params, "taskId");
    const source = sources.find((candidate) => candidate.hasTask(taskId));
    if (source === undefined) throw new RangeError(`there is no task ${taskId}`);
    return { source, taskId };
  };
  const loops = () => sources.flatMap((source) => source.loops());

  const handlers: Handlers = {
    subscribe(params) {
      enter(optional<string>(params, "client", "string"));
      return hello();
    },
    unsubscribe() {
      leave(undefined);
      return {};
    },
    leave(params) {
      const { client } = params;
      if (typeof client !== "string") throw new TypeError("client must be a string");
      for (const source of sources) source.leave?.(client);
      leave(client);
      return {};
    },
    snapshot(params) {
      wake();
      const page = snapshot(sources, outbox.seq, params);
      return optional<boolean>(params, "columns", "boolean") === true ? withColumns(page) : page;
    },
    pulse() {
      wake();
      const slice = { maxRecords: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
      const resources = sources.flatMap((source) => source.resources(0, slice));
      return { atMs: Date.now(), loops: loops(), resources };
    },
    cancel(params) {
      const { source, taskId } = owner(params);
      const message = optional<string>(params, "message", "string");
      const subtree = optional<boolean>(params, "subtree", "boolean") ?? false;
      return { requested: source.cancel(taskId, message, subtree) };
    },
    cancelPreview(params) {
      const { source, taskId } = owner(params);
      return source.cancelPreview(taskId);
    },
    timeline(params) {
      wake();
      const nowMs = Date.now();
      const after = params.after === undefined ? 0 : integer(params, "after");
      const limit = params.limit === undefined ? undefined : integer(params, "limit");
      if (after < 0 || (limit ?? 1) < 1) throw new RangeError("after and limit count steps");
      return timelineFor(nowMs).page(nowMs, after, limit);
    },
    setDebug(params) {
      wake();
      const enabled = flag(params, "enabled");
      const loopId = params.loopId === undefined ? undefined : integer(params, "loopId");
      if (loopId !== undefined && !loops().some(({ id }) => id === loopId)) {
        throw new RangeError(`there is no loop ${loopId}`);
      }
      for (const source of sources) source.setDebug(enabled, loopId);
      return { enabled };
    },
    inspect(params) {
      const { source, taskId } = owner(params);
      return source.inspect(taskId);
    },
    current() {
      for (const source of sources) {
        const current = source.current();
        if (current !== null) return current;
      }
      return null;
    },
    armStep(params) {
      const { source, taskId } = owner(params);
      const next = optional<boolean>(params, "next", "boolean") ?? false;
      source.armStep(taskId, integer(params, "resumeDepth"), integer(params, "startDepth"), next);
      return {};
    },
    disarmStep() {
      for (const source of sources) source.disarmStep();
      return {};
    },
    breakOnResume(params) {
      const { source, taskId } = owner(params);
      source.breakOnResume(taskId, flag(params, "enabled"), optional(params, "now", "boolean") ?? false);
      return {};
    },
    stepToAwait(params) {
      const { source, taskId } = owner(params);
      source.stepToAwait(taskId);
      return {};
    },
    freeze(params) {
      const { source, taskId } = owner(params);
      const client = optional<string>(params, "client", "string");
      return { task: source.freeze(taskId, flag(params, "frozen"), client) };
    },
    setTaskBreakpoints(params) {
      wake();
      const client = optional<string>(params, "client", "string") ?? "";
      const breakpoints = taskBreakpoints(params.breakpoints);
      for (const source of sources) source.setTaskBreakpoints(client, breakpoints);
      return {};
    },
  };

  return (callJson: string): string => {
    try {
      const { method, params } = decodeCommandCall(String(callJson));
      if (!Object.hasOwn(handlers, method)) throw new RangeError(`unknown command ${method}`);
      return JSON.stringify({ ok: true, result: handlers[method as AgentCommandName](params) });
    } catch (error) {
      return JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** Who we are. @param startedMs since when ids are counted; Unix epoch, milliseconds */
export function helloOf(sources: readonly AgentSource[], startedMs: number): HelloMessage {
  const runtimeRanges = sources.flatMap(({ range }) => (range === undefined ? [] : [range]));
  return {
    kind: "hello",
    version: PROTOCOL_VERSION,
    language: "typescript",
    pid: process.pid,
    host: process.versions.node,
    startedMs,
    runtimeScripts: sources.map(({ script }) => script),
    ...(runtimeRanges.length === 0 ? {} : { runtimeRanges }),
    trapScript: TRAP_SCRIPT,
  };
}

/**
 * One page: tasks in the order of their ids, then resources; the loops come with every page. A cursor is the last
 * task's id, or, once the tasks are through, -1 less the last resource's id.
 */
function snapshot(
  sources: readonly AgentSource[],
  seq: number,
  params: Params,
): AgentCommands["snapshot"]["result"] {
  const cursor = params.cursor === undefined ? 0 : integer(params, "cursor");
  const limit = params.limit === undefined ? DEFAULT_PAGE_RECORDS : integer(params, "limit");
  if (limit < 1) throw new RangeError("limit must be above zero");
  const slice: Slice = {
    maxRecords: Math.min(limit, MAX_PAGE_RECORDS),
    untilMs: performance.now() + PAGE_MS,
  };
  const page = { seq, atMs: Date.now(), loops: sources.flatMap((source) => source.loops()) };

  let tasks: TaskInfo[] = [];
  let after = -1 - cursor;
  if (cursor >= 0) {
    const found = merged(sources, slice, (source) => source.tasks(cursor, slice));
    tasks = found.records;
    if (!found.complete) return { ...page, tasks, resources: [], cursor: tasks.at(-1)?.id ?? cursor };
    after = 0;
  }
  const { records: resources, complete } = merged(sources, slice, (source) => source.resources(after, slice));
  const whole = { ...page, tasks, resources };
  return complete ? whole : { ...whole, cursor: -1 - (resources.at(-1)?.id ?? after) };
}

/** The first records over all copies: each copy gives its own in the order of their ids, and may stop early. */
function merged<T extends { readonly id: number }>(
  sources: readonly AgentSource[],
  slice: Slice,
  pageOf: (source: AgentSource) => T[],
): { records: T[]; complete: boolean } {
  const pages = sources.map(pageOf);
  const inTime = performance.now() < slice.untilMs;
  // A copy stops early only after some records: for lack of time, or at the limit.
  if (pages.every((page) => page.length === 0 || (inTime && page.length < slice.maxRecords))) {
    return { records: pages.flat().sort((a, b) => a.id - b.id), complete: true };
  }
  // Beyond the last id of a page that may have stopped early, that copy may have more.
  const bound = Math.min(...pages.map((page) => page.at(-1)?.id ?? Number.POSITIVE_INFINITY));
  const records = pages.flat().filter(({ id }) => id <= bound);
  return { records: records.sort((a, b) => a.id - b.id), complete: false };
}
