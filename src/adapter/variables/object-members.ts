/** The members of an object: own properties, getters of its classes, private fields, and what V8 knows of its inside. */
import type { CdpConnection } from "../cdp/connection.js";
import type { PrivatePropertyDescriptor, PropertyDescriptor, RemoteObject } from "../cdp/types.js";
import { ANSWER_LIMIT_ITEMS } from "./collections.js";

export interface Member {
  readonly name: string;
  readonly value?: RemoteObject;
  readonly get?: RemoteObject;
  readonly set?: RemoteObject;
  readonly symbol?: RemoteObject;
  readonly kind: "own" | "inherited" | "private" | "internal";
  readonly enumerable: boolean;
}

export interface Members {
  readonly members: readonly Member[];
  /** How many properties come after these. */
  readonly left: number;
}

/** Properties `from` to `from + limit` of an object on one that has nothing else; accessors stay what they are. */
const PART = `function (from, limit) {
  const part = Object.create(null);
  for (const name of Reflect.ownKeys(this).slice(from, from + limit)) {
    Object.defineProperty(part, name, Object.getOwnPropertyDescriptor(this, name));
  }
  return part;
}`;

const INTERNALS_SHOWN =
  /^\[\[(?:Prototype|Entries|Promise|Generator(?:State|Location|Function)|Target|Handler|IsRevoked|BoundThis|BoundArgs|TargetFunction|PrimitiveValue|WeakRefTarget|ArrayBufferByteLength|Uint8Array)/;

/** Subtypes whose class has getters of the engine's own only. */
const BUILT_IN = new Set([
  "array",
  "typedarray",
  "map",
  "set",
  "regexp",
  "arraybuffer",
  "dataview",
  "date",
  "promise",
  "proxy",
  "weakmap",
  "weakset",
  "iterator",
]);

/**
 * Reads the members of an object, without running code of the program.
 * @param from members of a large object before this one have been read.
 */
export async function readMembers(
  connection: CdpConnection,
  value: RemoteObject,
  from: number,
  objectGroup: string,
): Promise<Members> {
  const objectId = value.objectId!;
  const isProxy = value.subtype === "proxy";
  const isComplete = isProxy || isList(value) || (value.preview !== undefined && !value.preview.overflow);
  const count = isComplete ? 0 : await countProperties(connection, objectId);
  const isLarge = count > ANSWER_LIMIT_ITEMS;
  const part = isLarge ? await partOf(connection, objectId, from, objectGroup) : undefined;
  const { result, internalProperties, privateProperties } = await connection.send("Runtime.getProperties", {
    objectId: part ?? objectId,
    ownProperties: true,
    generatePreview: true,
    ...(isList(value) ? { nonIndexedPropertiesOnly: true } : {}),
  });
  const own = result
    .filter(({ value: found, get, set }) => found !== undefined || get !== undefined || set !== undefined)
    .map((property) => member(property, "own"));
  // The classes, the private fields and the inside of a large object are the same on every part of it.
  if (part !== undefined) return { members: own, left: Math.max(0, count - from - ANSWER_LIMIT_ITEMS) };
  const inherited = BUILT_IN.has(value.subtype ?? "") ? [] : await classGetters(connection, objectId, own);
  const internal = (internalProperties ?? [])
    .filter(({ name, value: found }) => found !== undefined && INTERNALS_SHOWN.test(name))
    .map(({ name, value: found }): Member => ({ name, value: found!, kind: "internal", enumerable: false }));
  const members = [
    ...own.sort(byRelevance),
    ...inherited,
    ...(privateProperties ?? []).map((property) => member({ ...property, enumerable: true }, "private")),
    ...internal,
  ];
  return { members, left: 0 };
}

const isList = ({ subtype }: RemoteObject): boolean => subtype === "array" || subtype === "typedarray";

function member(
  {
    name,
    value,
    get,
    set,
    symbol,
    enumerable,
  }: PropertyDescriptor | (PrivatePropertyDescriptor & { enumerable: boolean; symbol?: RemoteObject }),
  kind: Member["kind"],
): Member {
  return {
    name,
    ...(value === undefined ? {} : { value }),
    ...(isFunction(get) ? { get } : {}),
    ...(isFunction(set) ? { set } : {}),
    ...(symbol === undefined ? {} : { symbol }),
    kind,
    enumerable,
  };
}

const isFunction = (value: RemoteObject | undefined): value is RemoteObject => value?.objectId !== undefined;

/** Accessors that an instance has from its classes, as if they were its own: users think of them so. */
async function classGetters(
  connection: CdpConnection,
  objectId: string,
  own: readonly Member[],
): Promise<readonly Member[]> {
  const { result } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: false,
    accessorPropertiesOnly: true,
  });
  const names = new Set(own.map(({ name }) => name));
  return result
    .filter(
      ({ name, isOwn, get }) => isOwn !== true && isFunction(get) && name !== "__proto__" && !names.has(name),
    )
    .map((property) => member(property, "inherited"));
}

async function countProperties(connection: CdpConnection, objectId: string): Promise<number> {
  const { result } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: "function () { return Reflect.ownKeys(this).length; }",
    returnByValue: true,
    silent: true,
  });
  return typeof result.value === "number" ? result.value : 0;
}

async function partOf(
  connection: CdpConnection,
  objectId: string,
  from: number,
  objectGroup: string,
): Promise<string | undefined> {
  const { result, exceptionDetails } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: PART,
    arguments: [{ value: from }, { value: ANSWER_LIMIT_ITEMS }],
    objectGroup,
    silent: true,
  });
  return exceptionDetails === undefined ? result.objectId : undefined;
}

/** Numbers in their order, then what is enumerable, then what is not. */
function byRelevance(a: Member, b: Member): number {
  const [x, y] = [Number(a.name), Number(b.name)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return Number(b.enumerable) - Number(a.enumerable);
}
