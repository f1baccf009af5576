/** The event loops that exist, so that a debugger that attaches late finds them, and through them their tasks. */
import type { BaseEventLoop } from "./base_events.js";

const references = new Set<WeakRef<BaseEventLoop>>();
const collected = new FinalizationRegistry<WeakRef<BaseEventLoop>>((reference) =>
  references.delete(reference),
);

/** @internal A loop was made. It is not kept alive by this. */
export function registerLoop(loop: BaseEventLoop): void {
  const reference = new WeakRef(loop);
  references.add(reference);
  collected.register(loop, reference);
}

/** @internal The loops of this copy of the runtime, closed ones too, in order of their creation. */
export function liveLoops(): BaseEventLoop[] {
  const loops: BaseEventLoop[] = [];
  for (const reference of references) {
    const loop = reference.deref();
    if (loop !== undefined) loops.push(loop);
  }
  return loops;
}
