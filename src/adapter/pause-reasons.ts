/** Why V8 paused. Several reasons at once come as one pause, `ambiguous`. */
import type { PausedParams } from "./cdp/types.js";

export interface PauseReason {
  readonly reason: string;
  readonly data: Record<string, unknown>;
}

/** All reasons of a pause. */
export function pauseReasons({ reason, data = {} }: PausedParams): readonly PauseReason[] {
  if (reason !== "ambiguous" || !Array.isArray(data.reasons)) return [{ reason, data }];
  return (data.reasons as { reason: string; auxData?: Record<string, unknown> }[]).map((each) => ({
    reason: each.reason,
    data: each.auxData ?? {},
  }));
}
