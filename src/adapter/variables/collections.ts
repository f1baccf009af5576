/**
 * Arrays, typed arrays, maps and sets: how many items they have, and a page of them. The built-in iterators do the
 * reading, so that no code of the program runs, and a large collection is never sent as a whole.
 */
import type { CdpConnection } from "../cdp/connection.js";
import { elementsOf } from "../cdp/coroutines.js";
import type { RemoteObject } from "../cdp/types.js";

/** Collections of this size are sent in pages to clients that ask for pages: VS Code's own chunks are as large. */
export const PAGED_FROM_ITEMS = 100;
/** Items or members of one answer to a client that asks for everything. */
export const ANSWER_LIMIT_ITEMS = 2_000;

export type CollectionKind = "list" | "map" | "set";

export interface Page {
  readonly start: number;
  readonly count: number;
}

/** One item: its place, or its key in a map. */
export interface Item {
  readonly index: number;
  readonly key?: RemoteObject;
  /** Absent for a hole of an array. */
  readonly value: RemoteObject;
}

/** What kind of collection a value is; undefined when it is none. */
export function collectionKind({ subtype }: RemoteObject): CollectionKind | undefined {
  if (subtype === "array" || subtype === "typedarray") return "list";
  return subtype === "map" || subtype === "set" ? subtype : undefined;
}

/** Number of items, from V8's own description: `Array(3)`. */
export function collectionSize(value: RemoteObject): number | undefined {
  if (collectionKind(value) === undefined) return undefined;
  const match = /\((\d+)\)$/.exec(value.description ?? "");
  return match === null ? undefined : Number(match[1]);
}

/** Holes are left out, so the places come with the items. */
const PAGES: Readonly<Record<CollectionKind, string>> = {
  list: `function (start, count) {
    const found = [];
    const end = Math.min(start + count, this.length);
    for (let at = start; at < end; at++) if (Object.hasOwn(this, at)) found.push(at, this[at]);
    return found;
  }`,
  map: `function (start, count) {
    const found = [];
    let at = 0;
    for (const [key, value] of Map.prototype.entries.call(this)) {
      if (at >= start + count) break;
      if (at++ >= start) found.push(key, value);
    }
    return found;
  }`,
  set: `function (start, count) {
    const found = [];
    let at = 0;
    for (const value of Set.prototype.values.call(this)) {
      if (at >= start + count) break;
      if (at >= start) found.push(at, value);
      at++;
    }
    return found;
  }`,
};

/** A page of a collection's items. A getter among an array's items is called: there are none in practice. */
export async function readPage(
  connection: CdpConnection,
  value: RemoteObject,
  { start, count }: Page,
  objectGroup: string,
): Promise<readonly Item[]> {
  const kind = collectionKind(value);
  if (kind === undefined || value.objectId === undefined) return [];
  const { result, exceptionDetails } = await connection.send("Runtime.callFunctionOn", {
    objectId: value.objectId,
    functionDeclaration: PAGES[kind],
    arguments: [{ value: start }, { value: count }],
    objectGroup,
    silent: true,
  });
  if (exceptionDetails !== undefined || result.objectId === undefined) return [];
  const flat = await elementsOf(connection, result.objectId, true);
  const items: Item[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [first, second] = [flat[at]!, flat[at + 1]!];
    items.push(
      kind === "map"
        ? { index: start + at / 2, key: first, value: second }
        : { index: Number(first.value), value: second },
    );
  }
  return items;
}
