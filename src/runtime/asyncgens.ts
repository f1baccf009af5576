/**
 * The asynchronous generators that a loop has to close: those that were iterated, and have not ended.
 *
 * Source: CPython `base_events.py`: `_asyncgen_firstiter_hook`, `_asyncgen_finalizer_hook`, `shutdown_asyncgens`.
 */
import type { Body } from "./async_generators.js";
import type { Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import { host } from "./host.js";
import { gather } from "./tasks_gather.js";

/** @internal Those of one loop. */
export class AsyncGenerators {
  readonly #loop: AbstractEventLoop;
  readonly #open = new Set<Body>();
  #shutDown = false;

  constructor(loop: AbstractEventLoop) {
    this.#loop = loop;
  }

  /** It is iterated for the first time. */
  started(body: Body): void {
    if (this.#shutDown) {
      const message = `asynchronous generator ${body} was scheduled after loop.shutdown_asyncgens() call`;
      host.warn(message, "ResourceWarning");
    }
    for (const open of this.#open) if (open.state === "closed") this.#open.delete(open);
    this.#open.add(body);
  }

  /** The program has forgotten it in the middle: a task of its own closes it. */
  collected(body: Body): void {
    this.#open.delete(body);
    const loop = this.#loop;
    if (loop.isClosed()) return;
    // The callback says that nobody has forgotten the task; what fails in it is reported all the same.
    loop.callSoonThreadsafe(() => loop.createTask(body.close()).addDoneCallback(() => {}));
  }

  /** Closes all that are left, at once; what fails is reported. */
  *shutdown(): Coroutine<void> {
    this.#shutDown = true;
    const closing = [...this.#open].filter((body) => body.state !== "closed");
    this.#open.clear();
    if (closing.length === 0) return;
    const results = yield* gather(
      closing.map((body) => body.close()),
      { returnExceptions: true },
    );
    for (const [index, body] of closing.entries()) {
      const exception = results[index];
      if (!(exception instanceof Error)) continue;
      this.#loop.callExceptionHandler({
        message: `an error occurred during closing of asynchronous generator ${body}`,
        exception,
        asyncgen: body.owner.deref(),
      });
    }
  }
}
