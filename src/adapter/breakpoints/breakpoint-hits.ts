/** What happens at a breakpoint before anybody sees it: hits are counted, log points are written. */

import type { CdpConnection } from "../cdp/connection.js";
import type { CallFrame, PausedParams } from "../cdp/types.js";
import type { Client } from "../dap/client.js";
import { evaluateInFrame } from "../variables/evaluation.js";
import { valueText } from "../variables/value-text.js";
import type { Breakpoint, Breakpoints } from "./breakpoints.js";
import { parseLogMessage } from "./log-message.js";

const LOG_GROUP = "loopscope:log";

interface Parts {
  readonly breakpoints: Breakpoints;
  readonly connection: CdpConnection;
  readonly client: Client;
  readonly ownership: { isUser(frame: CallFrame): boolean };
}

/** The breakpoints of a pause that the user wants to stop at. */
export async function wantedHits(
  { callFrames, hitBreakpoints = [] }: PausedParams,
  { breakpoints, connection, client, ownership }: Parts,
): Promise<readonly Breakpoint[]> {
  const stopping: Breakpoint[] = [];
  for (const breakpoint of breakpoints.find(hitBreakpoints)) {
    // The runtime, in a bundle, has a function of that name, too.
    if (breakpoint.functionName !== undefined && !ownership.isUser(callFrames[0]!)) continue;
    breakpoint.hits++;
    if (breakpoint.hitCondition !== undefined && !breakpoint.hitCondition(breakpoint.hits)) continue;
    if (breakpoint.logMessage === undefined) stopping.push(breakpoint);
    else {
      const text = await logText(breakpoint.logMessage, callFrames[0]!, connection);
      client.send("output", { category: "console", output: `${text}\n` });
    }
  }
  return stopping;
}

async function logText(message: string, frame: CallFrame, connection: CdpConnection): Promise<string> {
  let text = "";
  for (const part of parseLogMessage(message)) {
    if ("text" in part) text += part.text;
    else {
      text += await evaluateInFrame(connection, frame.callFrameId, part.expression, { group: LOG_GROUP })
        .then((value) => (value.type === "string" ? String(value.value) : valueText(value)))
        .catch((failure: Error) => `{${failure.message}}`);
    }
  }
  connection.send("Runtime.releaseObjectGroup", { objectGroup: LOG_GROUP }).catch(() => {});
  return text;
}
