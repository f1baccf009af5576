/** Looks at what debug mode finds, as the agent does. */
import type { Instrument, RuntimeWarning } from "../../src/runtime/instrumentation.js";

/** An observer that looks at warnings only. */
export function warningsOnlyOf(warned: (warning: RuntimeWarning) => void): Instrument {
  const nothing = () => {};
  return {
    loopCreated: nothing,
    loopChanged: nothing,
    turnStarted: nothing,
    turnEnded: nothing,
    taskCreated: nothing,
    taskStepStarted: nothing,
    taskSuspended: nothing,
    taskDone: nothing,
    futureDone: nothing,
    exceptionRetrieved: nothing,
    queueUsed: nothing,
    cancelRequested: nothing,
    resourceAcquired: nothing,
    resourceReleased: nothing,
    warned,
  };
}
