/** Results and exceptions as short texts, made without calling anything of the user's: no getter, no `toString`. */
import { types } from "node:util";
import type { TaskOutcome } from "../../protocol/index.js";
import { CancelledError } from "../exceptions.js";
import type { Task } from "../tasks.js";

/** Longest text of a value, characters. */
const MAX_LENGTH = 200;

/**
 * How a task ended; undefined while it is pending.
 * @param asked the message of the last request to cancel it.
 */
export function outcomeOf(task: Task<unknown>, asked: string | undefined): TaskOutcome | undefined {
  switch (task._state) {
    case "PENDING":
      return undefined;
    case "CANCELLED":
      return cancelled(cancelMessage(task) ?? asked);
    case "FINISHED": {
      const suppressedCancellation = task._numCancelsRequested > 0;
      const failed = task._exception !== null;
      return {
        ...(failed ? { exception: describeException(task._exception) } : { result: describe(task._result) }),
        ...(suppressedCancellation ? { suppressedCancellation } : {}),
        ...(failed && task._logTraceback ? { unretrieved: true } : {}),
      };
    }
  }
}

function cancelled(message: string | undefined): TaskOutcome {
  return message === undefined ? {} : { cancelMessage: cut(message) };
}

/** The words that the cancellation came with. The error that has them is gone once somebody has seen it. */
function cancelMessage(task: Task<unknown>): string | undefined {
  const error: unknown = task._result;
  const own = error instanceof CancelledError ? dataProperty(error, "message") : task._cancelMessage;
  return typeof own === "string" && own !== "" ? own : undefined;
}

/** A value by its type and, where that is short, its content. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return cut(JSON.stringify(value.slice(0, MAX_LENGTH)));
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value.toString();
    case "function":
      return `function ${String(dataProperty(value, "name") ?? "")}`.trimEnd();
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (types.isProxy(value)) return "Proxy";
  if (Array.isArray(value)) return `Array(${value.length})`;
  if (types.isNativeError(value)) return describeException(value);
  return typeName(value);
}

/** `TypeName: message` of an error; anything else that was thrown as `describe` has it. */
export function describeException(error: unknown): string {
  if (!types.isNativeError(error) || types.isProxy(error)) return describe(error);
  const message = dataProperty(error, "message");
  const name = dataProperty(error, "name") ?? typeName(error);
  return cut(typeof message === "string" && message !== "" ? `${String(name)}: ${message}` : String(name));
}

function typeName(value: object): string {
  const constructor = dataProperty(value, "constructor");
  const name = typeof constructor === "function" ? dataProperty(constructor, "name") : undefined;
  return typeof name === "string" && name !== "" ? name : "Object";
}

/** A property that can be read without running code, from the object or its prototypes. */
function dataProperty(object: object, key: string): unknown {
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found) return found.value;
  }
  return undefined;
}

function cut(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
