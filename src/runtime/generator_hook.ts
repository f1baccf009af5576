/**
 * The hook on `%GeneratorPrototype%` that gives plain generators, too, a complete stack in their task.
 *
 * It changes a builtin, so it is in place only while a debugger looks on; what programs do is the same with it and
 * without it. Coroutines that were suspended when it came stay as they are.
 */
import { GeneratorDelegate, stackedNext } from "./delegates.js";
import { type AnyGenerator, GENERATOR_PROTOTYPE, nativeNext, stepping } from "./stepping.js";

let installed = 0;
let uninstall: (() => void) | null = null;

/**
 * Installs the hook; several owners may.
 * @returns a function that takes it back; the last one removes the hook. Calling it twice is safe.
 */
export function installGeneratorHook(): () => void {
  if (installed++ === 0) uninstall = patch();
  let disposed = false;
  return () => {
    if (disposed) return;
    disposed = true;
    if (--installed === 0) uninstall?.();
  };
}

function patch(): () => void {
  const previous = GENERATOR_PROTOTYPE[Symbol.iterator] as (this: AnyGenerator) => Iterator<unknown>;
  // Another copy of this runtime may have patched it before, or may do so later and keep calling ours.
  let active = true;
  const iterator = function (this: AnyGenerator): Iterator<unknown> {
    return active && stepping.owner !== null ? new GeneratorDelegate(this) : previous.call(this);
  };
  const next = function (this: AnyGenerator, value: unknown): IteratorResult<unknown, unknown> {
    return active && stepping.owner !== null ? stackedNext.call(this, value) : nativeNext.call(this, value);
  };
  Object.defineProperty(GENERATOR_PROTOTYPE, Symbol.iterator, {
    value: iterator,
    configurable: true,
    writable: true,
  });
  Object.defineProperty(GENERATOR_PROTOTYPE, "next", { value: next, configurable: true, writable: true });
  return () => {
    active = false;
    const prototype = GENERATOR_PROTOTYPE as { [Symbol.iterator]?: unknown };
    if (prototype[Symbol.iterator] === iterator) delete prototype[Symbol.iterator];
    if (GENERATOR_PROTOTYPE.next === next) {
      Object.defineProperty(GENERATOR_PROTOTYPE, "next", {
        value: nativeNext,
        configurable: true,
        writable: true,
      });
    }
  };
}
