/** What is in place while at least one loop is in debug mode. */
import { trackOrigins } from "./coroutine_origin.js";
import { installGeneratorHook } from "./generator_hook.js";

let count = 0;
let uninstallHook: (() => void) | null = null;

/**
 * @internal A loop's debug flag was switched, or a loop in debug mode was closed: the creations of `coroutine()` objects
 * are recorded, and plain generators, too, have a complete stack in their task.
 */
export function countDebugLoop(change: 1 | -1): void {
  count += change;
  trackOrigins(change);
  if (count > 0) {
    uninstallHook ??= installGeneratorHook();
  } else {
    uninstallHook?.();
    uninstallHook = null;
  }
}
