/** The loops of this copy of the runtime: their ids, how they are, and their clocks against the calendar. */
import type { LoopInfo } from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import { liveLoops } from "../loop_registry.js";
import type { Task } from "../tasks.js";
import { hostResources } from "./host_resources.js";

/** A turn that has lasted this long blocks its loop, milliseconds. */
const BLOCKED_AFTER_MS = 1000;

/** @internal What is remembered of a loop. */
export interface LoopRecord {
  readonly id: number;
  /** Epoch milliseconds when the loop's clock shows zero. */ epochOffsetMs: number;
  /** Epoch milliseconds; 0 between two turns. */ turnStartedMs: number;
  changed: boolean;
  sentTurns: number;
}

/** @internal */
export class LoopTable {
  readonly #records = new WeakMap<BaseEventLoop, LoopRecord>();
  readonly #nextId: () => number;

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  idOf(loop: BaseEventLoop): number {
    return this.record(loop).id;
  }

  record(loop: BaseEventLoop): LoopRecord {
    let record = this.#records.get(loop);
    if (record === undefined) {
      const epochOffsetMs = epochOffset(loop);
      record = {
        id: this.#nextId(),
        epochOffsetMs,
        turnStartedMs: 0,
        changed: true,
        sentTurns: -1,
      };
      this.#records.set(loop, record);
    }
    return record;
  }

  /** Compares the clocks again: they drift apart, and jump when the machine sleeps. */
  synchronize(): void {
    for (const loop of liveLoops()) this.record(loop).epochOffsetMs = epochOffset(loop);
  }

  /** Seconds of a loop's clock as epoch milliseconds. */
  epochMs(loop: BaseEventLoop, seconds: number): number {
    return this.record(loop).epochOffsetMs + seconds * 1000;
  }

  /** The loops that changed, or have run. */
  takeChanges(idOf: (task: Task<unknown>) => number): LoopInfo[] {
    return liveLoops()
      .filter((loop) => {
        const record = this.record(loop);
        const changed = record.changed || record.sentTurns !== loop._turns;
        record.changed = false;
        record.sentTurns = loop._turns;
        return changed;
      })
      .map((loop) => this.#encode(loop, idOf));
  }

  /** All loops but closed ones, with what Node is busy with. */
  all(idOf: (task: Task<unknown>) => number): LoopInfo[] {
    const busy = hostResources();
    return liveLoops()
      .filter((loop) => !loop.isClosed())
      .map((loop) => ({ ...this.#encode(loop, idOf), hostResources: busy }));
  }

  #encode(loop: BaseEventLoop, idOf: (task: Task<unknown>) => number): LoopInfo {
    const record = this.record(loop);
    const since = record.turnStartedMs;
    const blocked = since > 0 && Date.now() - since > BLOCKED_AFTER_MS;
    return {
      id: record.id,
      state: blocked ? "blocked" : stateOf(loop, since > 0),
      debug: loop._debug,
      turns: loop._turns,
      handlesRun: loop._handlesRun,
      ...(loop._currentTask === null ? {} : { currentTaskId: idOf(loop._currentTask) }),
      ...(blocked ? { blockedSinceMs: Math.round(since) } : {}),
      readyHandles: loop._ready.size,
      timers: loop._scheduled.size - loop._scheduled._timerCancelledCount,
    };
  }
}

function stateOf(loop: BaseEventLoop, inTurn: boolean): LoopInfo["state"] {
  if (loop.isClosed()) return "closed";
  if (!loop.isRunning()) return "stopped";
  return inTurn || loop._ready.size > 0 ? "running" : "idle";
}

function epochOffset(loop: BaseEventLoop): number {
  return Date.now() - loop.time() * 1000;
}
