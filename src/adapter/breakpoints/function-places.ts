/**
 * Where the functions of a name begin in a JavaScript source: declarations, methods, and what is assigned to the name.
 *
 * V8 has no breakpoint by name. A search in the text finds what is not called yet, in modules too, whose names nobody
 * outside can evaluate. Comments and literals are blanked first; a regular expression that looks like the beginning of a
 * string hides the rest of its line.
 */

/** Counts from 0, as V8 does. */
export interface TextPlace {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

const LITERALS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;
const SPECIAL = /[.*+?^${}()|[\]\\/]/g;

/** Beginnings of a function up to, and with, its parameters' parenthesis; `NAME` stands for the name. */
const FORMS = [
  "\\bfunction\\s*\\*?\\s*NAME\\s*\\(",
  // const NAME = function* () {}, NAME = coroutine(function* () {}), { NAME: async function () {} }
  "(?<![\\w$.])NAME\\s*[:=]\\s*(?:[\\w$.]+\\(\\s*)?(?:async\\s+)?function\\b[^(]*\\(",
  // const NAME = async (…) => {}
  "(?<![\\w$.])NAME\\s*[:=]\\s*(?:[\\w$.]+\\(\\s*)?(?:async\\s*)?\\(",
  // A method.
  "(?:^|[{};,*\\n])\\s*(?:(?:static|async|get|set)\\s+)*\\*?\\s*#?NAME\\s*\\(",
];

/** The places right after the `{` of each function of that name; of an arrow without one, after its `=>`. */
export function functionPlaces(source: string, name: string): readonly TextPlace[] {
  if (!source.includes(name)) return [];
  const text = source.replace(LITERALS, (literal) => literal.replace(/[^\n]/g, " "));
  const word = name.replace(SPECIAL, "\\$&");
  const offsets = new Set<number>();
  for (const form of FORMS) {
    for (const match of text.matchAll(new RegExp(`${form.replace("NAME", word)}(?<!\\$)`, "g"))) {
      const end = match.index + match[0].length;
      const body = bodyAfter(text, end);
      if (body !== undefined) offsets.add(body);
    }
  }
  return [...offsets].sort((a, b) => a - b).map((offset) => placeAt(source, offset));
}

/** From inside of the parameters to the beginning of the body; undefined when none follows: it was a call. */
function bodyAfter(text: string, start: number): number | undefined {
  let depth = 1;
  let at = start;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
  }
  const [all] = /^\s*(?:=>\s*)?\{/.exec(text.slice(at)) ?? /^\s*=>/.exec(text.slice(at)) ?? [];
  return all === undefined ? undefined : at + all.length;
}

function placeAt(source: string, offset: number): TextPlace {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { lineNumber: before.split("\n").length - 1, columnNumber: offset - lineStart };
}
