/**
 * What locks and queues have in common: the loop they are bound to, a name for the debugger, and how their waiters are
 * marked.
 *
 * Source: CPython `Lib/asyncio/mixins.py`. The name is ours.
 */
import { type AbstractEventLoop, getRunningLoop } from "./events.js";
import { RuntimeError } from "./exceptions.js";
import type { Future } from "./futures.js";
import type { WaitKind } from "./instrumentation.js";
import type { WaiterList } from "./waiters.js";

/** Options that every lock and queue takes. */
export interface ResourceOptions {
  /** What a debugger calls it. Beyond CPython, whose locks and queues have no name. */
  readonly name?: string | null | undefined;
}

/** Something that tasks wait for. It belongs to the first loop in which one has to. */
export abstract class LoopBound {
  /** What a debugger calls it, or null. */
  readonly name: string | null;
  /** @internal The loop of its first waiter, or null. */ _loop: AbstractEventLoop | null = null;
  /** @internal What its waiters are said to wait for: itself, or the object that it is a private part of. */
  _resource: object = this;
  /** @internal */ _kind: WaitKind;

  constructor(kind: WaitKind, options: ResourceOptions) {
    this._kind = kind;
    this.name = options.name ?? null;
  }

  /**
   * @internal The running loop, to which this belongs from now on.
   * @throws {RuntimeError} when it belongs to another one, or none is running.
   */
  _getLoop(): AbstractEventLoop {
    const loop = getRunningLoop();
    this._loop ??= loop;
    if (loop !== this._loop) throw new RuntimeError(`${this} is bound to a different event loop`);
    return loop;
  }

  /** @internal A future for somebody who has to wait. */
  _createWaiter(kind: WaitKind = this._kind): Future<unknown> {
    const waiter = this._getLoop().createFuture();
    waiter.waitKind = kind;
    waiter.waitResource = this._resource;
    return waiter;
  }

  /** @internal From now on it is a private part of `resource`: who waits for it waits for that. */
  _standFor(kind: WaitKind, resource: object): this {
    this._kind = kind;
    this._resource = resource;
    return this;
  }

  /** @internal Whether it is nobody's private part, so that an observer should hear of it. */
  get _isPublic(): boolean {
    return this._resource === this;
  }

  /** @internal The start of its text: `Lock`, or `Lock 'orders'`. */
  get _label(): string {
    return this.name === null ? this.constructor.name : `${this.constructor.name} '${this.name}'`;
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(this);
  }
}

/** @internal `<Lock [locked, waiters:2]>`: the text of a lock. */
export function describe(resource: LoopBound, state: string, waiters: WaiterList): string {
  return `<${resource._label} [${state}${waiters.size === 0 ? "" : `, waiters:${waiters.size}`}]>`;
}
