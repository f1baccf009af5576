/**
 * Context variables (PEP 567): values that follow a task rather than a call stack. Source: CPython
 * `Lib/contextvars.py`, `Python/context.c`.
 *
 * CPython keeps a context in a persistent map, so that a copy costs O(1). Here a context shares its `Map` with its
 * copies until one of them sets a variable: a copy costs one small object, the first set after it clones the map.
 * Code that native promises run sees the outermost context, as it belongs to no task.
 */
import { LookupError, RuntimeError, ValueError } from "./exceptions.js";
import { repr } from "./repr.js";

/** Options of {@link ContextVar}. */
export interface ContextVarOptions<T> {
  /** What `get()` gives where the variable has no value. */
  readonly default?: T;
}

const MISSING: unique symbol = Symbol("Token.MISSING");

/** What `ContextVar.set` returns: enough to undo it, once. */
export class Token<T> {
  /** The `oldValue` of a variable that had none before. */
  static readonly MISSING: typeof MISSING = MISSING;
  /** The variable that was set. */
  readonly var: ContextVar<T>;
  /** Its value before; {@link Token.MISSING} when it had none. */
  readonly oldValue: T | typeof MISSING;
  /** @internal */ readonly _context: Context;
  /** @internal */ _used = false;
  /** @internal */
  constructor(variable: ContextVar<T>, oldValue: T | typeof MISSING, context: Context) {
    this.var = variable;
    this.oldValue = oldValue;
    this._context = context;
  }
  toString(): string {
    return `<Token${this._used ? " used" : ""} var=${this.var}>`;
  }
}

/** A variable whose value belongs to the current {@link Context}. Create it once, at the top level of a module. */
export class ContextVar<T> {
  /** Shown by errors and debuggers. */
  readonly name: string;
  readonly #default: T | typeof MISSING;
  /** @throws {TypeError} for a name that is no text. */
  constructor(name: string, options: ContextVarOptions<T> = {}) {
    if (typeof name !== "string") throw new TypeError("context variable name must be a str");
    this.name = name;
    this.#default = "default" in options ? (options.default as T) : MISSING;
  }
  /**
   * Its value in the current context; else `fallback`, if one is given; else the variable's default.
   * @throws {LookupError} when there is none of the three.
   */
  get(): T;
  get<D>(fallback: D): T | D;
  get(...fallback: unknown[]): unknown {
    const values = current.context._values;
    if (values.has(this)) return values.get(this);
    if (fallback.length > 0) return fallback[0];
    if (this.#default !== MISSING) return this.#default;
    throw new LookupError(String(this));
  }
  /** Gives it a value in the current context. */
  set(value: T): Token<T> {
    const context = current.context;
    const old = context._values.has(this) ? (context._values.get(this) as T) : MISSING;
    context._own().set(this, value);
    return new Token(this, old, context);
  }
  /**
   * Puts back the value from before the `set` that returned the token.
   * @throws {RuntimeError} when the token was used before.
   * @throws {ValueError} when it comes from another variable or another context.
   */
  reset(token: Token<T>): void {
    if (token._used) throw new RuntimeError(`${token} has already been used once`);
    if (token.var !== this) throw new ValueError(`${token} was created by a different ContextVar`);
    if (token._context !== current.context)
      throw new ValueError(`${token} was created in a different Context`);
    token._used = true;
    const values = current.context._own();
    if (token.oldValue === MISSING) values.delete(this);
    else values.set(this, token.oldValue);
  }
  toString(): string {
    const fallback = this.#default === MISSING ? "" : ` default=${repr(this.#default)}`;
    return `<ContextVar name='${this.name}'${fallback}>`;
  }
}

/** The values of all context variables, for one task or callback: a read-only mapping from variable to value. */
export class Context {
  /** @internal Shared with copies while `#shared`. */
  _values: Map<ContextVar<unknown>, unknown>;
  #shared: boolean;
  /** @internal The context that was current when this one was entered; null while it is not entered. */
  _previous: Context | null = null;

  /** An empty context. */
  constructor(values?: Map<ContextVar<unknown>, unknown>) {
    this._values = values ?? new Map();
    this.#shared = values !== undefined;
  }
  /** @internal The map, after it was made this context's alone. */
  _own(): Map<unknown, unknown> {
    if (this.#shared) {
      this._values = new Map(this._values);
      this.#shared = false;
    }
    return this._values as Map<unknown, unknown>;
  }
  /** A shallow copy; costs O(1). */
  copy(): Context {
    this.#shared = true;
    return new Context(this._values);
  }
  /**
   * Calls `callback(...args)` inside of this context, and returns what it returns.
   * @throws {RuntimeError} when the context is already entered.
   */
  run<A extends unknown[], R>(callback: (...args: A) => R, ...args: A): R {
    enterContext(this);
    try {
      return callback(...args);
    } finally {
      exitContext(this);
    }
  }
  /** How many variables have a value. */
  get size(): number {
    return this._values.size;
  }
  /** Whether the variable has a value here; its default does not count. */
  has(variable: ContextVar<unknown>): boolean {
    return this._values.has(variable);
  }
  /** The variable's value here, or `fallback`; the variable's own default is not looked at. */
  get<T>(variable: ContextVar<T>): T | undefined;
  get<T, D>(variable: ContextVar<T>, fallback: D): T | D;
  get(variable: ContextVar<unknown>, fallback?: unknown): unknown {
    return this._values.has(variable) ? this._values.get(variable) : fallback;
  }
  /** The variables that have a value. */
  keys(): IterableIterator<ContextVar<unknown>> {
    return this._values.keys();
  }
  /** Their values, in the order of {@link Context.keys}. */
  values(): IterableIterator<unknown> {
    return this._values.values();
  }
  /** Pairs of variable and value. */
  items(): IterableIterator<[ContextVar<unknown>, unknown]> {
    return this._values.entries();
  }
  /** As {@link Context.keys}. */
  [Symbol.iterator](): IterableIterator<ContextVar<unknown>> {
    return this._values.keys();
  }
}

/** The context of the code that runs now. One object, so that the loop can swap it without a call. */
const current: { context: Context } = { context: new Context() };

/** A copy of the current context; costs O(1). */
export function copyContext(): Context {
  return current.context.copy();
}

/**
 * @internal Makes `context` current until {@link exitContext}.
 * @throws {RuntimeError} when it is entered already.
 */
export function enterContext(context: Context): void {
  if (context._previous !== null || context === current.context) {
    throw new RuntimeError(`cannot enter context: ${context} is already entered`);
  }
  context._previous = current.context;
  current.context = context;
}

/** @internal Leaves what {@link enterContext} entered. */
export function exitContext(context: Context): void {
  current.context = context._previous as Context;
  context._previous = null;
}
