/** Setting what the user has set of a suspended coroutine, once that has resumed. */
import type { CallFrame } from "../cdp/types.js";
import type { ExecutionParts } from "./execution-parts.js";

/** In the coroutine that has resumed, if it has not ended at once: its frame is the one above the trap's. */
export async function setResumedLocals(
  { client, ownership, suspendedLocals }: ExecutionParts,
  token: number,
  callFrames: readonly CallFrame[],
): Promise<void> {
  const trap = callFrames.findIndex((frame) => ownership.isTrap(frame));
  const failures = await suspendedLocals.apply(token, callFrames[trap - 1]);
  for (const text of failures) client.send("output", { category: "console", output: `${text}\n` });
}
