/** Who needs to hear of each step's start: mostly nobody, and a task switch is to pay for no call in vain. */
import { observer } from "../instrumentation.js";

const wanted = { trap: false, timeline: false };

/** @internal Says whether it is needed for this; without arguments, what was said last holds for a new observer, too. */
export function wantStepStarts(purpose?: keyof typeof wanted, isWanted = false): void {
  if (purpose !== undefined) wanted[purpose] = isWanted;
  observer.stepStarts = wanted.trap || wanted.timeline;
}
