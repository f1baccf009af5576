/**
 * Notices blocked loops from outside, where no bridge does: one watches the main thread of its process alone. The agent
 * is asked, as V8 answers it in the middle of a turn.
 */
import type { Agent } from "../agent/agent.js";
import { type Disposable, disposable } from "../dap/disposable.js";

/** As often as a bridge looks, milliseconds. */
const LOOK_MS = 500;
/** What does not answer within this time, milliseconds, is inside of a native call. */
const ANSWER_TIMEOUT_MS = 2_000;

export interface PulseListener {
  /** The debugger holds it: it is not looked at. */
  isStopped(): boolean;
  /** @param sinceMs Unix epoch, milliseconds. */
  blocked(sinceMs: number): void;
  unblocked(): void;
}

/** Looks until it is disposed, and tells of each change once. */
export function watchPulse(agent: Agent, listener: PulseListener): Disposable {
  let turnSinceMs: number | undefined;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || agent.hello === undefined || listener.isStopped()) return;
    looking = true;
    try {
      const { loops } = await agent.command("pulse", {}, ANSWER_TIMEOUT_MS);
      const sinceMs = loops.find(({ blockedSinceMs }) => blockedSinceMs !== undefined)?.blockedSinceMs;
      if (sinceMs === turnSinceMs) return;
      turnSinceMs = sinceMs;
      if (sinceMs === undefined) listener.unblocked();
      else listener.blocked(sinceMs);
    } catch {
      // It has ended, or does not answer now: the next look will tell.
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return disposable(() => clearInterval(timer));
}
