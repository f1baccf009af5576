/** Objects and scopes of the program as DAP variables, and setting them. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "./cdp/connection.js";
import type { CallArgument, PropertyDescriptor, RemoteObject } from "./cdp/types.js";
import { errors } from "./errors.js";
import type { Handles } from "./handles.js";
import { typeText, valueText } from "./value-text.js";

/** How the variables of a scope are set; a text is the reason why they cannot be. */
export type SetInScope = ((name: string, value: CallArgument) => Promise<void>) | string;

/** Where values were found: they live as long as the group, and new ones are made by expressions of the same frame. */
export interface VariablesContext {
  readonly group: string;
  evaluate(expression: string): Promise<RemoteObject>;
}

/** What a variables reference stands for. */
export interface VariablesHolder {
  readonly objectId: string;
  readonly context: VariablesContext;
  /** Present for scopes. */
  readonly setInScope?: SetInScope;
  /** Shown before the object's own: `this`, a return value. */
  readonly extra?: readonly { readonly name: string; readonly value: RemoteObject }[];
  /** The reference stands for what this property's getter returns. */
  readonly getter?: string;
}

/** A page of variables, as a client may ask for a part of a large array. */
export interface Page {
  readonly start: number;
  readonly count: number;
}

/** Arrays above this length are sent in pages, as the client asks for them. */
const PAGED_FROM_ITEMS = 1_000;
const SLICE = "function (start, count) { return Array.prototype.slice.call(this, start, start + count); }";

export class Variables {
  readonly #connection: CdpConnection;
  readonly #handles: Handles<VariablesHolder>;

  constructor(connection: CdpConnection, handles: Handles<VariablesHolder>) {
    this.#connection = connection;
    this.#handles = handles;
  }

  /** The variables behind a reference. @throws UserError for one that is not valid any more. */
  async list(reference: number, page?: Page): Promise<readonly DebugProtocol.Variable[]> {
    const holder = this.#holder(reference);
    if (holder.getter !== undefined) return [await this.#callGetter(holder, holder.getter)];
    if (page !== undefined) return this.#slice(holder, page);
    const { result, internalProperties } = await this.#connection.send("Runtime.getProperties", {
      objectId: holder.objectId,
      ownProperties: true,
      generatePreview: true,
    });
    const own = result
      .filter(({ value, get, set }) => value !== undefined || get !== undefined || set !== undefined)
      .sort(byRelevance)
      .map((property) => this.#property(property, holder));
    const internal = (internalProperties ?? [])
      .filter(({ name, value }) => value !== undefined && isShown(name))
      .map(({ name, value }) => ({
        ...this.toVariable(name, value as RemoteObject, holder.context),
        presentationHint: { visibility: "internal" },
      }));
    const extra = (holder.extra ?? []).map(({ name, value }) => this.toVariable(name, value, holder.context));
    return [...extra, ...own, ...(holder.setInScope === undefined ? internal : [])];
  }

  /** A reference to a holder, for scopes. */
  reference(holder: VariablesHolder): number {
    return this.#handles.create(holder.context.group, holder);
  }

  /** A value as a DAP variable, expandable when it is an object. */
  toVariable(name: string, value: RemoteObject, context: VariablesContext): DebugProtocol.Variable {
    const length = arrayLength(value);
    return {
      name,
      value: valueText(value),
      type: typeText(value),
      variablesReference:
        value.objectId === undefined
          ? 0
          : this.#handles.create(context.group, { objectId: value.objectId, context }),
      ...(length !== undefined && length >= PAGED_FROM_ITEMS ? { indexedVariables: length } : {}),
    };
  }

  /**
   * Sets a variable to the value of an expression.
   * @throws UserError when it cannot be set; nothing was changed then.
   */
  async set(reference: number, name: string, expression: string): Promise<DebugProtocol.Variable> {
    const holder = this.#holder(reference);
    if (typeof holder.setInScope === "string") throw errors.cannotSet(name, holder.setInScope);
    if (holder.extra?.some((extra) => extra.name === name))
      throw errors.cannotSet(name, "it is not a variable");
    const value = await holder.context.evaluate(expression);
    const argument = toArgument(value);
    if (holder.setInScope !== undefined) await holder.setInScope(name, argument);
    else {
      const { exceptionDetails, result } = await this.#connection.send("Runtime.callFunctionOn", {
        objectId: holder.objectId,
        functionDeclaration:
          "function (name, value) { this[name] = value; return Object.is(this[name], value); }",
        arguments: [{ value: name }, argument],
        returnByValue: true,
        silent: true,
      });
      if (exceptionDetails !== undefined || result.value !== true) {
        throw errors.cannotSet(name, "the object does not take the value");
      }
    }
    return this.toVariable(name, value, holder.context);
  }

  #holder(reference: number): VariablesHolder {
    const holder = this.#handles.get(reference);
    if (holder === undefined) throw errors.unknownVariables(reference);
    return holder;
  }

  #property(property: PropertyDescriptor, holder: VariablesHolder): DebugProtocol.Variable {
    if (property.value !== undefined) return this.toVariable(property.name, property.value, holder.context);
    // A getter runs code of the program: only when the user asks for it.
    return {
      name: property.name,
      value: "(…)",
      variablesReference:
        property.get?.objectId === undefined
          ? 0
          : this.#handles.create(holder.context.group, {
              objectId: holder.objectId,
              context: holder.context,
              getter: property.name,
            }),
      presentationHint: { lazy: property.get?.objectId !== undefined },
    };
  }

  async #callGetter({ objectId, context }: VariablesHolder, name: string): Promise<DebugProtocol.Variable> {
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: "function (name) { return this[name]; }",
      arguments: [{ value: name }],
      generatePreview: true,
      objectGroup: context.group,
      silent: true,
    });
    return this.toVariable(name, result, context);
  }

  async #slice(
    { objectId, context }: VariablesHolder,
    { start, count }: Page,
  ): Promise<DebugProtocol.Variable[]> {
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: SLICE,
      arguments: [{ value: start }, { value: count }],
      objectGroup: context.group,
      silent: true,
    });
    if (result.objectId === undefined) return [];
    const items = await this.#connection.send("Runtime.getProperties", {
      objectId: result.objectId,
      ownProperties: true,
      generatePreview: true,
    });
    return items.result
      .filter(({ name, value }) => value !== undefined && /^\d+$/.test(name))
      .map(({ name, value }) =>
        this.toVariable(String(Number(name) + start), value as RemoteObject, context),
      );
  }
}

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

function arrayLength({ subtype, description }: RemoteObject): number | undefined {
  if (subtype !== "array" && subtype !== "typedarray") return undefined;
  const match = /\((\d+)\)$/.exec(description ?? "");
  return match === null ? undefined : Number(match[1]);
}

const isShown = (name: string): boolean =>
  /^\[\[(?:Prototype|Entries|Promise|Generator(?:State|Location))/.test(name);

function byRelevance(a: PropertyDescriptor, b: PropertyDescriptor): number {
  const [x, y] = [Number(a.name), Number(b.name)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return Number(b.enumerable) - Number(a.enumerable);
}
