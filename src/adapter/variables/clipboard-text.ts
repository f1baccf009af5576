/** Whole values as text, for the clipboard: nothing is cut off but what goes around in a circle. */
import type { CdpConnection } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { valueText } from "./value-text.js";

/** Longer texts fill a clipboard, and an editor, for nothing. */
const LIMIT_CHARACTERS = 5_000_000;

/** Written in the program, from descriptors: getters are named and not called, and each circle is named once. */
const WRITER = `function (limit) {
  const above = new Set();
  let left = limit;
  const plain = (name) => /^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
  const list = (open, items, close, indent) => {
    if (items.length === 0) return open + close;
    const inner = indent + "  ";
    return open + "\\n" + items.map((item) => inner + item(inner)).join(",\\n") + "\\n" + indent + close;
  };
  const write = (value, indent) => {
    if ((left -= 8) < 0) return "…";
    if (typeof value === "string") { left -= value.length; return JSON.stringify(value); }
    if (typeof value === "bigint") return value + "n";
    if (Object.is(value, -0)) return "-0";
    if (typeof value === "function") return "ƒ " + (Object.getOwnPropertyDescriptor(value, "name")?.value ?? "");
    if (typeof value !== "object" || value === null) return String(value);
    if (above.has(value)) return "[Circular]";
    above.add(value);
    try { return object(value, indent); } finally { above.delete(value); }
  };
  const object = (value, indent) => {
    const tag = Object.prototype.toString.call(value);
    const maker = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(value) ?? {}, "constructor")?.value;
    const name = typeof maker === "function" ? (Object.getOwnPropertyDescriptor(maker, "name")?.value ?? "") : "";
    const head = name === "Object" || name === "" ? "" : name + " ";
    if (Array.isArray(value)) return list("[", value.map((item) => (at) => write(item, at)), "]", indent);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return head + "[" + Array.prototype.join.call(value, ", ") + "]";
    if (value instanceof Date) return JSON.stringify(value) ?? "null";
    if (value instanceof RegExp) return RegExp.prototype.toString.call(value);
    if (tag === "[object Error]" || value instanceof Error) return String(Object.getOwnPropertyDescriptor(value, "stack")?.value ?? value.message);
    if (value instanceof Map) {
      return head + list("{", [...Map.prototype.entries.call(value)].map(([k, v]) => (at) => write(k, at) + " => " + write(v, at)), "}", indent);
    }
    if (value instanceof Set) return head + list("{", [...Set.prototype.values.call(value)].map((item) => (at) => write(item, at)), "}", indent);
    const items = Reflect.ownKeys(value).map((key) => {
      const found = Object.getOwnPropertyDescriptor(value, key);
      if (found === undefined || !found.enumerable) return undefined;
      const shown = typeof key === "symbol" ? "[" + String(key) + "]" : plain(key);
      return (at) => shown + ": " + ("value" in found ? write(found.value, at) : "(…)");
    });
    return head + list("{", items.filter((item) => item !== undefined), "}", indent);
  };
  return write(this, "");
}`;

/** @throws UserError when the value cannot be read. */
export async function clipboardText(connection: CdpConnection, value: RemoteObject): Promise<string> {
  if (value.type === "string") return String(value.value);
  if (value.type === "function") return value.description ?? "";
  if (value.objectId === undefined) return valueText(value);
  const { result, exceptionDetails } = await connection.send("Runtime.callFunctionOn", {
    objectId: value.objectId,
    functionDeclaration: WRITER,
    arguments: [{ value: LIMIT_CHARACTERS }],
    returnByValue: true,
    silent: true,
  });
  if (exceptionDetails !== undefined || typeof result.value !== "string") {
    throw errors.evaluation(
      exceptionDetails?.exception?.description?.split("\n")[0] ?? "It cannot be copied.",
    );
  }
  return result.value;
}
