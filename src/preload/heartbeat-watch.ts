/** Notices from outside, by the agent's counter in shared memory, that one turn of the loop does not end. */
import { HEARTBEAT } from "../protocol/index.js";

/** How often to look, milliseconds: a blocked loop is reported within `BLOCKED_AFTER_MS` and this. */
export const WATCH_INTERVAL_MS = 500;

/** A turn that lasts longer than this blocks the loop, milliseconds. */
export const BLOCKED_AFTER_MS = 1000;

export interface HeartbeatWatch {
  /** Compares the counter with the time; to be called every `WATCH_INTERVAL_MS`. */
  look(nowMs: number): void;
  /** A debugger holds the program, or let it go: time spent in a pause does not count. */
  setPaused(isPaused: boolean, nowMs: number): void;
}

export interface HeartbeatListener {
  /** Unix epoch, milliseconds: the turn's start, or the end of the last pause within it. */
  blocked(sinceMs: number): void;
  unblocked(): void;
}

/**
 * Watches a heartbeat (see `HEARTBEAT`) and tells the listener of each change once.
 *
 * Looks that come later than they should say that the process itself did not run: the machine was asleep or overloaded, or
 * a signal had stopped it. No loop blocks then, whatever the time; a look stands for as long as it should have taken.
 */
export function watchHeartbeat(heartbeat: Float64Array, listener: HeartbeatListener): HeartbeatWatch {
  let paused = false;
  let resumedMs = 0;
  let blockedTurn: number | undefined;
  let lookedMs: number | undefined;
  /** The turn that the last look met, and for how long its process did not run since. */
  let metTurn: number | undefined;
  let standstillMs = 0;

  const release = (): void => {
    if (blockedTurn === undefined) return;
    blockedTurn = undefined;
    listener.unblocked();
  };
  return {
    look(nowMs) {
      const turn = heartbeat[HEARTBEAT.turns] ?? 0;
      const startedMs = heartbeat[HEARTBEAT.turnStartedMs] ?? 0;
      const lateMs = lookedMs === undefined ? 0 : Math.max(0, nowMs - lookedMs - WATCH_INTERVAL_MS);
      lookedMs = nowMs;
      if (turn === metTurn) standstillMs += lateMs;
      // It may have begun after the standstill: the looks to come will tell.
      else standstillMs = Math.min(lateMs, nowMs - startedMs);
      metTurn = turn;
      if (startedMs === 0 || turn !== blockedTurn) release();
      if (paused || startedMs === 0 || blockedTurn !== undefined) return;
      const sinceMs = Math.max(startedMs, resumedMs);
      if (nowMs - sinceMs - standstillMs <= BLOCKED_AFTER_MS) return;
      blockedTurn = turn;
      listener.blocked(sinceMs);
    },
    setPaused(isPaused, nowMs) {
      if (paused === isPaused) return;
      paused = isPaused;
      if (paused) release();
      else {
        resumedMs = nowMs;
        standstillMs = 0;
      }
    },
  };
}
