/** Setting members of objects: where it sticks it is done, and where it cannot the refusal says why. */
import type { CdpConnection } from "../cdp/connection.js";
import { elementsOf } from "../cdp/coroutines.js";
import type { CallArgument, RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { asInternal } from "../sources/debugger-scripts.js";
import { readMembers } from "./object-members.js";
import { valueText } from "./value-text.js";
import type { ObjectHolder, VariablesHolder } from "./variable-holders.js";

/** A value as an argument of a call. */
export function toArgument(value: RemoteObject): CallArgument {
  if (value.objectId !== undefined) return { objectId: value.objectId };
  if (value.unserializableValue !== undefined) return { unserializableValue: value.unserializableValue };
  return value.subtype === "null"
    ? { value: null }
    : value.type === "undefined"
      ? {}
      : { value: value.value };
}

/** Answers nothing when the value was taken, and otherwise why not. */
const ASSIGN = `function (name, value, isAccessor) {
  "use strict";
  if (isAccessor) { this[name] = value; return; }
  const before = Object.getOwnPropertyDescriptor(this, name);
  if (before !== undefined && before.writable === false) {
    return Object.isFrozen(this) ? "the object is frozen" : "it is read-only";
  }
  if (before === undefined && !Object.isExtensible(this)) return "the object takes no new properties";
  this[name] = value;
  if (!Object.is(this[name], value)) return "the object does not take the value";
}`;

const PRIMITIVE_KEYS = `function () {
  return [...Map.prototype.keys.call(this)].filter((key) => Object(key) !== key);
}`;

const SET_ENTRY = `function (key, value) { Map.prototype.set.call(this, key, value); }`;

/** Private names are for code of the class alone, and for what V8 evaluates as if typed in a console. */
const SCRATCH = `globalThis[Symbol.for("loopscope.scratch")]`;

/** Sets a member, a key of a map or the value of an entry. @throws UserError */
export async function setMember(
  connection: CdpConnection,
  holder: VariablesHolder,
  name: string,
  value: RemoteObject,
): Promise<void> {
  if (holder.kind === "scope")
    return assign(connection, holder.objectId, name, [{ value: name }, toArgument(value)]);
  if (holder.kind === "entry" && name === "value") {
    return assign(connection, holder.mapId, name, [toArgument(holder.key), toArgument(value)], SET_ENTRY);
  }
  if (holder.kind !== "object") throw errors.cannotSet(name, "set it where the object itself is shown");
  const objectId = holder.value.objectId!;
  if (holder.value.subtype === "set")
    throw errors.cannotSet(name, "the items of a set have no place: use add and delete");
  if (holder.value.subtype === "map" && (await setEntry(connection, holder, name, value))) return;
  const { members } = await readMembers(connection, holder.value, holder.from ?? 0, holder.context.group);
  const member = members.find((candidate) => candidate.name === name);
  if (member?.kind === "internal") throw errors.cannotSet(name, "it belongs to the engine");
  if (member?.kind === "private") return setPrivate(connection, objectId, name, value);
  const isAccessor = member !== undefined && member.value === undefined;
  if (isAccessor && member.set === undefined) throw errors.cannotSet(name, "it has a getter only");
  const key = member?.symbol?.objectId === undefined ? { value: name } : { objectId: member.symbol.objectId };
  return assign(connection, holder.receiverId ?? objectId, name, [
    key,
    toArgument(value),
    { value: isAccessor },
  ]);
}

async function assign(
  connection: CdpConnection,
  objectId: string,
  name: string,
  args: readonly CallArgument[],
  functionDeclaration = ASSIGN,
): Promise<void> {
  const { exceptionDetails, result } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration,
    arguments: args,
    returnByValue: true,
    silent: true,
  });
  if (exceptionDetails !== undefined) {
    const said = exceptionDetails.exception?.description ?? exceptionDetails.text;
    throw errors.cannotSet(name, said.split("\n", 1)[0]!);
  }
  if (result.value !== undefined) throw errors.cannotSet(name, String(result.value));
}

/** Sets the value of a key, which is shown as its variable's name: `'tea'`, `3`. False when no key is shown so. */
async function setEntry(
  connection: CdpConnection,
  { value: map, context }: ObjectHolder,
  name: string,
  value: RemoteObject,
): Promise<boolean> {
  const objectId = map.objectId!;
  const { result } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: PRIMITIVE_KEYS,
    objectGroup: context.group,
    silent: true,
  });
  const keys = result.objectId === undefined ? [] : await elementsOf(connection, result.objectId);
  const key = keys.find((candidate) => valueText(candidate) === name);
  if (key === undefined) return false;
  await assign(connection, objectId, name, [toArgument(key), toArgument(value)], SET_ENTRY);
  return true;
}

/**
 * V8 takes private names in what is typed in a console. While the program is paused such an evaluation has its effect
 * at once, but ends only when the program goes on: what became of it is left where it can be read.
 */
async function setPrivate(
  connection: CdpConnection,
  objectId: string,
  name: string,
  value: RemoteObject,
): Promise<void> {
  await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: `function (value) { ${SCRATCH} = { object: this, value, outcome: "it is not there" }; }`,
    arguments: [toArgument(value)],
    silent: true,
  });
  // Private names are taken at the top level alone, so that no `try` can surround this.
  const assignment = `${SCRATCH}.object.${name} = ${SCRATCH}.value, ${SCRATCH}.outcome = null`;
  connection
    .send("Runtime.evaluate", {
      expression: asInternal(assignment),
      replMode: true,
      silent: true,
      disableBreaks: true,
    })
    .catch(() => {});
  const { result } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: `function () { const { outcome } = ${SCRATCH}; delete ${SCRATCH}; return outcome; }`,
    returnByValue: true,
    silent: true,
  });
  if (typeof result.value === "string") throw errors.cannotSet(name, result.value);
}
