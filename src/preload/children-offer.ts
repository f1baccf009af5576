/** Has the Node processes that this program starts from now on ask a debugger for sessions; undone without a trace. */
import { join } from "node:path";
import { CHILDREN_VARIABLE, childrenReturn, SESSION_FOLDER_VARIABLE } from "../protocol/index.js";
import { inheritPreload, OPTIONS_VARIABLE } from "./child-process.js";

const CHANGED = [CHILDREN_VARIABLE, SESSION_FOLDER_VARIABLE, OPTIONS_VARIABLE] as const;

/**
 * Changes the environment that new processes inherit: they load the preload, and find the debugger.
 * @param address of its socket for them
 * @param sessions the folder in which it looks for programs
 * @returns false when the processes are another debugger's already. Otherwise the function at `childrenReturn(address)`
 * of the global object puts the environment back, but for what the program has changed meanwhile; calling it twice is safe.
 */
export function offerChildren(address: string, sessions: string): boolean {
  const { env } = process;
  if (env[CHILDREN_VARIABLE] !== undefined) return false;
  const before = CHANGED.map((name) => env[name]);
  env[CHILDREN_VARIABLE] = address;
  env[SESSION_FOLDER_VARIABLE] = sessions;
  const option = inheritPreload(env, join(__dirname, "preload.cjs"));
  const after = CHANGED.map((name) => env[name]);
  const slots = globalThis as unknown as Record<symbol, unknown>;
  const key = Symbol.for(childrenReturn(address));
  const giveBack = (): void => {
    delete slots[key];
    for (const [index, name] of CHANGED.entries()) {
      if (env[name] !== after[index]) continue;
      if (before[index] === undefined) delete env[name];
      else env[name] = before[index];
    }
    // The program has put options of its own to ours.
    const options = env[OPTIONS_VARIABLE];
    if (option !== undefined && options?.includes(option) === true) {
      env[OPTIONS_VARIABLE] = options.replace(option, "").trim();
    }
  };
  Object.defineProperty(slots, key, { value: giveBack, configurable: true });
  return true;
}
