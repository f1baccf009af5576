/** Frames by the numbers that the client has for them: their scopes, and evaluating in them. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "./cdp/connection.js";
import { readScopes } from "./cdp/coroutines.js";
import type { CallArgument, CallFrame, RemoteObject } from "./cdp/types.js";
import { errors } from "./errors.js";
import { evaluateGlobally, evaluateInCoroutine, evaluateInFrame } from "./evaluation.js";
import type { Handles } from "./handles.js";
import type { Frame } from "./stacks.js";
import type { VariablesContext } from "./variable-holders.js";
import { toArgument } from "./variable-setting.js";
import type { Variables } from "./variables.js";

/** A frame that the client knows, with the group of objects that it belongs to. */
export interface KnownFrame {
  readonly frame: Frame;
  readonly group: string;
}

/** How an expression may act: see `EvaluationOptions`. */
export interface Manner {
  readonly pure?: boolean;
  readonly repl?: boolean;
}

const SCOPE_NAMES: Readonly<Record<string, string>> = {
  local: "Local",
  closure: "Closure",
  block: "Block",
  catch: "Catch",
  module: "Module",
  script: "Script",
  global: "Global",
  eval: "Eval",
  with: "With",
};

export class Frames {
  readonly #connection: CdpConnection;
  readonly #handles: Handles<KnownFrame>;
  readonly #variables: Variables;

  constructor(connection: CdpConnection, handles: Handles<KnownFrame>, variables: Variables) {
    this.#connection = connection;
    this.#handles = handles;
    this.#variables = variables;
  }

  /** Gives a frame its number. */
  number(frame: Frame, group: string): number {
    return this.#handles.create(group, { frame, group });
  }

  /** @throws UserError for a number that is not valid any more. */
  find(id: number): KnownFrame {
    const known = this.#handles.get(id);
    if (known === undefined) throw errors.unknownFrame(id);
    return known;
  }

  /** The scopes of a frame, innermost first. */
  scopes({ frame, group }: KnownFrame): readonly DebugProtocol.Scope[] {
    if (frame.kind === "label") return [];
    const context = this.#context({ frame, group });
    return frame.kind === "running"
      ? this.#runningScopes(frame.callFrame, context)
      : this.#suspendedScopes(frame, context);
  }

  /** Evaluates where the frame stands. @throws UserError */
  evaluate({ frame, group }: KnownFrame, expression: string, manner: Manner = {}): Promise<RemoteObject> {
    const options = { group, ...manner };
    switch (frame.kind) {
      case "running":
        return evaluateInFrame(this.#connection, frame.callFrame.callFrameId, expression, options);
      case "suspended":
        return evaluateInCoroutine(this.#connection, frame.coroutine, expression, options);
      case "label":
        return evaluateGlobally(this.#connection, expression, options);
    }
  }

  /** Names of all variables that an expression can use in the frame, innermost scope first, but for the global ones. */
  async names({ frame }: KnownFrame): Promise<readonly string[]> {
    if (frame.kind === "label") return [];
    const objects =
      frame.kind === "running"
        ? frame.callFrame.scopeChain.filter(({ type }) => type !== "global").map(({ object }) => object)
        : frame.coroutine.scopes.filter(({ description }) => scopeType(description) !== "global");
    const lists = await Promise.all(
      objects.map(async ({ objectId }) =>
        objectId === undefined
          ? []
          : (await this.#connection.send("Runtime.getProperties", { objectId, ownProperties: true })).result,
      ),
    );
    return [...new Set(lists.flat().map(({ name }) => name))];
  }

  /**
   * Assigns to an expression. @returns the new value.
   * @throws UserError when it cannot be assigned to, with the reason.
   */
  async assign(known: KnownFrame, target: string, expression: string, repl: boolean): Promise<RemoteObject> {
    const { frame } = known;
    if (frame.kind !== "suspended") return this.evaluate(known, `${target} = (${expression}\n)`, { repl });
    for (const [index, { objectId, description }] of frame.coroutine.scopes.entries()) {
      if (objectId === undefined || scopeType(description) === "global") continue;
      const { result } = await this.#connection.send("Runtime.getProperties", {
        objectId,
        ownProperties: true,
      });
      if (!result.some(({ name }) => name === target)) continue;
      const value = await this.evaluate(known, expression);
      await this.#setSuspended(frame.coroutine.objectId, index, target, toArgument(value));
      return value;
    }
    // What cannot be assigned to says so in strict code only.
    return this.evaluate(known, `"use strict"; ${target} = (${expression}\n)`);
  }

  /** Locals alone: name and value, innermost scope first, each name once. */
  async locals({ frame }: KnownFrame): Promise<readonly { name: string; value: RemoteObject }[]> {
    if (frame.kind === "label") return [];
    const objects =
      frame.kind === "running"
        ? frame.callFrame.scopeChain.filter(({ type }) => isInner(type)).map(({ object }) => object)
        : frame.coroutine.scopes.filter(({ description }) => isInner(scopeType(description)));
    const found = new Map<string, RemoteObject>();
    for (const { objectId } of objects) {
      if (objectId === undefined) continue;
      const { result } = await this.#connection.send("Runtime.getProperties", {
        objectId,
        ownProperties: true,
        generatePreview: true,
      });
      for (const { name, value } of result)
        if (value !== undefined && !found.has(name)) found.set(name, value);
    }
    return [...found].map(([name, value]) => ({ name, value }));
  }

