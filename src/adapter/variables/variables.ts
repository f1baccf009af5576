/** Objects and scopes of the program as DAP variables. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import {
  ANSWER_LIMIT_ITEMS,
  collectionKind,
  collectionSize,
  type Item,
  PAGED_FROM_ITEMS,
  type Page,
  readPage,
} from "./collections.js";
import { describeFutures } from "./future-text.js";
import type { Handles } from "./handles.js";
import { type Member, readMembers } from "./object-members.js";
import { AWAITED_MARK, typeText, valueText } from "./value-text.js";
import type {
  EntryHolder,
  GetterHolder,
  ObjectHolder,
  ScopeHolder,
  VariablesContext,
  VariablesHolder,
} from "./variable-holders.js";
import { setMember, toArgument } from "./variable-setting.js";

/** Which variables a client asks for. */
export interface Selection {
  readonly filter?: "indexed" | "named";
  readonly start?: number;
  /** 0 means all, as in DAP. */
  readonly count?: number;
}

/** What a variable is beside its name and value. */
interface Traits {
  readonly path?: string | undefined;
  readonly hint?: DebugProtocol.VariablePresentationHint;
  /** For a prototype: the object whose it is. */
  readonly receiverId?: string;
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export class Variables {
  readonly #connection: CdpConnection;
  readonly #handles: Handles<VariablesHolder>;

  constructor(connection: CdpConnection, handles: Handles<VariablesHolder>) {
    this.#connection = connection;
    this.#handles = handles;
  }

  /** The variables behind a reference. @throws UserError for one that is not valid any more. */
  async list(reference: number, selection: Selection = {}): Promise<readonly DebugProtocol.Variable[]> {
    const variables = await this.#list(this.holder(reference), selection);
    const { start = 0, count = 0, filter } = selection;
    if (filter === "indexed" || (start === 0 && count === 0)) return variables;
    return variables.slice(start, count === 0 ? undefined : start + count);
  }

  /** A reference to a holder, for scopes. */
  reference(holder: VariablesHolder): number {
    return this.#handles.create(holder.context.group, holder);
  }

  /** @throws UserError for a reference that is not valid any more. */
  holder(reference: number): VariablesHolder {
    const holder = this.#handles.get(reference);
    if (holder === undefined) throw errors.unknownVariables(reference);
    return holder;
  }

  /** A value as a DAP variable, expandable when it is an object. */
  toVariable(
    name: string,
    value: RemoteObject,
    context: VariablesContext,
    { path, hint, receiverId }: Traits = {},
  ): DebugProtocol.Variable {
    const size = collectionSize(value);
    return {
      name,
      value: valueText(value),
      type: typeText(value),
      variablesReference:
        value.objectId === undefined
          ? 0
          : this.reference({
              kind: "object",
              value,
              context,
              ...(path === undefined ? {} : { path }),
              ...(receiverId === undefined ? {} : { receiverId }),
            }),
      // Every collection has a name at least: its length, or its prototype.
      ...(size !== undefined && size >= PAGED_FROM_ITEMS
        ? { indexedVariables: size, namedVariables: 1 }
        : {}),
      ...(path === undefined ? {} : { evaluateName: path }),
      ...(hint === undefined ? {} : { presentationHint: hint }),
    };
  }

  /** As `toVariable`, with the state of a task or future, which only the program's runtime can tell. */
  async toDescribed(
    name: string,
    value: RemoteObject,
    context: VariablesContext,
    traits: Traits = {},
  ): Promise<DebugProtocol.Variable> {
    const variable = this.toVariable(name, value, context, traits);
    const [text] = await describeFutures(this.#connection, [value]);
    return text === undefined ? variable : { ...variable, value: text };
  }

  /**
   * Sets a variable to the value of an expression.
   * @throws UserError when it cannot be set; nothing was changed then.
   */
  async set(reference: number, name: string, expression: string): Promise<DebugProtocol.Variable> {
    const holder = this.holder(reference);
    if (holder.kind === "scope" && holder.extra?.some((extra) => extra.name === name)) {
      throw errors.cannotSet(name, "it is not a variable");
    }
    const value = await holder.context.evaluate(expression);
    let awaited = false;
    if (holder.kind === "scope" && holder.setInScope !== undefined) {
      awaited = await holder.setInScope(name, toArgument(value));
    } else await setMember(this.#connection, holder, name, value);
    const variable = await this.toDescribed(name, value, holder.context);
    return awaited ? markAwaited(variable) : variable;
  }

  #list(holder: VariablesHolder, selection: Selection): Promise<readonly DebugProtocol.Variable[]> {
    switch (holder.kind) {
      case "scope":
        return this.#scope(holder);
      case "object":
        return this.#object(holder, selection);
      case "getter":
        return this.#getter(holder);
      case "entry":
        return this.#entry(holder);
    }
  }

  async #scope({
    objectId,
    context,
    extra = [],
    setInScope,
    awaited,
  }: ScopeHolder): Promise<readonly DebugProtocol.Variable[]> {
    // V8 makes the objects of scopes: but for the global one they have nothing but the variables.
    const value = { type: "object", objectId };
    const { members, left } = await readMembers(this.#connection, value, 0, context.group);
    const values = (await awaited?.()) ?? new Map<string, RemoteObject>();
    const shown = members
      .filter(({ kind }) => kind === "own" || setInScope === undefined)
      .map((member) => ({
        ...member,
        ...(values.has(member.name) ? { value: values.get(member.name)! } : {}),
      }));
    const described = await this.#described(
      [...extra.map((item): Member => ({ ...item, kind: "own", enumerable: true })), ...shown],
      (name) => (IDENTIFIER.test(name) ? name : undefined),
      { context, receiverId: objectId },
    );
    const variables = described.map((each) => (values.has(each.name) ? markAwaited(each) : each));
    return left === 0
      ? variables
      : [...variables, this.#rest({ kind: "object", value, context }, left, shown.length)];
  }

  async #object(
    holder: ObjectHolder,
    { filter, start = 0, count = 0 }: Selection,
  ): Promise<readonly DebugProtocol.Variable[]> {
    const { value, context, path, from = 0, receiverId } = holder;
    const size = collectionSize(value) ?? 0;
    const variables: DebugProtocol.Variable[] = [];
    if (filter !== "named" && collectionKind(value) !== undefined) {
      const first = filter === "indexed" ? start : from;
      const wanted = filter === "indexed" && count > 0 ? count : ANSWER_LIMIT_ITEMS;
      const page: Page = { start: first, count: Math.min(wanted, ANSWER_LIMIT_ITEMS) };
      const items = await readPage(this.#connection, value, page, context.group);
      variables.push(...(await this.#items(items, holder)));
      const left = size - page.start - page.count;
      if (filter === undefined && left > 0) variables.push(this.#rest(holder, left, page.start + page.count));
    }
    if (filter === "indexed" || (from > 0 && collectionKind(value) !== undefined)) return variables;
    const { members, left } = await readMembers(this.#connection, value, from, context.group);
    variables.push(
      ...(await this.#described(members, (name) => memberPath(path, name), {
        context,
        receiverId: receiverId ?? value.objectId!,
      })),
    );
    if (left > 0) variables.push(this.#rest(holder, left, from + members.length));
    return variables;
  }

  /** What comes after the members that were sent: opened by the user who wants to see them. */
  #rest(holder: ObjectHolder, left: number, from: number): DebugProtocol.Variable {
    return {
      name: "…",
      value: `${left.toLocaleString("en")} more`,
      variablesReference: this.reference({ ...holder, from }),
      presentationHint: { kind: "virtual" },
    };
  }

  async #items(
    items: readonly Item[],
    { context, path, value: collection }: ObjectHolder,
  ): Promise<readonly DebugProtocol.Variable[]> {
    const texts = await describeFutures(
      this.#connection,
      items.map(({ value }) => value),
    );
    return items.map(({ index, key, value }, at) => {
      const text = texts[at];
      if (key?.objectId !== undefined) {
        return {
          name: `[${index}]`,
          value: `${valueText(key)} => ${text ?? valueText(value)}`,
          variablesReference: this.reference({
            kind: "entry",
            mapId: collection.objectId!,
            key,
            value,
            context,
          }),
        };
      }
      const isSet = collection.subtype === "set";
      const keyText = key === undefined ? undefined : valueText(key);
      const itemPath =
        path === undefined
          ? undefined
          : isSet
            ? `[...${path}][${index}]`
            : keyText === undefined
              ? `${path}[${index}]`
              : `${path}.get(${keyText})`;
      const variable = this.toVariable(keyText ?? String(index), value, context, {
        path: key?.type === "symbol" ? undefined : itemPath,
      });
      return text === undefined ? variable : { ...variable, value: text };
    });
  }

  async #described(
    members: readonly Member[],
    pathOf: (name: string) => string | undefined,
    place: { readonly context: VariablesContext; readonly receiverId: string },
  ): Promise<readonly DebugProtocol.Variable[]> {
    const texts = await describeFutures(
      this.#connection,
      members.map(({ value }) => value),
    );
    return members.map((member, at) => {
      const isNamed = member.kind !== "internal" && member.kind !== "private" && member.symbol === undefined;
      const path = isNamed ? pathOf(member.name) : undefined;
      const variable = this.#member(member, path, place);
      const text = texts[at];
      return text === undefined ? variable : { ...variable, value: text };
    });
  }

  #member(
    member: Member,
    path: string | undefined,
    { context, receiverId }: { readonly context: VariablesContext; readonly receiverId: string },
  ): DebugProtocol.Variable {
    const { name, value, get, kind } = member;
    const hint = hintOf(member);
    if (value !== undefined) {
      const isPrototype = name === "[[Prototype]]";
      return this.toVariable(name, value, context, {
        path,
        ...(hint === undefined ? {} : { hint }),
        ...(isPrototype ? { receiverId } : {}),
      });
    }
    if (get === undefined) {
      return { name, value: "(only a setter)", variablesReference: 0, presentationHint: hint ?? {} };
    }
    // A getter runs code of the program: only when the user asks for it.
    return {
      name,
      value: "(…)",
      variablesReference: this.reference({
        kind: "getter",
        receiverId,
        getterId: get.objectId!,
        name,
        context,
        ...(path === undefined ? {} : { path }),
      }),
      ...(path === undefined ? {} : { evaluateName: path }),
      presentationHint: { ...hint, ...(kind === "private" ? { visibility: "private" } : {}), lazy: true },
    };
  }

