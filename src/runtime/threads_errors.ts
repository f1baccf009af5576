/** Errors between threads, with their class, as far as both have it, their stack, and their simple properties. */
import type { ErrorMessage, ThrownMessage } from "./threads_messages.js";

/** The classes that every thread has. */
const BUILTINS: Readonly<Record<string, new (message: string) => Error>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** How many causes of causes cross. */
const MAX_NESTING = 10;

/** What `thrown` is on the way. The thread's side has the same in `threads_worker.ts`. */
export function describeThrown(thrown: unknown, nesting = MAX_NESTING): ThrownMessage {
  if (!(thrown instanceof Error)) return { value: thrown };
  const properties: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(thrown)) {
    if (Object(value) !== value && typeof value !== "symbol") properties[key] = value;
  }
  const { name, message, stack, cause } = thrown;
  const follow = nesting > 0;
  return {
    error: {
      name,
      message,
      stack,
      base: builtinOf(thrown),
      properties,
      cause: follow && cause !== undefined ? describeThrown(cause, nesting - 1) : undefined,
      errors:
        follow && thrown instanceof AggregateError
          ? thrown.errors.map((error) => describeThrown(error, nesting - 1))
          : undefined,
    },
  };
}

function builtinOf(error: Error): string {
  if (error instanceof AggregateError) return "AggregateError";
  return Object.keys(BUILTINS).find((name) => error instanceof (BUILTINS[name] as typeof Error)) ?? "Error";
}

/** What was thrown on the other side. */
export function reviveThrown(thrown: ThrownMessage): unknown {
  return "error" in thrown ? reviveError(thrown.error) : thrown.value;
}

function reviveError(message: ErrorMessage): Error {
  const revived =
    message.base === "AggregateError"
      ? new AggregateError((message.errors ?? []).map(reviveThrown), message.message)
      : new (BUILTINS[message.base] ?? Error)(message.message);
  Object.assign(revived, message.properties);
  const hidden = (value: unknown) => ({ value, writable: true, configurable: true });
  if (revived.name !== message.name) Object.defineProperty(revived, "name", hidden(message.name));
  if (message.stack !== undefined) Object.defineProperty(revived, "stack", hidden(message.stack));
  if (message.cause !== undefined)
    Object.defineProperty(revived, "cause", hidden(reviveThrown(message.cause)));
  return revived;
}
