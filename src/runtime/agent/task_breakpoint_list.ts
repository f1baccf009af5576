/** Reads a debugger's list of task breakpoints. */
import type { TaskBreakpoint, TaskBreakpointKind } from "../../protocol/index.js";

const KINDS: ReadonlySet<string> = new Set<TaskBreakpointKind>([
  "created",
  "cancelled",
  "suppressed",
  "unretrieved",
  "pending",
  "waiting",
  "warning",
]);

/** @throws {TypeError} for anything but a list of task breakpoints. */
export function taskBreakpoints(value: unknown): readonly TaskBreakpoint[] {
  if (!Array.isArray(value)) throw new TypeError("breakpoints must be a list");
  for (const each of value as unknown[]) {
    const { kind, names, seconds } = (each ?? {}) as Record<string, unknown>;
    if (typeof kind !== "string" || !KINDS.has(kind)) {
      throw new TypeError(`there is no task breakpoint ${JSON.stringify(kind)}`);
    }
    if (names !== undefined && !(Array.isArray(names) && names.every((name) => typeof name === "string"))) {
      throw new TypeError("names must be a list of strings");
    }
    const timed = kind === "pending" || kind === "waiting";
    if (timed ? !(typeof seconds === "number" && seconds > 0) : seconds !== undefined) {
      throw new TypeError(timed ? "seconds must be above zero" : `${kind} takes no seconds`);
    }
  }
  return value as readonly TaskBreakpoint[];
}
