/** Frames by the numbers that the client has for them: their scopes, and evaluating in them. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "../cdp/connection.js";
import type { CoroutineObject } from "../cdp/coroutines.js";
import type { CallArgument, CallFrame, RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { evaluateGlobally, evaluateInCoroutine, evaluateInFrame } from "../variables/evaluation.js";
import type { Handles } from "../variables/handles.js";
import type { SuspendedLocals } from "../variables/suspended-locals.js";
import { AWAITED_MARK, typeText, valueText } from "../variables/value-text.js";
import type { VariablesContext } from "../variables/variable-holders.js";
import { toArgument } from "../variables/variable-setting.js";
import type { Variables } from "../variables/variables.js";
import type { Frame } from "./stacks.js";

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

/** What came of an assignment; `awaited`: the value is to come, when the coroutine resumes. */
export interface Assigned {
  readonly value: RemoteObject;
  readonly awaited: boolean;
}

export interface Assignment {
  readonly target: string;
  readonly expression: string;
}

/** A local as it is shown. */
export interface LocalText {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** `name = value`, and not `name == value` or `name => value`. */
const ASSIGNMENT = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=(?![=>])(.+)$/su;

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
  readonly #suspended: SuspendedLocals;

  constructor(
    connection: CdpConnection,
    handles: Handles<KnownFrame>,
    variables: Variables,
    suspended: SuspendedLocals,
  ) {
    this.#connection = connection;
    this.#handles = handles;
    this.#variables = variables;
    this.#suspended = suspended;
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
  async evaluate(
    { frame, group }: KnownFrame,
    expression: string,
    manner: Manner = {},
  ): Promise<RemoteObject> {
    const options = { group, ...manner };
    switch (frame.kind) {
      case "running":
        return evaluateInFrame(this.#connection, frame.callFrame.callFrameId, expression, options);
      case "suspended":
        return evaluateInCoroutine(this.#connection, frame.coroutine, expression, {
          ...options,
          overlays: await this.#suspended.overlays(frame.coroutine),
        });
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
   * Assigns to an expression.
   * @throws UserError when it cannot be assigned to, with the reason.
   */
  async assign(known: KnownFrame, target: string, expression: string): Promise<Assigned> {
    const { frame } = known;
    if (frame.kind !== "suspended") {
      return { value: await this.evaluate(known, `${target} = (${expression}\n)`), awaited: false };
    }
    const scope = await this.#scopeOf(frame.coroutine, target);
    if (scope !== undefined) {
      const value = await this.evaluate(known, expression);
      return { value, awaited: await this.#suspended.set(frame, scope, target, toArgument(value)) };
    }
    // What cannot be assigned to says so in strict code only.
    const strict = `"use strict"; ${target} = (${expression}\n)`;
    return { value: await this.evaluate(known, strict), awaited: false };
  }

  /**
   * What a console's text assigns to a local of a suspended coroutine; undefined when it does anything else.
   * A plain assignment only: whatever is nested deeper is evaluated, and refused there.
   */
  async assignment({ frame }: KnownFrame, text: string): Promise<Assignment | undefined> {
    const [, target, expression] = ASSIGNMENT.exec(text) ?? [];
    if (frame.kind !== "suspended" || target === undefined || expression === undefined) return undefined;
    return (await this.#scopeOf(frame.coroutine, target)) === undefined ? undefined : { target, expression };
  }

  /** The number of the innermost scope that has a variable, but for the global one. */
  async #scopeOf({ scopes }: CoroutineObject, target: string): Promise<number | undefined> {
    for (const [index, { objectId, description }] of scopes.entries()) {
      if (objectId === undefined || scopeType(description) === "global") continue;
      const { result } = await this.#connection.send("Runtime.getProperties", {
        objectId,
        ownProperties: true,
      });
      if (result.some(({ name }) => name === target)) return index;
    }
    return undefined;
  }

  /** Locals alone, as texts, innermost scope first, each name once. */
  async locals({ frame, group }: KnownFrame): Promise<readonly LocalText[]> {
    if (frame.kind === "label") return [];
    const scopes =
      frame.kind === "running"
        ? frame.callFrame.scopeChain.map(({ type, object: { objectId } }) => ({ type, objectId }))
        : frame.coroutine.scopes.map(({ objectId, description }) => ({
            type: scopeType(description),
            objectId,
          }));
    const found = new Map<string, LocalText>();
    for (const [index, { type, objectId }] of scopes.entries()) {
      if (objectId === undefined || !isInner(type)) continue;
      const { result } = await this.#connection.send("Runtime.getProperties", {
        objectId,
        ownProperties: true,
        generatePreview: true,
      });
      const awaited =
        frame.kind === "running"
          ? new Map<string, RemoteObject>()
          : await this.#suspended.valuesIn(frame.coroutine, index, group);
      for (const { name, value: present } of result) {
        const value = awaited.get(name) ?? present;
        if (value === undefined || found.has(name)) continue;
        const text = valueText(value) + (awaited.has(name) ? AWAITED_MARK : "");
        found.set(name, { name, value: text, type: typeText(value) });
      }
    }
    return [...found.values()];
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
      const setInScope = async (variableName: string, newValue: CallArgument): Promise<boolean> => {
        const { callFrameId } = frame;
        await this.#connection
          .send("Debugger.setVariableValue", { scopeNumber, variableName, newValue, callFrameId })
          .catch((failure: Error) => {
            throw errors.cannotSet(variableName, failure.message);
          });
        return false;
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
                    this.#suspended.set(frame, index, name, value),
                  awaited: () => this.#suspended.valuesIn(coroutine, index, context.group),
                }),
            ...(isThis ? { extra: [{ name: "this", value: receiver }] } : {}),
          }),
          expensive: type === "global",
          ...(type === "local" ? { presentationHint: "locals" } : {}),
        },
      ];
    });
  }
}

const isInner = (type: string): boolean => type === "local" || type === "block" || type === "catch";

/** `Local (work)` is of type `local`. */
const scopeType = (description: string | undefined): string =>
  (description ?? "").split(/[\s(]/, 1)[0]!.toLowerCase();

/** In functions that are not methods `this` is undefined, or the global object: no news. */
const isWorthShowing = ({ type, className }: RemoteObject): boolean =>
  type !== "undefined" && className !== "global" && className !== "Object (global)";
