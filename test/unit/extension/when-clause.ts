/** Evaluates `when` clauses as VS Code does, as far as the manifest uses them. */

/** Values of context keys; one that is missing is undefined. */
export type Context = Readonly<Record<string, string | boolean>>;

const TOKEN = /\s*(\(|\)|&&|\|\||==|=~|!|\/(?:[^/\\]|\\.)+\/|[\w.]+)/y;

/** @throws Error for what it does not know: then the manifest has become cleverer than this. */
export function holds(clause: string, context: Context): boolean {
  const tokens = tokensOf(clause);
  const result = either(tokens, context);
  if (tokens.length > 0) throw new Error(`'${tokens.join(" ")}' is left over in: ${clause}`);
  return result;
}

function tokensOf(clause: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < clause.trimEnd().length) {
    const token = TOKEN.exec(clause)?.[1];
    if (token === undefined) throw new Error(`not understood: ${clause}`);
    tokens.push(token);
  }
  return tokens;
}

function either(tokens: string[], context: Context): boolean {
  let result = both(tokens, context);
  while (tokens[0] === "||") {
    tokens.shift();
    const next = both(tokens, context);
    result ||= next;
  }
  return result;
}

function both(tokens: string[], context: Context): boolean {
  let result = one(tokens, context);
  while (tokens[0] === "&&") {
    tokens.shift();
    const next = one(tokens, context);
    result &&= next;
  }
  return result;
}

function one(tokens: string[], context: Context): boolean {
  const token = tokens.shift() ?? "";
  if (token === "!") return !one(tokens, context);
  if (token === "(") {
    const result = either(tokens, context);
    if (tokens.shift() !== ")") throw new Error("a parenthesis is not closed");
    return result;
  }
  if (token === "true") return true;
  if (!/^[A-Za-z]/.test(token)) throw new Error(`'${token}' is no context key`);
  const value = context[token];
  if (tokens[0] === "==") {
    tokens.shift();
    return String(value) === tokens.shift();
  }
  if (tokens[0] === "=~") {
    tokens.shift();
    return new RegExp((tokens.shift() ?? "").slice(1, -1)).test(String(value ?? ""));
  }
  return value !== undefined && value !== false && value !== "";
}
