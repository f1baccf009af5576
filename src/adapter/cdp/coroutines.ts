/** Looking into generator objects from outside: where each stands, and the scopes of its locals. */
import type { CdpConnection } from "./connection.js";
import type { Location, RemoteObject } from "./types.js";

/** One coroutine of a task as V8 sees it. */
export interface CoroutineObject {
  readonly objectId: string;
  readonly name: string;
  readonly state: "suspended" | "running" | "closed";
  /** Where it is suspended; its function's place while it runs. */
  readonly location: Location | undefined;
  readonly functionLocation: Location | undefined;
  readonly receiver: RemoteObject | undefined;
  /** One object per scope, innermost first, described as `Local (name)`, `Closure (name)` … */
  readonly scopes: readonly RemoteObject[];
}

/** Chains deeper than this are cut: nobody reads them. */
const COROUTINE_LIMIT = 200;

/** The elements of a remote array, in order. */
export async function elementsOf(
  connection: CdpConnection,
  objectId: string,
  generatePreview = false,
): Promise<readonly RemoteObject[]> {
  const { result } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
    generatePreview,
  });
  return result
    .filter(({ name, value }) => value !== undefined && /^\d+$/.test(name))
    .sort((a, b) => Number(a.name) - Number(b.name))
    .map(({ value }) => value as RemoteObject);
}

/**
 * Reads the generators that `expression` evaluates to (an array, innermost first).
 * The objects live until `objectGroup` is released.
 */
export async function readCoroutines(
  connection: CdpConnection,
  expression: string,
  objectGroup: string,
  timeoutMs: number,
): Promise<readonly CoroutineObject[]> {
  const { result } = await connection.send(
    "Runtime.evaluate",
    { expression, objectGroup, silent: true, disableBreaks: true },
    timeoutMs,
  );
  if (result.objectId === undefined) return [];
  const generators = (await elementsOf(connection, result.objectId)).slice(0, COROUTINE_LIMIT);
  const read = await Promise.all(generators.map((generator) => readOne(connection, generator)));
  const names = await functionNames(
    connection,
    read.map(({ fn }) => fn),
  );
  return read.map(({ fn: _, ...coroutine }, index) => ({ ...coroutine, name: names[index] ?? "" }));
}

/** The scopes of a generator as they are now, innermost first. */
export async function readScopes(
  connection: CdpConnection,
  objectId: string,
): Promise<readonly RemoteObject[]> {
  const { internalProperties } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
  });
  const scopes = internalProperties?.find(({ name }) => name === "[[Scopes]]")?.value?.objectId;
  return scopes === undefined ? [] : elementsOf(connection, scopes);
}

async function readOne(
  connection: CdpConnection,
  generator: RemoteObject,
): Promise<Omit<CoroutineObject, "name"> & { fn: string | undefined }> {
  const objectId = generator.objectId ?? "";
  const { internalProperties } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
  });
  const internal = new Map((internalProperties ?? []).map(({ name, value }) => [name, value]));
  const fn = internal.get("[[GeneratorFunction]]")?.objectId;
  const scopesId = internal.get("[[Scopes]]")?.objectId;
  const state = internal.get("[[GeneratorState]]")?.value;
  const [scopes, functionLocation] = await Promise.all([
    scopesId === undefined ? [] : elementsOf(connection, scopesId),
    fn === undefined ? undefined : functionPlace(connection, fn),
  ]);
  return {
    objectId,
    fn,
    state: state === "running" || state === "closed" ? state : "suspended",
    location: internal.get("[[GeneratorLocation]]")?.value as Location | undefined,
    functionLocation,
    receiver: internal.get("[[GeneratorReceiver]]"),
    scopes,
  };
}

/** Where a function begins. */
export async function functionPlace(
  connection: CdpConnection,
  objectId: string,
): Promise<Location | undefined> {
  const { internalProperties } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
  });
  return internalProperties?.find(({ name }) => name === "[[FunctionLocation]]")?.value?.value as
    | Location
    | undefined;
}

async function functionNames(
  connection: CdpConnection,
  functions: readonly (string | undefined)[],
): Promise<readonly string[]> {
  const first = functions.find((id) => id !== undefined);
  if (first === undefined) return [];
  const { result } = await connection.send("Runtime.callFunctionOn", {
    objectId: first,
    functionDeclaration:
      "function (...fns) { return fns.map((f) => (f && typeof f.name === 'string' ? f.name : '')); }",
    arguments: functions.map((objectId) => (objectId === undefined ? { value: null } : { objectId })),
    returnByValue: true,
    silent: true,
  });
  return Array.isArray(result.value) ? (result.value as string[]) : [];
}
