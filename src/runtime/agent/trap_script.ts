/** The script in which the program stops for the debugger, and which a debugger must not skip. */
import { runInThisContext } from "node:vm";

export const TRAP_SCRIPT = "loopscope-trap.js";

/**
 * A function that stops where it says `debugger`, compiled when it is first needed.
 *
 * There are two of it, at two places of the script, taken in turns: when V8 comes to a `debugger` statement by stepping,
 * it passes over that place until it has stopped at another one (V8 13.6, in Node 24).
 */
export function trapFunction<F>(source: string): () => F {
  let functions: readonly F[] | undefined;
  let turn = 0;
  return () => {
    functions ??= runInThisContext(`[${source},\n${source}]`, { filename: TRAP_SCRIPT }) as readonly F[];
    turn = 1 - turn;
    return functions[turn] as F;
  };
}
