/**
 * What a loop has open in the host: sockets, servers, pipes.
 *
 * An open socket keeps Node's process alive, in CPython only the running loop does. So: they hold the process while
 * the loop runs, and let it go when the loop stops. (Not at all would be too little: a debugger asks Node what is
 * active, to tell a task that nothing can wake.) When the loop is closed, so are they.
 */
import { host } from "./host.js";
import { observer } from "./instrumentation.js";

/** Something that is open. */
export interface OpenResource {
  /** Whether the process stays alive for it. */
  hold(held: boolean): void;
  /** Closes it at once, without telling anybody. */
  discard(): void;
  /** What a debug mode warning calls it, or null when closing it with the loop is nobody's mistake. */
  readonly unclosed: string | null;
  /** Where it was created, when debug mode recorded it. */
  readonly createdStack?: string | undefined;
}

/** @internal */
export class OpenResources {
  readonly #open = new Set<OpenResource>();
  #running = false;
  #closed = false;

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** From now on it belongs to the loop; one that comes after the loop was closed is closed at once. */
  add(resource: OpenResource): void {
    if (this.#closed) {
      resource.discard();
      return;
    }
    this.#open.add(resource);
    resource.hold(this.#running);
  }

  delete(resource: OpenResource): void {
    this.#open.delete(resource);
  }

  /** The loop runs, or has stopped. */
  loopRuns(running: boolean): void {
    this.#running = running;
    for (const resource of this.#open) resource.hold(running);
  }

  /** The loop is closed. In debug mode, whoever forgot to close something is told. */
  close(debug: boolean): void {
    this.#closed = true;
    for (const resource of [...this.#open]) {
      if (debug && resource.unclosed !== null) warnUnclosed(resource.unclosed, resource.createdStack);
      resource.discard();
    }
    this.#open.clear();
  }
}

function warnUnclosed(text: string, createdStack: string | undefined): void {
  const message = `unclosed ${text}`;
  const created =
    createdStack === undefined ? undefined : `Object created at (most recent call last):\n${createdStack}`;
  host.warn(message, "ResourceWarning", created);
  observer.current?.warned({ kind: "unclosed", message, createdStack });
}
