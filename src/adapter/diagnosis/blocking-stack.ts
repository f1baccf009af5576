/** The stack of code that does not return to the loop, without stopping it. */
import type { Site } from "../../protocol/index.js";
import type { CdpConnection } from "../cdp/connection.js";
import { asInternal, INTERNAL_URL } from "../sources/debugger-scripts.js";

const ANSWER_TIMEOUT_MS = 1_000;

/**
 * V8 answers an evaluation in the middle of `while (true) {}`, on top of the stack that loops: an error made there has
 * all of it. The program's own settings for stacks are put back at once.
 */
const EXPRESSION = `(() => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_, sites) => sites;
    return JSON.stringify(new Error().stack.slice(1).map((site) => [
      site.getFunctionName(), site.getFileName(), site.getLineNumber(), site.getColumnNumber(),
    ]));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete Error.prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
})()`;

/** Frames of what the main thread runs at this moment, innermost first; empty when it is idle. */
export async function blockingStack(connection: CdpConnection): Promise<readonly Site[]> {
  const { result } = await connection.send(
    "Runtime.evaluate",
    { expression: asInternal(EXPRESSION), returnByValue: true, silent: true, disableBreaks: true },
    ANSWER_TIMEOUT_MS,
  );
  if (typeof result.value !== "string") return [];
  const rows = JSON.parse(result.value) as [string | null, string | null, number | null, number | null][];
  return (
    rows
      // The evaluation itself is on top.
      .filter(([, path, line]) => path !== null && path !== "" && path !== INTERNAL_URL && line !== null)
      .map(([name, path, line, column]) => ({
        path: path as string,
        line: line as number,
        column: column ?? 1,
        ...(name === null ? {} : { name }),
      }))
  );
}
