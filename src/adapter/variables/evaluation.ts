/** Running expressions in the program: globally, in a frame of the stack, and in a suspended coroutine. */
import { type CdpConnection, CdpTimeoutError } from "../cdp/connection.js";
import type { CoroutineObject } from "../cdp/coroutines.js";
import type { EvaluationResult, RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";

/** Evaluations that run longer are cut off by V8. */
const RUN_LIMIT_MS = 5_000;
/** A program that has not answered by then is inside a native call. */
const ANSWER_TIMEOUT_MS = 7_000;

export interface EvaluationOptions {
  readonly group: string;
  /** Refuse whatever would change the program: for hovers. */
  readonly pure?: boolean;
  readonly repl?: boolean;
  /** The program is paused: what a console evaluates ends in a microtask, which would not come. */
  readonly paused?: boolean;
}

/** The value, or the program's own error. @throws UserError */
export function checked({ result, exceptionDetails }: EvaluationResult): RemoteObject {
  if (exceptionDetails === undefined) return result;
  const { exception, text } = exceptionDetails;
  const said =
    exception?.description ?? (exception?.value === undefined ? text : `Uncaught ${String(exception.value)}`);
  // Only the first line: the stack below it is the evaluation's own.
  throw errors.evaluation(said.split("\n    at ", 1)[0]!);
}

async function inTime(evaluation: Promise<EvaluationResult>): Promise<RemoteObject> {
  try {
    return checked(await evaluation);
  } catch (failure) {
    if (failure instanceof CdpTimeoutError) throw errors.unresponsive(ANSWER_TIMEOUT_MS / 1000);
    throw failure;
  }
}

/** Whether a text may await a promise. */
export const AWAIT = /\bawait\b/;

/** Evaluates in the global scope, whether the program runs or is paused. @throws UserError with the program's own error. */
export function evaluateGlobally(
  connection: CdpConnection,
  expression: string,
  { group, pure = false, repl = false, paused = false }: EvaluationOptions,
): Promise<RemoteObject> {
  // A console awaits at its top level, for as long as it takes.
  const awaits = repl && !paused && AWAIT.test(expression);
  return inTime(
    connection.send(
      "Runtime.evaluate",
      {
        expression,
        objectGroup: group,
        generatePreview: true,
        silent: true,
        timeout: RUN_LIMIT_MS,
        disableBreaks: true,
        ...(pure ? { throwOnSideEffect: true } : {}),
        ...(repl ? { includeCommandLineAPI: true } : {}),
        ...(repl && !paused ? { replMode: true } : {}),
      },
      awaits ? undefined : ANSWER_TIMEOUT_MS,
    ),
  );
}

/** Evaluates in a frame of the paused program. @throws UserError */
export function evaluateInFrame(
  connection: CdpConnection,
  callFrameId: string,
  expression: string,
  { group, pure = false, repl = false }: EvaluationOptions,
): Promise<RemoteObject> {
  return inTime(
    connection.send(
      "Debugger.evaluateOnCallFrame",
      {
        callFrameId,
        expression,
        objectGroup: group,
        generatePreview: true,
        silent: true,
        timeout: RUN_LIMIT_MS,
        ...(pure ? { throwOnSideEffect: true } : {}),
        ...(repl ? { includeCommandLineAPI: true } : {}),
      },
      ANSWER_TIMEOUT_MS,
    ),
  );
}

/** How an expression is evaluated in a suspended coroutine. */
export interface CoroutineEvaluation extends EvaluationOptions {
  /** Objects whose properties are seen in the place of a scope's variables, by the number of the scope. */
  readonly overlays?: ReadonlyMap<number, string>;
}

/** Assignments to locals would change a copy, and seem to have worked. */
const GUARD = `(scope) => {
  const refuse = (_, name) => {
    throw new TypeError(
      "'" + String(name) + "' cannot be set: its coroutine is suspended; a plain assignment, by itself, can be made",
    );
  };
  return new Proxy(scope, { set: refuse, deleteProperty: refuse, defineProperty: refuse });
}`;

/**
 * Evaluates in a suspended coroutine. V8 has no frame for it, so the expression runs inside `with` statements over its
 * scopes, innermost last: objects can be changed, and an assignment to a local is refused.
 * @throws UserError
 */
export function evaluateInCoroutine(
  connection: CdpConnection,
  coroutine: CoroutineObject,
  expression: string,
  { group, pure = false, overlays = new Map() }: CoroutineEvaluation,
): Promise<RemoteObject> {
  // Innermost first; what is laid over a scope is within it.
  const scopes = coroutine.scopes
    .flatMap((scope, index) => [{ objectId: overlays.get(index), description: "Overlay" }, scope])
    .filter(({ objectId }) => objectId !== undefined);
  const names = scopes.map((_, index) => `__loopscope${index}`);
  // What must change nothing is refused by V8 itself, which takes a proxy and `eval` for changes.
  const guard = pure ? "(scope) => scope" : GUARD;
  const body = pure ? `return (${expression}\n);` : "return eval(__loopscopeText);";
  const nested = scopes
    .map(({ description }, index) => {
      const name = names[index];
      if (description === "Overlay") return `with (__loopscopeGuard(${name}))`;
      return description?.startsWith("Global") === true
        ? `with (${name}.object ?? ${name})`
        : `with (__loopscopeGuard(${name}.object ?? ${name}))`;
    })
    .reverse();
  const receiver = coroutine.receiver?.objectId === undefined ? "undefined" : "__loopscopeThis";
  const parameters = [...names, "__loopscopeThis", "__loopscopeText"].join(", ");
  return inTime(
    connection.send(
      "Runtime.callFunctionOn",
      {
        objectId: coroutine.objectId,
        functionDeclaration: `function (${parameters}) {
          const __loopscopeGuard = ${guard};
          return (function () { ${nested.join(" ")} { ${body} } }).call(${receiver});
        }`,
        arguments: [
          ...scopes.map(({ objectId }) => ({ objectId: objectId as string })),
          coroutine.receiver?.objectId === undefined
            ? { value: null }
            : { objectId: coroutine.receiver.objectId },
          { value: expression },
        ],
        objectGroup: group,
        generatePreview: true,
        silent: true,
        ...(pure ? { throwOnSideEffect: true } : {}),
      },
      ANSWER_TIMEOUT_MS,
    ),
  );
}
