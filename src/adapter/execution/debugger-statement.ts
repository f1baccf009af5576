/** `debugger` statements of the user's, which everybody stops for. */
import type { PausedParams } from "../cdp/types.js";
import type { ExecutionParts } from "./execution-parts.js";
import { isPlain, type PauseReason } from "./pause-reasons.js";

/** Whether a pause is one. */
export async function isStatement(
  { ownership, sources }: ExecutionParts,
  params: PausedParams,
  reasons: readonly PauseReason[],
): Promise<boolean> {
  const [top] = params.callFrames;
  if (top === undefined || !ownership.isUser(top) || !isPlain(params, reasons)) return false;
  return sources.isDebuggerStatement(top.location);
}
