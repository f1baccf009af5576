/** The source text of a function that goes to another thread. */
import { isCoroutine, isCoroutineFunction } from "./coroutines.js";
import { repr } from "./repr.js";

/** What a native or bound function has for a body. */
const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;

/**
 * Its source text.
 * @throws {TypeError} for a function that cannot go: native or bound, a generator function, a class.
 */
export function sourceOf(f: (...args: never[]) => unknown): string {
  if (isCoroutineFunction(f) || isCoroutine(f)) {
    throw new TypeError("coroutines cannot be used with run_in_executor()");
  }
  if (typeof f !== "function") {
    throw new TypeError(`a callable object was expected by run_in_executor(), got ${repr(f)}`);
  }
  const source = Function.prototype.toString.call(f);
  if (NATIVE.test(source)) {
    throw new TypeError(
      `cannot run ${repr(f)} in a thread: a native or bound function has no source to send there`,
    );
  }
  if (/^class\b/.test(source)) throw new TypeError(`cannot run ${repr(f)} in a thread: it is a class`);
  return source;
}

/** What is wrong when a function refers to a variable that its thread does not have. */
export function closureError(name: string, variable: string, cause: unknown): TypeError {
  return new TypeError(
    `cannot run <function ${name}> in a thread: it refers to '${variable}', which does not exist there; ` +
      `a function for another thread must be self-contained: pass '${variable}' as an argument`,
    { cause },
  );
}

/** What is wrong when the source does not compile by itself: it uses `super` or a private name, for one. */
export function compileError(name: string, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TypeError(
    `cannot run <function ${name}> in a thread: its source does not compile there: ${reason}`,
    {
      cause,
    },
  );
}

/** What is wrong when something cannot be copied to or from a thread. */
export function cloneError(what: string, name: string, reason: string, cause?: unknown): TypeError {
  return new TypeError(`the ${what} of <function ${name}> cannot be copied between threads: ${reason}`, {
    cause,
  });
}
