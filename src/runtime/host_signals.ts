/**
 * The process's signals, by name as Node has them and by number as Python has them. Source: CPython
 * `Lib/signal.py`.
 *
 * Beside `host.ts`, and not in it: a loop whose clock a test drives by hand has the process's signals all the same.
 */
import { constants } from "node:os";
import { isMainThread } from "node:worker_threads";
import type { Dispose } from "./host.js";

/** A signal: its name (`"SIGTERM"`), or its number on this system. */
export type Signal = NodeJS.Signals | number;

const numbers: Readonly<Record<string, number>> = constants.signals;

/** The first name that this system has for a number; some have two (`SIGABRT`, `SIGIOT`). */
const names = new Map<number, NodeJS.Signals>();
for (const [name, number] of Object.entries(numbers)) {
  if (!names.has(number)) names.set(number, name as NodeJS.Signals);
}

/** Its name, or null when this system has no such signal. */
export function signalName(signal: Signal): NodeJS.Signals | null {
  const number = typeof signal === "number" ? signal : numbers[signal];
  return number === undefined ? null : (names.get(number) ?? null);
}

/** Its number on this system; 0 when it has none. */
export function signalNumber(signal: Signal): number {
  return typeof signal === "number" ? signal : (numbers[signal] ?? 0);
}

/** Whether this thread gets the process's signals: the main thread alone does. */
export const receivesSignals: boolean = isMainThread;

/**
 * Calls `callback` each time the signal comes, instead of what the system does by default.
 * @throws Node's `EINVAL` for one that cannot be caught.
 */
export function onSignal(name: NodeJS.Signals, callback: () => void): Dispose {
  process.on(name, callback);
  return () => process.off(name, callback);
}
