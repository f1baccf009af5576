/** What a variables reference stands for. */
import type { CallArgument, RemoteObject } from "../cdp/types.js";

/** How a variable of a scope is set. Gives whether the value is still to come: its coroutine is suspended. */
export type SetInScope = (name: string, value: CallArgument) => Promise<boolean>;

/** Where values were found: they live as long as the group, and new ones are made by expressions of the same frame. */
export interface VariablesContext {
  readonly group: string;
  evaluate(expression: string): Promise<RemoteObject>;
}

interface Holder {
  readonly context: VariablesContext;
}

/** The variables of a scope. */
export interface ScopeHolder extends Holder {
  readonly kind: "scope";
  readonly objectId: string;
  /** Absent: as properties of an object, which the global scope is. */
  readonly setInScope?: SetInScope;
  /** Values that variables will have, and that are shown in the place of those that they have. */
  readonly awaited?: () => Promise<ReadonlyMap<string, RemoteObject>>;
  /** Shown before the scope's own: `this`, a return value. */
  readonly extra?: readonly { readonly name: string; readonly value: RemoteObject }[];
}

/** The members of an object. */
export interface ObjectHolder extends Holder {
  readonly kind: "object";
  readonly value: RemoteObject;
  /** An expression for the object in the context's frame. */
  readonly path?: string;
  /** The object whose prototype this is: getters are called on it. */
  readonly receiverId?: string;
  /** Members from this one on; those before have been shown. */
  readonly from?: number;
}

/** What a getter returns, once it is asked for. */
export interface GetterHolder extends Holder {
  readonly kind: "getter";
  readonly receiverId: string;
  readonly getterId: string;
  readonly name: string;
  readonly path?: string;
}

/** A pair of a map whose key is an object. */
export interface EntryHolder extends Holder {
  readonly kind: "entry";
  readonly mapId: string;
  readonly key: RemoteObject;
  readonly value: RemoteObject;
}

export type VariablesHolder = ScopeHolder | ObjectHolder | GetterHolder | EntryHolder;
