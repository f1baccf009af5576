/** A server's interface. Source: CPython `Lib/asyncio/events.py`, `AbstractServer`. */
import type { AsyncContextManager } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import { NotImplementedError } from "./exceptions.js";

/** What every server can do. As a context manager it is closed, and waited for, at the end. */
export class AbstractServer implements AsyncContextManager<AbstractServer, void> {
  close(): void {
    throw new NotImplementedError();
  }
  closeClients(): void {
    throw new NotImplementedError();
  }
  abortClients(): void {
    throw new NotImplementedError();
  }
  getLoop(): AbstractEventLoop {
    throw new NotImplementedError();
  }
  isServing(): boolean {
    throw new NotImplementedError();
  }
  startServing(): Coroutine<void> {
    throw new NotImplementedError();
  }
  serveForever(): Coroutine<void> {
    throw new NotImplementedError();
  }
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
