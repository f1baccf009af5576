/** What Node itself is busy with that might wake a task: the loop's own timers and the standard streams do not count. */
import { ownInterrupts, ownTimers } from "../host.js";

/** Standard output and error: always open, and nothing ever comes from them. */
const OUTPUT_DESCRIPTORS = new Set([1, 2]);

const STANDARD_INPUT = 0;

interface ActiveHandle {
  readonly fd?: number;
  readonly _handle?: { readonly fd?: number };
  isPaused?(): boolean;
}

/** Names of Node's active resources, see `process.getActiveResourcesInfo`. */
export function hostResources(): string[] {
  const names = process.getActiveResourcesInfo();
  remove(names, "Timeout", ownTimers.count);
  for (let count = standardStreams().length; count > 0; count--) {
    // The stream's kind is not told by the handle; there is at most one resource of each for it.
    if (!remove(names, "TTYWrap", 1)) remove(names, "PipeWrap", 1);
  }
  return [...names, ...signalListeners()];
}

/** `Signal` for each listener of the program's: Node does not count them, as they keep no process alive. */
function signalListeners(): string[] {
  return process
    .eventNames()
    .filter((event) => typeof event === "string" && /^SIG[A-Z]/.test(event))
    .flatMap((event) => {
      const own = event === "SIGINT" ? ownInterrupts.count : 0;
      return process.listenerCount(event) > own ? ["Signal"] : [];
    });
}

/** Streams among Node's active handles that stand for the standard ones. An idle standard input is one of them. */
function standardStreams(): ActiveHandle[] {
  const list = (process as { _getActiveHandles?: () => ActiveHandle[] })._getActiveHandles?.() ?? [];
  return list.filter((handle) => {
    const descriptor = handle.fd ?? handle._handle?.fd;
    if (descriptor === undefined) return false;
    return (
      OUTPUT_DESCRIPTORS.has(descriptor) || (descriptor === STANDARD_INPUT && handle.isPaused?.() === true)
    );
  });
}

function remove(names: string[], name: string, count: number): boolean {
  let removed = false;
  for (; count > 0; count--) {
    const index = names.indexOf(name);
    if (index < 0) break;
    names.splice(index, 1);
    removed = true;
  }
  return removed;
}
