/** The expression that a text ends with, as far as a `.` after it would reach: `a.b(c)[0]` of `x = a.b(c)[0]`. */

const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[" };
const QUOTES = new Set(['"', "'", "`"]);
const WORD = /[\p{ID_Continue}$#]/u;

/** Undefined when the text does not end with an expression. */
export function memberExpression(text: string): string | undefined {
  const end = text.trimEnd().length;
  let start = end;
  for (;;) {
    const operandEnd = start;
    while ((text[start - 1] ?? "") in OPENING) {
      const open = bracketStart(text, start);
      if (open === undefined) return undefined;
      start = open;
    }
    // `f(x)` and `a[0]`: what is before the bracket belongs to it; `[1, 2]` stands for itself.
    start = operandStart(text, start) ?? start;
    if (start === operandEnd) return undefined;
    if (text[start - 1] !== ".") return text.slice(start, end);
    start -= text[start - 2] === "?" ? 2 : 1;
  }
}

/** Where the word or the text that ends at `end` begins; undefined when none does. */
function operandStart(text: string, end: number): number | undefined {
  const last = text[end - 1] ?? "";
  if (QUOTES.has(last)) {
    // A negative start would be taken for zero, and find the quote itself.
    const open = end < 2 ? -1 : text.lastIndexOf(last, end - 2);
    return open < 0 ? undefined : open;
  }
  let start = end;
  while (start > 0 && WORD.test(text[start - 1]!)) start--;
  return start === end ? undefined : start;
}

function bracketStart(text: string, end: number): number | undefined {
  const open: string[] = [];
  for (let at = end - 1; at >= 0; at--) {
    const character = text[at]!;
    if (QUOTES.has(character)) {
      at = text.lastIndexOf(character, at - 1);
      if (at < 0) return undefined;
    } else if (character in OPENING) open.push(OPENING[character]!);
    else if (character === "(" || character === "[") {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return at;
    }
  }
  return undefined;
}
