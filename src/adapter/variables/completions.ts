/** Completions of what is typed into the Debug Console: names in scope, and members of what is before a dot. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";
import { memberExpression } from "./member-expression.js";

/** Nobody reads more. */
const LIMIT_ITEMS = 1_000;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const KEYWORDS = [
  "await",
  "yield*",
  "typeof",
  "new",
  "this",
  "true",
  "false",
  "null",
  "undefined",
  "instanceof",
];

/** Names of an object and its prototypes with what they are, nearest first: no getter is called. */
const NAMES = `function () {
  const found = [];
  const seen = new Set();
  let depth = 0;
  for (let at = Object(this); at !== null && depth < 20; at = Object.getPrototypeOf(at), depth++) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (seen.has(name) || /^\\d+$/.test(name) || found.length > 5000) continue;
      seen.add(name);
      const { value } = Object.getOwnPropertyDescriptor(at, name) ?? {};
      found.push([name, typeof value === "function" ? "method" : "property", depth]);
    }
  }
  return found;
}`;

/** Where names are looked up, and expressions evaluated: a frame, or the global scope. */
export interface CompletionScope {
  /** Variables in scope, innermost first; global ones are not among them. */
  names(): Promise<readonly string[]>;
  /** Evaluates without changing anything. @throws when it would, or fails. */
  evaluate(expression: string): Promise<RemoteObject>;
}

/**
 * @param text everything that is typed.
 * @param offset of the cursor in it.
 */
export async function completions(
  connection: CdpConnection,
  scope: CompletionScope,
  text: string,
  offset: number,
): Promise<readonly DebugProtocol.CompletionItem[]> {
  const head = text.slice(0, offset);
  const prefix = /[\p{ID_Continue}$#]*$/u.exec(head)?.[0] ?? "";
  const before = head.slice(0, head.length - prefix.length);
  const dot = /\??\.$/.exec(before);
  const start = head.length - prefix.length;
  const wanted = prefix.toLowerCase();
  const fits = (name: string): boolean => name.toLowerCase().startsWith(wanted);
  if (dot === null) {
    const found = await scopeNames(connection, scope);
    return found
      .filter(({ label }) => fits(label))
      .slice(0, LIMIT_ITEMS)
      .map((item) => ({ ...item, start, length: prefix.length }));
  }
  const object = memberExpression(before.slice(0, before.length - dot[0].length));
  if (object === undefined) return [];
  const members = await memberNames(connection, scope, object);
  return members
    .filter(([name]) => fits(name))
    .slice(0, LIMIT_ITEMS)
    .map(([name, type, depth]) => {
      const item = { label: name, type, sortText: `${depth}${name}` };
      if (IDENTIFIER.test(name)) return { ...item, start, length: prefix.length };
      // `headers["content-type"]`: the dot goes.
      return {
        ...item,
        text: `${dot[0] === "?." ? "?." : ""}[${JSON.stringify(name)}]`,
        start: start - dot[0].length,
        length: prefix.length + dot[0].length,
      };
    });
}

async function memberNames(
  connection: CdpConnection,
  scope: CompletionScope,
  expression: string,
): Promise<readonly (readonly [string, "method" | "property", number])[]> {
  let value: RemoteObject;
  try {
    value = await scope.evaluate(`Object(${expression})`);
  } catch {
    // It would change something, or is not complete: nothing is known of its value.
    return [];
  }
  // Looking into a proxy runs code of the program.
  if (value.objectId === undefined || value.subtype === "proxy") return [];
  return call(connection, value.objectId);
}

async function call(
  connection: CdpConnection,
  objectId: string,
): Promise<readonly (readonly [string, "method" | "property", number])[]> {
  const { result, exceptionDetails } = await connection.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: NAMES,
    returnByValue: true,
    silent: true,
  });
  return exceptionDetails === undefined ? (result.value as [string, "method" | "property", number][]) : [];
}

async function scopeNames(
  connection: CdpConnection,
  scope: CompletionScope,
): Promise<readonly DebugProtocol.CompletionItem[]> {
  const [local, global, lexical] = await Promise.all([
    scope.names(),
    memberNames(connection, scope, "globalThis"),
    connection.send("Runtime.globalLexicalScopeNames", {}).catch(() => ({ names: [] })),
  ]);
  const found = new Map<string, DebugProtocol.CompletionItem>();
  const add = (label: string, type: DebugProtocol.CompletionItemType, rank: number): void => {
    if (!found.has(label)) found.set(label, { label, type, sortText: `${rank}${label}` });
  };
  for (const name of local) if (IDENTIFIER.test(name)) add(name, "variable", 0);
  for (const name of lexical.names) add(name, "variable", 1);
  for (const [name, type] of global) {
    if (IDENTIFIER.test(name)) add(name, type === "method" ? "function" : "variable", 2);
  }
  for (const name of KEYWORDS) add(name, "keyword", 3);
  return [...found.values()];
}
