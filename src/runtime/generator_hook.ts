/**
 * The hook on `%GeneratorPrototype%` that gives plain generators, too, a complete stack in their task.
 *
 * It changes a builtin, so it is in place only while a debugger looks on; what programs do is the same with it and
 * without it. Coroutines that were suspended when it came stay as they are.
 */
import { driven, GeneratorDelegate, RecordingDelegate } from "./delegates.js";
import { type AnyGenerator, GENERATOR_PROTOTYPE, stepping } from "./stepping.js";

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

/** The methods that drive a generator by hand. */
const METHODS = ["next", "throw", "return"] as const;

function patch(): () => void {
  // Another copy of this runtime may have patched it before, or may do so later and keep calling ours.
  let active = true;
  const undo: (() => void)[] = [];
  const replace = (key: PropertyKey, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(GENERATOR_PROTOTYPE, key);
    Object.defineProperty(GENERATOR_PROTOTYPE, key, { value, configurable: true, writable: true });
    undo.push(() => {
      if (Object.getOwnPropertyDescriptor(GENERATOR_PROTOTYPE, key)?.value !== value) return;
      if (before === undefined) Reflect.deleteProperty(GENERATOR_PROTOTYPE, key);
      else Object.defineProperty(GENERATOR_PROTOTYPE, key, before);
    });
  };

  const iterate = GENERATOR_PROTOTYPE[Symbol.iterator] as (this: AnyGenerator) => Iterator<unknown>;
  replace(Symbol.iterator, function (this: AnyGenerator): Iterator<unknown> {
    if (!active) return iterate.call(this);
    if (stepping.owner !== null) return new GeneratorDelegate(this);
    return stepping.chain === null ? iterate.call(this) : new RecordingDelegate(this);
  });
  for (const name of METHODS) {
    const method = GENERATOR_PROTOTYPE[name];
    replace(name, function (this: AnyGenerator, value: unknown): IteratorResult<unknown> {
      const looksOn = active && (stepping.owner !== null || stepping.chain !== null);
      return (looksOn ? driven[name] : method).call(this, value);
    });
  }
  stepping.hooked = true;
  return () => {
    active = false;
    stepping.hooked = false;
    for (const each of undo) each();
  };
}
