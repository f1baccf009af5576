/** A server's interface. Source: CPython `Lib/asyncio/events.py`, `AbstractServer`. */
import type { AsyncContextManager } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import { NotImplementedError } from "./exceptions.js";

/** What every server can do. As a context manager it is closed, and waited for, at the end. */
export class AbstractServer implements AsyncContextManager<AbstractServer, void> {
  /**
   * Accepts no more connections; those that there are stay open. Twice is safe.
   * @throws {NotImplementedError} here.
   */
  close(): void {
    throw new NotImplementedError();
  }
  /**
   * Closes the connections that were accepted, once what they have buffered is sent.
   * @throws {NotImplementedError} here.
   */
  closeClients(): void {
    throw new NotImplementedError();
  }
  /** Closes the connections that were accepted, at once. @throws {NotImplementedError} here. */
  abortClients(): void {
    throw new NotImplementedError();
  }
  /** The loop that it belongs to. @throws {NotImplementedError} here. */
  getLoop(): AbstractEventLoop {
    throw new NotImplementedError();
  }
  /** Whether it accepts connections. @throws {NotImplementedError} here. */
  isServing(): boolean {
    throw new NotImplementedError();
  }
  /** Begins to accept connections; twice is safe. @throws {NotImplementedError} here. */
  startServing(): Coroutine<void> {
    throw new NotImplementedError();
  }
  /**
   * Accepts connections until it is cancelled, which closes it.
   * @throws {NotImplementedError} here.
   */
  serveForever(): Coroutine<void> {
    throw new NotImplementedError();
  }
  /** Waits until it is closed and its connections have ended. @throws {NotImplementedError} here. */
  waitClosed(): Coroutine<void> {
    throw new NotImplementedError();
  }

  *aenter(): Coroutine<this> {
    return this;
  }
  *aexit(_error: unknown): Coroutine<void> {
    this.close();
    yield* this.waitClosed();
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(this);
  }
}
