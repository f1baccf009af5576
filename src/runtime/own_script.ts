/**
 * The script that the runtime is in, and where in it the runtime begins and ends: a bundler puts a module in one piece
 * between the user's, and without a source map nothing else tells which is which.
 *
 * The first module of all, with the first function of all: a bundler that wraps modules into functions takes
 * declarations out of them, in their order. So the beginning is where that function is, and not where it is called.
 */

function beginning(): ScriptPlace | undefined {
  return placeHere();
}

/** Where the runtime begins. */
export const BEGINNING: ScriptPlace | undefined = beginning();

/** A place in a script, as V8 names and counts it: from 1. */
export interface ScriptPlace {
  /** File path or URL. */
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/** Where this is called. */
export function placeHere(): ScriptPlace | undefined {
  const captured: { stack?: unknown } = {};
  Error.captureStackTrace(captured, placeHere);
  const call = callSites(captured)[0];
  const script = call?.getFileName();
  const line = call?.getLineNumber();
  const column = call?.getColumnNumber();
  return script && line && column ? { script, line, column } : undefined;
}

/** The frames of a captured stack as V8 has them, innermost first, whoever formats stacks in this program. */
export function callSites(captured: { readonly stack?: unknown }): readonly NodeJS.CallSite[] {
  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = (_error, sites) => sites;
  try {
    const sites: unknown = captured.stack;
    return Array.isArray(sites) ? (sites as NodeJS.CallSite[]) : [];
  } finally {
    if (prepare === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepare;
  }
}
