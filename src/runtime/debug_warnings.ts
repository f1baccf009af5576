/** One way out for the warnings of debug mode: as a line to the logger, and as data to the observer. */
import { observer, type RuntimeWarning } from "./instrumentation.js";
import { logger } from "./log.js";

/** @internal Logs the warning's message, with where the object concerned was created, and tells the observer. */
export function warn(warning: RuntimeWarning): void {
  logger.current.warning(warning.message);
  if (observer.current !== null) observer.current.warned(warning);
}
