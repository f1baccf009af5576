/** Whether a pause is at an exception that the user wants to see. */

import type { Exceptions } from "../breakpoints/exceptions.js";
import type { CallFrame, PausedParams, RemoteObject } from "../cdp/types.js";
import type { CodeOwnership } from "../sources/code-ownership.js";
import { isThrown, type PauseReason } from "./pause-reasons.js";
import type { Current } from "./stepping.js";
import type { Stop } from "./stop.js";

export interface Catching {
  /** Whether nothing on the await chain of what runs catches an error that is thrown there. */
  isUncaught(stop: Stop): Promise<boolean>;
  /** Whether one of these frames, by itself, catches an error that is thrown there. */
  anyCatches(callFrames: readonly CallFrame[]): Promise<boolean>;
}

export interface Thrown {
  readonly error: RemoteObject;
  readonly uncaught: boolean;
}

/** The exception of a pause, when a filter of the client's wants it. */
export async function wantedException(
  { exceptions, ownership }: { exceptions: Exceptions; ownership: CodeOwnership },
  catching: Catching,
  reasons: readonly PauseReason[],
  { callFrames }: PausedParams,
  current: Current,
): Promise<Thrown | undefined> {
  const thrown = reasons.find(isThrown);
  if (thrown === undefined || !exceptions.active) return undefined;
  const error = thrown.data as unknown as RemoteObject;
  // Where Node or the runtime throws and catches by itself, or nobody else is there, it is not the user's affair.
  const machinery = callFrames.findIndex((frame) => ownership.isUser(frame));
  if (machinery < 0 || (await catching.anyCatches(callFrames.slice(0, machinery)))) return undefined;
  let uncaught = thrown.data.uncaught === true;
  const wanted = await exceptions.wants(error, current?.taskId, async () => {
    // Without the loop on the stack nothing but V8 knows: native promises have an await chain of their own.
    const driven = current !== null || callFrames.some((frame) => ownership.isRuntime(frame));
    if (driven) uncaught = await catching.isUncaught({ reason: "exception", callFrames, current });
    return uncaught;
  });
  return wanted ? { error, uncaught } : undefined;
}
