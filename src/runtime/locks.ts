/**
 * Synchronization of tasks: Lock, Event, Condition, and by re-export Semaphore, BoundedSemaphore and Barrier.
 *
 * Source: CPython 3.13 `Lib/asyncio/locks.py`. Fair as there: first come, first served, and a waiter that is cancelled
 * after it was woken passes its turn on. Who holds what is kept in plain fields (`owner`, `holders`), so that a debugger
 * that attaches late knows it, too.
 */
import type { Coroutine } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { CancelledError, RuntimeError } from "./exceptions.js";
import { observer } from "./instrumentation.js";
import { describe, LoopBound, type ResourceOptions } from "./mixins.js";
import { currentTaskOrNull, type Task } from "./tasks.js";
import { WaiterList } from "./waiters.js";

export { Barrier } from "./barrier.js";
export type { ResourceOptions } from "./mixins.js";
export { BoundedSemaphore, Semaphore } from "./semaphores.js";

/** A mutual exclusion lock: `yield* asyncWith(lock, function* () {…})`, or `acquire` and `release`. */
export class Lock extends LoopBound {
  /** The task that acquired it; null when it is free, or was acquired outside of a task. */
  owner: Task<unknown> | null = null;
  /** @internal The lock that its owner acquired before this one, and still holds; see `task.heldLock`. */
  _nextHeld: Lock | null = null;
  /** @internal In debug mode: where it was acquired. */ _acquiredAt: CapturedStack | null = null;
  /** @internal */ _locked = false;
  /** @internal */ readonly _waiters = new WaiterList();

  constructor(options: ResourceOptions = {}) {
    super("lock", options);
  }

  /** Whether somebody has it. */
  locked(): boolean {
    return this._locked;
  }

  /** Waits until it is free and it is the caller's turn, and takes it. */
  *acquire(): Coroutine<true> {
    if (!this._locked && this._waiters.allCancelled()) return this._take();
    const future = this._createWaiter();
    const waiter = this._waiters.append(future);
    let woken = false;
    try {
      yield* future;
      woken = true;
    } finally {
      this._waiters.remove(waiter);
      // release() woke us, and we were cancelled before we could take it: nobody else knows that it is free.
      if (!woken && !this._locked) this._wakeUpFirst();
    }
    return this._take();
  }

  /**
   * Frees it; the task that has waited longest gets it next.
   * @throws {RuntimeError} when it is not locked.
   */
  release(): void {
    if (!this._locked) throw new RuntimeError("Lock is not acquired.");
    const { owner } = this;
    this._locked = false;
    this.owner = null;
    if (owner !== null) letGo(owner, this);
    if (observer.current !== null && this._isPublic) observer.current.resourceReleased(this, owner);
    this._wakeUpFirst();
  }

  /** As `acquire`. */
  *aenter(): Coroutine<null> {
    yield* this.acquire();
    return null;
  }
  /** As `release`. */
  *aexit(): Coroutine<void> {
    this.release();
  }

  /** @internal */
  _take(): true {
    this._locked = true;
    this.owner = currentTaskOrNull();
    if (this.owner !== null) {
      this._nextHeld = this.owner.heldLock;
      this.owner.heldLock = this;
      this._acquiredAt = this.owner._loop._debug ? captureStack() : null;
    }
    if (observer.current !== null && this._isPublic) observer.current.resourceAcquired(this, this.owner);
    return true;
  }

  /** Wakes the first waiter only: if that one is awake already, it is about to take the lock. */
  _wakeUpFirst(): void {
    const first = this._waiters.first();
    if (first !== null && !first.done()) first.setResult(true);
  }

  override toString(): string {
    return describe(this, this._locked ? "locked" : "unlocked", this._waiters);
  }
}

/** Takes a lock out of its owner's list; nearly always it is the first, as they nest. */
function letGo(owner: Task<unknown>, lock: Lock): void {
  if (owner.heldLock === lock) {
    owner.heldLock = lock._nextHeld;
  } else {
    for (let outer = owner.heldLock; outer !== null; outer = outer._nextHeld) {
      if (outer._nextHeld === lock) outer._nextHeld = lock._nextHeld;
    }
  }
  lock._nextHeld = null;
  lock._acquiredAt = null;
}

