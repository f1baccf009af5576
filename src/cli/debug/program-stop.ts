import type { DapSite } from "../../protocol/index.js";

/** A stop of the program that the terminal client asked for. */
export interface ProgramStop {
  readonly threadId: number;
  /** Why it stopped, in the adapter's words. */
  readonly description: string;
  /** The innermost frame; absent where no code runs. */
  readonly frame?: DapSite & { readonly name: string };
}

/** Of the event `stopped`. */
export interface StoppedBody {
  readonly reason: string;
  readonly description?: string;
  readonly threadId?: number;
}

interface StackTraceBody {
  readonly stackFrames: readonly (DapSite & { readonly name: string; readonly presentationHint?: string })[];
}

/** Reads the event `stopped`; where it is, is asked for. */
export async function readStop(
  body: StoppedBody,
  request: <T>(command: string, args: object) => Promise<T>,
): Promise<ProgramStop> {
  const { threadId = 1, reason, description = reason } = body;
  // A stop is one, whether or not its place can be told.
  const stack = await request<StackTraceBody>("stackTrace", { threadId, levels: 1 }).catch(() => undefined);
  const top = stack?.stackFrames[0];
  if (top === undefined || top.presentationHint === "label") return { threadId, description };
  return { threadId, description, frame: top };
}
