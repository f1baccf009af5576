/**
 * Values as Python's `repr` would print them, for messages that keep CPython's wording.
 *
 * Source: `Lib/asyncio/format_helpers.py`, `Lib/reprlib.py` (long values are cut in the middle).
 */

/** The length, in characters, to which a string or a collection is cut; `reprlib.Repr().maxstring` and `.maxother`. */
const MAX_LENGTH = 60;

/** `value` for a message: strings in single quotes, errors as `Name('message')`, functions by name. Never throws. */
export function repr(value: unknown): string {
  try {
    return shorten(plain(value));
  } catch {
    return "<unprintable>";
  }
}

function shorten(text: string): string {
  if (text.length <= MAX_LENGTH || text.startsWith("<")) return text;
  const half = (MAX_LENGTH - 3) >> 1;
  return `${text.slice(0, half)}...${text.slice(text.length - half)}`;
}

/** Text in single quotes, in full. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

function plain(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "function":
      return `<function ${value.name || "<anonymous>"}>`;
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : object(value);
    default:
      return String(value);
  }
}

function object(value: object): string {
  if (value instanceof Error) return exceptionRepr(value);
  if (Array.isArray(value))
    return `[${value.slice(0, 6).map(repr).join(", ")}${value.length > 6 ? ", ..." : ""}]`;
  const own = value.toString;
  if (typeof own === "function" && own !== Object.prototype.toString) return String(value);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Generator") return "<generator object>";
  const constructor: unknown = value.constructor;
  const name = typeof constructor === "function" && constructor.name !== "" ? constructor.name : tag;
  return name === "Object" ? `{${Object.keys(value).slice(0, 6).join(", ")}}` : `<${name} object>`;
}

/** `ValueError('text')`, or the plain repr of what is thrown and is not an error. */
export function exceptionRepr(error: unknown): string {
  if (!(error instanceof Error)) return repr(error);
  const message = error.message === "" ? "" : plain(error.message);
  return `${error.name}(${message})`;
}

/** `name()` for a callback, or `name(1, 'two')` in debug mode: arguments may be secret. */
export function callbackRepr(callback: unknown, args: readonly unknown[], debug: boolean): string {
  const name = typeof callback === "function" ? callback.name || "<anonymous>" : repr(callback);
  return `${name}(${debug ? args.map(repr).join(", ") : ""})`;
}
