/**
 * The Debug Adapter Protocol as its authors publish it, for checking what the adapter sends. The declarations in
 * `@vscode/debugprotocol` are generated from the protocol's schema and of a simple form, so that they can be read here.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

type Shape =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Member>; readonly rest?: Shape };

interface Member {
  readonly optional: boolean;
  readonly shape: Shape;
}

const require = createRequire(import.meta.url);
const DECLARATIONS = require.resolve("@vscode/debugprotocol").replace(/\.js$/, ".d.ts");
const TOKEN = /'(?:[^'\\]|\\.)*'|[\w.]+|\[\]|[{}()[\]:;?|=<>,]/g;

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;
  readonly named = new Map<string, Shape>();
  readonly #bases = new Map<string, string>();

  constructor(text: string) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, " ");
    this.#tokens = code.match(TOKEN) ?? [];
    this.#declarations();
  }

  /** All members of an interface, with those of what it extends. */
  members(name: string): ReadonlyMap<string, Member> {
    const own = this.named.get(name);
    const base = this.#bases.get(name);
    const inherited = base === undefined ? [] : this.members(base);
    return new Map([...inherited, ...(own?.kind === "object" ? own.members : [])]);
  }

  #declarations(): void {
    while (this.#at < this.#tokens.length) {
      const token = this.#take();
      if (token === "interface") {
        const name = this.#take();
        if (this.#peek() === "extends") {
          this.#take();
          this.#bases.set(name, this.#take());
        }
        this.named.set(name, this.#primary());
      } else if (token === "type") {
        const name = this.#take();
        this.#expect("=");
        this.named.set(name, this.#shape());
      }
    }
  }

  #shape(): Shape {
    const found = [this.#postfix()];
    while (this.#peek() === "|") {
      this.#take();
      found.push(this.#postfix());
    }
    return found.length === 1 ? found[0]! : { kind: "union", of: found };
  }

  #postfix(): Shape {
    let shape = this.#primary();
    while (this.#peek() === "[]") {
      this.#take();
      shape = { kind: "list", of: shape };
    }
    return shape;
  }

  #primary(): Shape {
    const token = this.#take();
    if (token.startsWith("'")) return { kind: "literal", value: token.slice(1, -1) };
    if (token === "{") return this.#object();
    if (token !== "(") return { kind: "name", name: token };
    const inner = this.#shape();
    this.#expect(")");
    return inner;
  }

  #object(): Shape {
    const members = new Map<string, Member>();
    let rest: Shape | undefined;
    while (this.#peek() !== "}") {
      const name = this.#take();
      if (name === "[") {
        while (this.#take() !== "]");
        this.#expect(":");
        rest = this.#shape();
      } else {
        const optional = this.#peek() === "?";
        if (optional) this.#take();
        this.#expect(":");
        members.set(name, { optional, shape: this.#shape() });
      }
      this.#expect(";");
    }
    this.#take();
    return { kind: "object", members, ...(rest === undefined ? {} : { rest }) };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error("the protocol's declarations end too soon");
    return token;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token)
      throw new Error(`'${token}' expected in the protocol's declarations, not '${found}'`);
  }
}

const protocol = new Reader(readFileSync(DECLARATIONS, "utf8"));

/** Names that the protocol knows: of requests, and of events. */
export const isKnown = (name: string, kind: "Request" | "Event"): boolean =>
  protocol.named.has(capitalized(name) + kind);

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What of a message of the adapter is not as the protocol has it; messages of its own are not looked at. */
export function violations(message: Record<string, unknown>): readonly string[] {
  const { type, command, event, success } = message;
  if (type === "event")
    return isKnown(String(event), "Event") ? check(message, `${capitalized(String(event))}Event`) : [];
  const name = String(command);
  if (type === "response" && success === false) return check(message, "ErrorResponse");
  if (!isKnown(name, "Request")) return [];
  return check(message, `${capitalized(name)}${type === "response" ? "Response" : "Request"}`);
}

function check(value: unknown, name: string): string[] {
  return ofObject(value, protocol.members(name), undefined, name);
}

function ofShape(value: unknown, shape: Shape, place: string): string[] {
  switch (shape.kind) {
    case "literal":
      return value === shape.value ? [] : [`${place} is not '${shape.value}'`];
    case "list":
      if (!Array.isArray(value)) return [`${place} is no list`];
      return value.flatMap((item, at) => ofShape(item, shape.of, `${place}[${at}]`));
    case "union": {
      const tries = shape.of.map((one) => ofShape(value, one, place));
      return tries.some((found) => found.length === 0) ? [] : (tries[0] ?? []);
    }
    case "object":
      return ofObject(value, shape.members, shape.rest, place);
    case "name":
      return ofName(value, shape.name, place);
  }
}

function ofName(value: unknown, name: string, place: string): string[] {
  if (name === "any") return [];
  if (name === "null") return value === null ? [] : [`${place} is not null`];
  if (["string", "number", "boolean"].includes(name)) {
    return typeof value === name ? [] : [`${place} is ${JSON.stringify(value)}, not a ${name}`];
  }
  const named = protocol.named.get(name);
  if (named === undefined) throw new Error(`'${name}' is not declared in the protocol`);
  return named.kind === "object"
    ? ofObject(value, protocol.members(name), named.rest, place)
    : ofShape(value, named, place);
}

function ofObject(
  value: unknown,
  members: ReadonlyMap<string, Member>,
  rest: Shape | undefined,
  place: string,
): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${place} is no object`];
  const found: string[] = [];
  for (const [name, { optional, shape }] of members) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) found.push(...ofShape(member, shape, `${place}.${name}`));
    else if (!optional) found.push(`${place}.${name} is missing`);
  }
  for (const [name, member] of Object.entries(value)) {
    if (members.has(name)) continue;
    found.push(
      ...(rest === undefined
        ? [`${place}.${name} is not in the protocol`]
        : ofShape(member, rest, `${place}.${name}`)),
    );
  }
  return found;
}
