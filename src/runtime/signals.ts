/**
 * Signal handlers of a loop. Source: CPython 3.13 `Lib/asyncio/unix_events.py`.
 *
 * A handler is a callback of the loop: it runs in a turn, between two steps of tasks, in the context in which it was
 * added. As in CPython, what a signal does by default it does no more while there is a handler.
 */
import type { BaseEventLoop } from "./base_events.js";
import { isCoroutine, isCoroutineFunction } from "./coroutines.js";
import { Handle } from "./events.js";
import { RuntimeError, ValueError } from "./exceptions.js";
import type { Dispose } from "./host.js";
import { onSignal, receivesSignals, type Signal, signalName, signalNumber } from "./host_signals.js";
import { repr } from "./repr.js";

interface Handler {
  readonly handle: Handle;
  readonly dispose: Dispose;
}

/** How many loops of this thread handle a signal. */
const handled = new Map<NodeJS.Signals, number>();

/** @internal Whether a loop handles it. Then nobody else is to do with it what is done by default. */
export function isHandled(signal: NodeJS.Signals): boolean {
  return (handled.get(signal) ?? 0) > 0;
}

/** @internal Those of one loop. */
export class SignalHandlers {
  readonly #loop: BaseEventLoop;
  readonly #handlers = new Map<NodeJS.Signals, Handler>();

  constructor(loop: BaseEventLoop) {
    this.#loop = loop;
  }

  /** See `loop.addSignalHandler`. */
  add(signal: Signal, callback: (...args: never[]) => unknown, args: readonly unknown[]): void {
    if (isCoroutine(callback) || isCoroutineFunction(callback)) {
      throw new TypeError("coroutines cannot be used with add_signal_handler()");
    }
    const name = checked(signal);
    this.#loop._checkClosed();
    if (!receivesSignals) {
      throw new RuntimeError("signal only works in main thread of the main interpreter");
    }
    const handle = new Handle(callback, args, this.#loop);
    let dispose: Dispose;
    try {
      dispose = onSignal(name, () => this.#received(name));
    } catch (error) {
      throw new RuntimeError(`sig ${signalNumber(signal)} cannot be caught`, { cause: error });
    }
    this.#remove(name);
    this.#handlers.set(name, { handle, dispose });
    handled.set(name, (handled.get(name) ?? 0) + 1);
  }

  /** See `loop.removeSignalHandler`. */
  remove(signal: Signal): boolean {
    return this.#remove(checked(signal));
  }

  clear(): void {
    for (const name of [...this.#handlers.keys()]) this.#remove(name);
  }

  #received(name: NodeJS.Signals): void {
    const handle = this.#handlers.get(name)?.handle;
    if (handle === undefined) return;
    if (handle._cancelled) this.#remove(name);
    else this.#loop._enqueue(handle);
  }

  #remove(name: NodeJS.Signals): boolean {
    const handler = this.#handlers.get(name);
    if (handler === undefined) return false;
    this.#handlers.delete(name);
    handler.dispose();
    handled.set(name, (handled.get(name) ?? 1) - 1);
    return true;
  }
}

/** Its name. @throws {TypeError} for what is no signal at all. @throws {ValueError} for one that there is not. */
function checked(signal: Signal): NodeJS.Signals {
  if (typeof signal !== "string" && !Number.isInteger(signal)) {
    throw new TypeError(`sig must be an int, not ${repr(signal)}`);
  }
  const name = signalName(signal);
  if (name === null) throw new ValueError(`invalid signal number ${signal}`);
  return name;
}
