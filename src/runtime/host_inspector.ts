/**
 * What the engine knows of a generator object and does not tell the program: the function that made it, and where it is
 * suspended.
 *
 * An inspector session inside of the process is asked: it looks at objects whether or not a debugger is connected, and
 * never pauses. An answer costs some 50 µs. The names of the scripts come with the debugger's domain only, which is
 * enabled for the length of one call (some milliseconds), when a script is met for the first time.
 */
import type { Session } from "node:inspector";
import { createRequire, type SourceMapping } from "node:module";
import { fileURLToPath } from "node:url";

/** A place in the program's sources. */
export interface SourceLocation {
  /** A path, or what else the script is called. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A place on `globalThis` through which an object is handed to the session, for the length of one call. */
const SLOT = "loopscope.inspector.slot";

const OBJECT_GROUP = "loopscope";

/**
 * Node's modules by `require`: at once, in both module systems, and without failing where Node has no inspector. Its
 * argument, which has to be a path, makes no difference to them.
 */
const nodeRequire = createRequire(process.execPath);

type NodeModule = typeof import("node:module");

interface RemoteObject {
  readonly objectId?: string;
  readonly value?: unknown;
}

let session: Session | null | undefined;
const scripts = new Map<string, string>();

/**
 * Connects the session, if it is not. It is done by itself; do it before when the program may be looked at between any
 * two bytecodes.
 * @returns null when this Node was built without an inspector.
 */
export function connectInspector(): Session | null {
  if (session !== undefined) return session;
  try {
    const { Session } = nodeRequire("node:inspector") as typeof import("node:inspector");
    session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url));
  } catch {
    session = null;
  }
  return session;
}

/** The name of the function that made the generator, empty when it has none; null where there is no inspector. */
export function generatorFunctionName(generator: object): string | null {
  return inspect(generator, (asked, internals) => {
    const functionId = internals.get("[[GeneratorFunction]]")?.objectId;
    const name = properties(asked, functionId, "result").get("name")?.value;
    return typeof name === "string" ? name : "";
  });
}

/** Where the generator is suspended, or starts; null when it has ended, runs, or there is no inspector. */
export function generatorLocation(generator: object): SourceLocation | null {
  return inspect(generator, (asked, internals) =>
    locate(asked, internals.get("[[GeneratorLocation]]")?.value),
  );
}

function inspect<T>(
  generator: object,
  read: (asked: Session, internals: Map<string, RemoteObject | undefined>) => T,
): T | null {
  const asked = connectInspector();
  if (asked === null) return null;
  const slots = globalThis as unknown as Record<symbol, unknown>;
  const slot = Symbol.for(SLOT);
  slots[slot] = generator;
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(SLOT)})]`;
    const params = { expression, objectGroup: OBJECT_GROUP, silent: true };
    const { objectId } = call(asked, "Runtime.evaluate", params).result as RemoteObject;
    return read(asked, properties(asked, objectId, "internalProperties"));
  } finally {
    delete slots[slot];
    call(asked, "Runtime.releaseObjectGroup", { objectGroup: OBJECT_GROUP });
  }
}

function locate(asked: Session, value: unknown): SourceLocation | null {
  const place = value as { scriptId: string; lineNumber: number; columnNumber: number } | undefined;
  if (place === undefined) return null;
  if (!scripts.has(place.scriptId)) {
    call(asked, "Debugger.enable", {});
    call(asked, "Debugger.disable", {});
  }
  const url = scripts.get(place.scriptId);
  if (url === undefined || url === "") return null;
  return mapped(url, place.lineNumber, place.columnNumber);
}

/** The place in the original source, where Node maps stacks too: with `--enable-source-maps`, or under tsx. */
function mapped(url: string, line: number, column: number): SourceLocation {
  const { findSourceMap } = nodeRequire("node:module") as NodeModule;
  const entry =
    findSourceMap(fileOf(url))?.findEntry(line, column) ?? findSourceMap(url)?.findEntry(line, column);
  // Without a mapping for the place, the entry is empty.
  const { originalSource, originalLine, originalColumn } = (entry ?? {}) as Partial<SourceMapping>;
  if (originalSource !== undefined && originalLine !== undefined && originalColumn !== undefined) {
    return { file: fileOf(originalSource), line: originalLine + 1, column: originalColumn + 1 };
  }
  return { file: fileOf(url), line: line + 1, column: column + 1 };
}

/** The path that a script's name stands for; other names stay as they are. */
export function fileOf(url: string): string {
  try {
    return url.startsWith("file:") ? fileURLToPath(url) : url;
  } catch {
    return url;
  }
}

function properties(
  asked: Session,
  objectId: string | undefined,
  list: "result" | "internalProperties",
): Map<string, RemoteObject | undefined> {
  if (objectId === undefined) return new Map();
  const answer = call(asked, "Runtime.getProperties", { objectId, ownProperties: true });
  const entries = (answer[list] ?? []) as { name: string; value?: RemoteObject }[];
  return new Map(entries.map(({ name, value }) => [name, value]));
}

/** A session of the own thread answers before `post` returns. */
function call(asked: Session, method: string, params: object): Record<string, unknown> {
  let answer: Record<string, unknown> = {};
  asked.post(method, params, (error, result) => {
    if (!error && result) answer = result as Record<string, unknown>;
  });
  return answer;
}
