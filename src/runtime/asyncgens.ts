/** Asynchronous generators that are being iterated. Source: CPython `base_events.py`, `shutdown_asyncgens`. */
import type { Awaitable, Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import type { Dispose } from "./host.js";
import { repr } from "./repr.js";

/** An asynchronous generator that the loop closes when it shuts down. */
export interface ClosableGenerator {
  aclose(): Awaitable<unknown>;
}

/** @internal Those of one loop. */
export class AsyncGenerators {
  readonly #open = new Set<ClosableGenerator>();

  /** Remembers one until the result is called. */
  track(generator: ClosableGenerator): Dispose {
    this.#open.add(generator);
    return () => this.#open.delete(generator);
  }

  /** Closes all that are left; what fails is reported. */
  *shutdown(loop: AbstractEventLoop): Coroutine<void> {
    const closing = [...this.#open];
    this.#open.clear();
    for (const asyncgen of closing) {
      try {
        yield* asyncgen.aclose();
      } catch (exception) {
        const message = `an error occurred during closing of asynchronous generator ${repr(asyncgen)}`;
        loop.callExceptionHandler({ message, exception, asyncgen });
      }
    }
  }
}
