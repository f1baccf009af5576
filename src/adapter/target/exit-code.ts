/** The exit code of a program that is not our child: it tells us itself, as its last word. */
import type { CdpConnection } from "../cdp/connection.js";
import { asInternal } from "../sources/debugger-scripts.js";

/** CDP binding that takes the exit code. */
const EXIT_BINDING = "__loopscopeExit";
const LISTENER = `globalThis[Symbol.for("loopscope.exit")]`;
const ANSWER_TIMEOUT_MS = 5_000;

export interface ExitWatch {
  readonly pid: number;
  /** The code, once the program has begun to exit; undefined before, and when a signal killed it. */
  code(): number | undefined;
  /** Takes the listener out of the program again. */
  dispose(): Promise<void>;
}

/** Starts watching: before the bridge's own listener, which sends the last messages. @throws CdpTimeoutError when the program does not answer. */
export async function watchExit(connection: CdpConnection): Promise<ExitWatch> {
  let code: number | undefined;
  connection.on("Runtime.bindingCalled", ({ name, payload }) => {
    if (name === EXIT_BINDING) code = Number(payload);
  });
  await connection.send("Runtime.enable", {});
  await connection.send("Runtime.addBinding", { name: EXIT_BINDING });
  const { result } = await connection.send(
    "Runtime.evaluate",
    {
      expression: asInternal(
        `process.prependListener("exit", ${LISTENER} = (code) => ${EXIT_BINDING}(String(code))).pid`,
      ),
      returnByValue: true,
      silent: true,
      disableBreaks: true,
    },
    ANSWER_TIMEOUT_MS,
  );
  return {
    pid: Number(result.value),
    code: () => code,
    dispose: async () => {
      const expression = `process.removeListener("exit", ${LISTENER}), delete ${LISTENER}`;
      await connection
        .send("Runtime.evaluate", { expression, silent: true, disableBreaks: true }, ANSWER_TIMEOUT_MS)
        .catch(() => {});
    },
  };
}