  async #getter({
    receiverId,
    getterId,
    name,
    context,
    path,
  }: GetterHolder): Promise<readonly DebugProtocol.Variable[]> {
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: receiverId,
      functionDeclaration: "function (getter) { return Reflect.apply(getter, this, []); }",
      arguments: [{ objectId: getterId }],
      generatePreview: true,
      objectGroup: context.group,
      silent: true,
    });
    return [await this.toDescribed(name, result, context, { path })];
  }

  async #entry({ key, value, context }: EntryHolder): Promise<readonly DebugProtocol.Variable[]> {
    return [await this.toDescribed("key", key, context), await this.toDescribed("value", value, context)];
  }
}

/** The value is to come: its coroutine is suspended. */
const markAwaited = (variable: DebugProtocol.Variable): DebugProtocol.Variable => ({
  ...variable,
  value: variable.value + AWAITED_MARK,
});

function hintOf({ kind, set, get, value }: Member): DebugProtocol.VariablePresentationHint | undefined {
  if (kind === "internal") return { visibility: "internal", attributes: ["readOnly"] };
  if (kind === "private") return { visibility: "private" };
  if (get !== undefined && set === undefined) return { kind: "property", attributes: ["readOnly"] };
  return value?.type === "function" ? { kind: "method" } : undefined;
}

function memberPath(parent: string | undefined, name: string): string | undefined {
  if (parent === undefined) return undefined;
  if (IDENTIFIER.test(name)) return `${parent}.${name}`;
  return `${parent}[${/^(?:0|[1-9]\d*)$/.test(name) ? name : JSON.stringify(name)}]`;
}
