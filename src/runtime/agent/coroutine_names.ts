/**
 * Names of coroutine functions. A `coroutine()` knows its name; a plain generator object does not know its function,
 * but the engine does, see `host_inspector.ts`. It is asked once for each function: all generators of a function share
 * its `prototype` object.
 */
import { coroutineName, isNativeGenerator } from "../coroutines.js";
import { generatorFunctionName } from "../host_inspector.js";

/** Shown for a generator whose function has no name. */
const ANONYMOUS = "<anonymous>";

const names = new WeakMap<object, string>();

/** The name of the function that made a coroutine. */
export function nameOfCoroutine(coroutine: object): string {
  const known = coroutineName(coroutine);
  if (known !== null) return known || ANONYMOUS;
  if (!isNativeGenerator(coroutine)) return coroutine.constructor?.name || ANONYMOUS;
  const prototype = Object.getPrototypeOf(coroutine) as object;
  let name = names.get(prototype);
  if (name === undefined) {
    name = generatorFunctionName(coroutine) || ANONYMOUS;
    names.set(prototype, name);
  }
  return name;
}
