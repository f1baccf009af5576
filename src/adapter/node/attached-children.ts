/**
 * Child processes of a program that was attached to: it is running, so its environment, which they inherit, is changed
 * from within, for as long as the debugger is there, however that goes.
 */
import { childrenReturn } from "../../protocol/index.js";
import { openLifeline } from "../agent/lifeline.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { Disposable } from "../dap/disposable.js";
import { disposable } from "../dap/disposable.js";
import { asInternal } from "../sources/debugger-scripts.js";
import { callAttached } from "../target/bridge-bringing.js";
import { sessionFolder } from "../target/session-file.js";

const ANSWER_TIMEOUT_MS = 5_000;

export interface OfferedChildren {
  /** Puts the program's environment back. Never rejects; the end of our connection does the same, a little later. */
  leave(): Promise<void>;
}

/**
 * Has processes that the program starts from now on ask at `address` for a debugger.
 * @returns why they will not, if so.
 */
export async function takeChildrenOf(
  connection: CdpConnection,
  address: string,
): Promise<OfferedChildren | string> {
  const giveBack = `globalThis[Symbol.for(${JSON.stringify(childrenReturn(address))})]?.()`;
  const run = (expression: string) =>
    connection.send(
      "Runtime.evaluate",
      {
        expression: asInternal(expression),
        includeCommandLineAPI: true,
        returnByValue: true,
        silent: true,
        disableBreaks: true,
      },
      ANSWER_TIMEOUT_MS,
    );
  let lifeline: Disposable = disposable(() => {});
  try {
    const { result, exceptionDetails } = await run(callAttached("offerChildren", address, sessionFolder()));
    if (exceptionDetails !== undefined) {
      return exceptionDetails.exception?.description?.split("\n")[0] ?? exceptionDetails.text;
    }
    if (result.value !== true) return "another debugger has them";
    lifeline = await openLifeline(connection, giveBack);
  } catch (failure) {
    return (failure as Error).message;
  }
  return {
    async leave() {
      await run(giveBack).catch(() => {});
      lifeline.dispose();
    },
  };
}