  #context(known: KnownFrame): VariablesContext {
    return { group: known.group, evaluate: (expression) => this.evaluate(known, expression) };
  }

  #runningScopes(frame: CallFrame, context: VariablesContext): readonly DebugProtocol.Scope[] {
    const scopes: DebugProtocol.Scope[] = [];
    frame.scopeChain.forEach(({ type, name, object }, scopeNumber) => {
      if (object.objectId === undefined) return;
      const extra =
        type !== "local"
          ? []
          : [
              { name: "this", value: frame.this },
              ...(frame.returnValue === undefined
                ? []
                : [{ name: "Return value", value: frame.returnValue }]),
            ];
      const setInScope = async (variableName: string, newValue: CallArgument): Promise<void> => {
        const { callFrameId } = frame;
        await this.#connection
          .send("Debugger.setVariableValue", { scopeNumber, variableName, newValue, callFrameId })
          .catch((failure: Error) => {
            throw errors.cannotSet(variableName, failure.message);
          });
      };
      const shown = SCOPE_NAMES[type] ?? type;
      scopes.push({
        name: name && type === "closure" ? `${shown} (${name})` : shown,
        variablesReference: this.#variables.reference({
          kind: "scope",
          objectId: object.objectId,
          context,
          ...(type === "global" ? {} : { setInScope }),
          extra: extra.filter(({ value }) => isWorthShowing(value)),
        }),
        expensive: type === "global",
        ...(type === "local" ? { presentationHint: "locals" } : {}),
      });
    });
    return scopes;
  }

  #suspendedScopes(
    frame: Extract<Frame, { kind: "suspended" }>,
    context: VariablesContext,
  ): readonly DebugProtocol.Scope[] {
    const { coroutine } = frame;
    return coroutine.scopes.flatMap((scope, index) => {
      if (scope.objectId === undefined) return [];
      const type = scopeType(scope.description);
      const { receiver } = coroutine;
      const isThis = type === "local" && receiver !== undefined && isWorthShowing(receiver);
      return [
        {
          name: scope.description?.replace(/^Local \(.*\)$/, "Local") ?? "Scope",
          variablesReference: this.#variables.reference({
            kind: "scope",
            objectId: scope.objectId,
            context,
            ...(type === "global"
              ? {}
              : {
                  setInScope: (name: string, value: CallArgument) =>
                    this.#setSuspended(coroutine.objectId, index, name, value),
                }),
            ...(isThis ? { extra: [{ name: "this", value: receiver }] } : {}),
          }),
          expensive: type === "global",
          ...(type === "local" ? { presentationHint: "locals" } : {}),
        },
      ];
    });
  }

  /** V8 hands out copies of a suspended coroutine's locals: writing is tried, and looked at again. */
  async #setSuspended(generatorId: string, index: number, name: string, value: CallArgument): Promise<void> {
    const before = (await readScopes(this.#connection, generatorId))[index];
    if (before?.objectId === undefined) throw errors.unknownVariables(index);
    await this.#connection.send("Runtime.callFunctionOn", {
      objectId: before.objectId,
      functionDeclaration: "function (name, value) { this.object[name] = value; }",
      arguments: [{ value: name }, value],
      silent: true,
    });
    const after = (await readScopes(this.#connection, generatorId))[index];
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: after?.objectId ?? before.objectId,
      functionDeclaration: "function (name, value) { return Object.is(this.object[name], value); }",
      arguments: [{ value: name }, value],
      returnByValue: true,
      silent: true,
    });
    if (result.value !== true) {
      throw errors.cannotSet(
        name,
        "its coroutine is suspended, and V8 lets locals be set in running ones only; stop in it first",
      );
    }
  }
}

const isInner = (type: string): boolean => type === "local" || type === "block" || type === "catch";

/** `Local (work)` is of type `local`. */
const scopeType = (description: string | undefined): string =>
  (description ?? "").split(/[\s(]/, 1)[0]!.toLowerCase();

/** In functions that are not methods `this` is undefined, or the global object: no news. */
const isWorthShowing = ({ type, className }: RemoteObject): boolean =>
  type !== "undefined" && className !== "global" && className !== "Object (global)";
