/**
 * `unclosed …`: what should have been closed and was forgotten: in debug mode, a loop.
 *
 * Source: CPython's `BaseEventLoop.__del__` and its transports'. Here the garbage collector tells, or the exit of the
 * process.
 */
import { type CapturedStack, captureStack } from "./debug.js";
import { host } from "./host.js";
import { observer } from "./instrumentation.js";

/** @internal An object that is to be closed; it does not refer to the object. */
export interface Unclosed {
  /** Its text, for the message. */
  readonly text: string;
  readonly onCollected: () => void;
  /** Who made it, or switched debug mode on. */
  readonly createdAt: CapturedStack;
}

const open = new Set<Unclosed>();
const collected = new FinalizationRegistry<Unclosed>((record) => {
  record.onCollected();
  report(record);
});
let atExit = false;

/**
 * @internal Warns if `object` is collected, or the process exits, before {@link closed} is called with the result.
 * `onCollected` is called if it is collected.
 */
export function watchUnclosed(object: object, text: string, onCollected: () => void): Unclosed {
  const record: Unclosed = { text, onCollected, createdAt: captureStack().release() };
  open.add(record);
  collected.register(object, record, record);
  if (!atExit) {
    atExit = true;
    host.onExit(() => [...open].forEach(report));
  }
  return record;
}

/** @internal It was closed, or is not to be warned of any more. */
export function closed(record: Unclosed): void {
  open.delete(record);
  collected.unregister(record);
}

function report(record: Unclosed): void {
  if (!open.delete(record)) return;
  const message = `unclosed ${record.text}`;
  host.warn(message, "ResourceWarning");
  observer.current?.warned({ kind: "unclosed", message, createdStack: record.createdAt.toString() });
}