/** A flag that tasks wait for. */
export class Event extends LoopBound {
  /** @internal */ _value = false;
  /** @internal */ readonly _waiters = new WaiterList();

  constructor(options: ResourceOptions = {}) {
    super("event", options);
  }

  /** Whether it is set: {@link Event.wait} does not wait then. */
  isSet(): boolean {
    return this._value;
  }

  /** Sets the flag, and wakes all who wait. */
  set(): void {
    if (this._value) return;
    this._value = true;
    this._waiters.wake();
  }

  /** Takes the flag back: from now on `wait` suspends. */
  clear(): void {
    this._value = false;
  }

  /** Waits until the flag is set. Who was woken returns, even when the flag has been cleared meanwhile. */
  *wait(): Coroutine<true> {
    if (this._value) return true;
    const future = this._createWaiter();
    const waiter = this._waiters.append(future);
    try {
      yield* future;
      return true;
    } finally {
      this._waiters.remove(waiter);
    }
  }

  override toString(): string {
    return describe(this, this._value ? "set" : "unset", this._waiters);
  }
}

/** What a {@link Condition} needs of its lock. */
export type LockLike = Pick<Lock, "locked" | "acquire" | "release">;

/** A lock whose holder can wait, without it, until somebody notifies. */
export class Condition extends LoopBound {
  /** @internal */ readonly _lock: LockLike;
  /** @internal */ readonly _waiters = new WaiterList();

  /** With a lock of its own, which has its name, unless one is given. */
  constructor(lock: LockLike | null = null, options: ResourceOptions = {}) {
    super("condition", options);
    this._lock = lock ?? new Lock(options);
  }

  /** Whether its lock is held. */
  locked(): boolean {
    return this._lock.locked();
  }
  /** Acquires its lock. */
  acquire(): Coroutine<true> {
    return this._lock.acquire();
  }
  /** Releases its lock. */
  release(): void {
    this._lock.release();
  }

  /**
   * Releases the lock, waits to be notified, and acquires it again; also when it is cancelled. It may return without
   * reason: look again at what you wait for, or use {@link waitFor}.
   * @throws {RuntimeError} when the lock is not held.
   */
  *wait(): Coroutine<true> {
    if (!this.locked()) throw new RuntimeError("cannot wait on un-acquired lock");
    const future = this._createWaiter();
    this.release();
    let notified = false;
    try {
      const waiter = this._waiters.append(future);
      try {
        yield* future;
      } finally {
        this._waiters.remove(waiter);
        yield* this.#reacquire();
      }
      notified = true;
      return true;
    } finally {
      // The notification may have been for us: another one may be able to use it.
      if (!notified) this._notify(1);
    }
  }

  /** Acquires the lock, whatever it takes; a cancellation meanwhile is raised in the end. */
  *#reacquire(): Coroutine<void> {
    let cancelled: CancelledError | null = null;
    for (;;) {
      try {
        yield* this.acquire();
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancelled = error;
      }
    }
    if (cancelled !== null) throw cancelled;
  }

  /** Waits until the predicate gives something truthy, and gives that. */
  *waitFor<R>(predicate: () => R): Coroutine<R> {
    let result = predicate();
    while (!result) {
      yield* this.wait();
      result = predicate();
    }
    return result;
  }

  /**
   * Wakes up to `n` of the waiters; they go on once they have got the lock.
   * @throws {RuntimeError} when the lock is not held.
   */
  notify(n = 1): void {
    if (!this.locked()) throw new RuntimeError("cannot notify on un-acquired lock");
    this._notify(n);
  }
  /** Wakes all waiters. */
  notifyAll(): void {
    this.notify(this._waiters.size);
  }
  /** @internal */
  _notify(n: number): void {
    this._waiters.wake(n);
  }

  /** As `acquire`. */
  *aenter(): Coroutine<null> {
    yield* this.acquire();
    return null;
  }
  /** As `release`. */
  *aexit(): Coroutine<void> {
    this.release();
  }

  override toString(): string {
    return describe(this, this.locked() ? "locked" : "unlocked", this._waiters);
  }
}
