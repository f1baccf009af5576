/** Why V8 paused. Several reasons at once come as one pause, `ambiguous`. */
import type { PausedParams } from "../cdp/types.js";

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

/** V8's reasons for a pause at a `throw`, and at a rejection that nobody handles. */
const EXCEPTION_REASONS = new Set(["exception", "promiseRejection"]);

export const isThrown = ({ reason }: PauseReason): boolean => EXCEPTION_REASONS.has(reason);

/** Why V8 paused where the user does not want to stop; undefined at the end of V8's own step. */
export function unwantedBy(
  { hitBreakpoints = [] }: PausedParams,
  reasons: readonly PauseReason[],
): "exception" | "breakpoint" | undefined {
  if (reasons.some(isThrown)) return "exception";
  return hitBreakpoints.length > 0 ? "breakpoint" : undefined;
}

/** A pause for which V8 names no reason: the end of a step, or a `debugger` statement. */
export const isPlain = ({ hitBreakpoints = [] }: PausedParams, reasons: readonly PauseReason[]): boolean =>
  hitBreakpoints.length === 0 &&
  reasons.some(({ reason }) => reason === "other" || reason === "debugCommand");
