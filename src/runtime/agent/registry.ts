/** Makes a registry answer: for the copy of the runtime that comes first, and for those that join it. */
import { isDebugMode } from "../debug.js";
import { logger } from "../log.js";
import { commandHandler, helloOf } from "./commands.js";
import type { DeferredActions } from "./deferred_actions.js";
import { Outbox } from "./outbox.js";
import type { AgentSource, SharedRegistry } from "./source.js";
import { taskBreakpoints } from "./task_breakpoint_list.js";
import { Timeline } from "./timeline.js";

/** Fills in what a registry does. Never throws into the program: the first error is logged, and ends the sending. */
export function serveRegistry(registry: SharedRegistry, actions: DeferredActions): void {
  const sources: AgentSource[] = [];
  let awake = false;
  let anonymous = 0;
  const clients = new Set<string>();
  const startedMs = Date.now();
  const hello = () => helloOf(sources, startedMs);
  let broken = false;
  let commanding = false;
  let deferred = false;

  const failed = (error: unknown): void => {
    if (!broken) logger.current.error("Exception in the debugger's agent", error);
    broken = true;
    fallAsleep();
  };
  const outbox = new Outbox(sources, failed, () => registry.readsColumns === true);
  const flush = (sliceMs?: number): boolean => {
    try {
      if (!awake || broken) return false;
      if (sliceMs === undefined) {
        outbox.flush();
        return false;
      }
      const more = outbox.flushSlice(sliceMs);
      // Node's timers may be interrupted: none must be set now.
      if (more) actions.soon(() => awake && outbox.resume());
      return more;
    } catch (error) {
      failed(error);
      return false;
    }
  };
  const flushAll = (): void => {
    flush();
  };
  const wake = (): void => {
    for (const source of sources) source.wake();
    if (awake) return;
    awake = true;
    outbox.send(hello());
    process.once("exit", flushAll);
  };
  const fallAsleep = (): void => {
    awake = false;
    outbox.cancel();
    record(null);
    process.off("exit", flushAll);
    for (const source of sources) source.sleep();
  };
  const isWanted = (): boolean =>
    anonymous > 0 || clients.size > 0 || registry.wakeOnLoad === true || isDebugMode();
  let timeline: Timeline | null = null;
  const record = (next: Timeline | null): void => {
    timeline = next;
    for (const source of sources) source.record?.(next);
  };
  const command = commandHandler(sources, outbox, {
    hello,
    timelineFor(nowMs) {
      const wanted = timeline?.isWanted(nowMs) === true ? timeline : new Timeline(nowMs);
      if (wanted !== timeline) record(wanted);
      return wanted;
    },
    wake,
    enter(client) {
      if (client === undefined) anonymous++;
      else clients.add(client);
      wake();
    },
    leave(client) {
      if (client !== undefined) clients.delete(client);
      else if (anonymous > 0) anonymous--;
      if (awake && !isWanted()) fallAsleep();
    },
  });

  registry.sources = sources;
  registry.flush = flush;
  registry.backlog = () => sources.reduce((sum, source) => sum + (source.backlog?.() ?? 0), 0);
  registry.command = (callJson) => {
    commanding = true;
    try {
      return command(callJson);
    } finally {
      commanding = false;
    }
  };
  registry.coroutines = (taskId) => {
    for (const source of sources) if (source.hasTask(taskId)) return source.coroutines(taskId);
    return [];
  };
  registry.run = (factory, taskId) => {
    for (const source of sources) {
      const running = source.run?.(factory, taskId) ?? source.run?.(factory, undefined);
      if (running !== undefined) return running;
    }
    throw new Error("no event loop is running");
  };
  registry.trapResume = (taskId, coroutine, token) =>
    sources.some((source) => source.trapResume?.(taskId, coroutine, token) === true);
  registry.resumeToken = (coroutine) => {
    for (const source of sources) {
      const token = source.resumeToken?.(coroutine) ?? 0;
      if (token !== 0) return token;
    }
    return 0;
  };
  registry.describe = (...values) => {
    try {
      return JSON.stringify(
        values.map((value) => {
          for (const source of sources) {
            const facts = source.describe?.(value);
            if (facts !== undefined) return facts;
          }
          return null;
        }),
      );
    } catch {
      // A getter of the program's in a prototype chain: nothing is known of the values then.
      return "[]";
    }
  };
  registry.changed = () => {
    if (!awake || broken) return;
    if (timeline !== null && !timeline.isWanted(Date.now())) record(null);
    if (!commanding) {
      outbox.schedule();
    } else if (!deferred) {
      // A command may have interrupted Node's timers: no new one must be set now.
      deferred = true;
      actions.soon(() => {
        deferred = false;
        if (awake) outbox.schedule();
      });
    }
  };
  registry.join = (source) => {
    sources.push(source);
    // A copy that is loaded later is awake if the others are, and its scripts are made known.
    if (awake) outbox.send(hello());
    source.record?.(timeline);
    if (awake || isWanted()) wake();
    try {
      for (const [client, breakpoints] of Object.entries(registry.taskBreakpoints ?? {})) {
        source.setTaskBreakpoints(client, taskBreakpoints(breakpoints));
      }
    } catch (error) {
      // Of a debugger that knows more kinds than we do.
      logger.current.error("Exception in the debugger's agent", error);
    }
  };
}
