/**
 * Coroutines that nobody awaits: debug mode remembers where each `coroutine()` object was created, and reports those
 * that are collected, or left at exit, without having run.
 *
 * Source: CPython's `sys.set_coroutine_origin_tracking_depth` and `Lib/warnings.py`, `_warn_unawaited_coroutine`.
 * A plain generator is made by the engine without a word to us, so only `coroutine()` functions are followed.
 */
import { type CapturedStack, captureStack, isDebugMode } from "./debug.js";
import { host } from "./host.js";
import { observer } from "./instrumentation.js";

interface Origin {
  readonly name: string;
  readonly stack: CapturedStack;
  awaited: boolean;
}

/** Whether creations are recorded: while a loop is in debug mode, or when the environment asks for it. */
export const originTracking: { enabled: boolean } = { enabled: isDebugMode() };

const origins = new WeakMap<object, Origin>();
const waiting = new Set<Origin>();
const collected = new FinalizationRegistry<Origin>(report);
let debugLoops = 0;
let atExit = false;

/** @internal A loop's debug flag was switched, or the loop was closed. */
export function trackOrigins(change: 1 | -1): void {
  debugLoops += change;
  originTracking.enabled = debugLoops > 0 || isDebugMode();
}

/** @internal A coroutine was created. */
export function trackCoroutine(object: object, name: string): void {
  const origin: Origin = { name, stack: captureStack(), awaited: false };
  origins.set(object, origin);
  waiting.add(origin);
  collected.register(object, origin, origin);
  if (!atExit) {
    atExit = true;
    host.onExit(() => [...waiting].forEach(report));
  }
}

/** @internal It was awaited, wrapped in a task, or closed: nothing to report any more. */
export function coroutineUsed(object: object): void {
  const origin = origins.get(object);
  if (origin === undefined || origin.awaited) return;
  origin.awaited = true;
  waiting.delete(origin);
  collected.unregister(origin);
}

function report(origin: Origin): void {
  if (!waiting.delete(origin)) return;
  const message = `coroutine '${origin.name}' was never awaited`;
  const createdStack = String(origin.stack);
  host.warn(message, "RuntimeWarning", `Coroutine created at (most recent call last)\n${createdStack}`);
  observer.current?.warned({ kind: "never-awaited", message, createdStack });
}
