/**
 * Names of coroutine functions. A `coroutine()` knows its name; a plain generator object does not know its function.
 *
 * The engine does: V8's inspector gives `[[GeneratorFunction]]`. So an inspector session inside of the process, with no
 * domain enabled, is asked: it can look at objects whether or not a debugger is connected, and never pauses. An
 * answer costs some 50 µs, once for each function: all generators of a function share its `prototype` object.
 */
import type { Session } from "node:inspector";
import { coroutineName, isNativeGenerator } from "../coroutines.js";

/** Shown for a generator whose function has no name. */
const ANONYMOUS = "<anonymous>";

/** A place on `globalThis` through which an object is handed to the session, for the length of one call. */
const SLOT = "loopscope.agent.slot";

const OBJECT_GROUP = "loopscope";

type InspectorModule = typeof import("node:inspector");

interface RemoteProperty {
  readonly name: string;
  readonly value?: { readonly objectId?: string; readonly value?: unknown; readonly description?: string };
}

const names = new WeakMap<object, string>();
let session: Session | null = null;

/** Gets the inspector ready; on a Node that cannot load it at once (before 20.16), names come a little later. */
export function prepareNames(): void {
  if (session !== null) return;
  const load = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule;
  if (load) connect(load("node:inspector") as InspectorModule | undefined);
  else void import("node:inspector").then(connect, () => {});
}

function connect(inspector: InspectorModule | undefined): void {
  if (inspector === undefined || session !== null) return;
  const connecting = new inspector.Session();
  connecting.connect();
  session = connecting;
}

/** The name of the function that made a coroutine. */
export function nameOfCoroutine(coroutine: object): string {
  const known = coroutineName(coroutine);
  if (known !== null) return known || ANONYMOUS;
  if (!isNativeGenerator(coroutine)) return coroutine.constructor?.name || ANONYMOUS;
  const prototype = Object.getPrototypeOf(coroutine) as object;
  let name = names.get(prototype);
  if (name === undefined) {
    if (session === null) return ANONYMOUS;
    name = askEngine(session, coroutine) || ANONYMOUS;
    names.set(prototype, name);
  }
  return name;
}

function askEngine(engine: Session, generator: object): string | undefined {
  const slots = globalThis as unknown as Record<symbol, unknown>;
  const slot = Symbol.for(SLOT);
  slots[slot] = generator;
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(SLOT)})]`;
    const evaluated = call(engine, "Runtime.evaluate", {
      expression,
      objectGroup: OBJECT_GROUP,
      silent: true,
    });
    const { objectId } = evaluated.result as { objectId?: string };
    const functionId = property(engine, objectId, "internalProperties", "[[GeneratorFunction]]")?.objectId;
    const name = property(engine, functionId, "result", "name")?.value;
    return typeof name === "string" ? name : undefined;
  } finally {
    delete slots[slot];
    call(engine, "Runtime.releaseObjectGroup", { objectGroup: OBJECT_GROUP });
  }
}

function property(
  engine: Session,
  objectId: string | undefined,
  list: "result" | "internalProperties",
  name: string,
): RemoteProperty["value"] {
  if (objectId === undefined) return undefined;
  const answer = call(engine, "Runtime.getProperties", { objectId, ownProperties: true });
  return ((answer[list] ?? []) as RemoteProperty[]).find((entry) => entry.name === name)?.value;
}

/** A session of the own thread answers before `post` returns. */
function call(engine: Session, method: string, params: object): Record<string, unknown> {
  let answer: Record<string, unknown> = {};
  engine.post(method, params, (error, result) => {
    if (!error && result) answer = result as Record<string, unknown>;
  });
  return answer;
}
