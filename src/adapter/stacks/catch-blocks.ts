/**
 * The `try` blocks of a JavaScript source that have a `catch`: a scanner of tokens, not a parser.
 *
 * V8 predicts whether an error is caught from its own stack, on which a coroutine's awaiting callers are missing and the
 * runtime's own handlers are present, so its answer is of no use here. Knowing the blocks is enough; what the scanner
 * must get right is where strings, templates, comments and regular expressions begin and end. A slash begins a regular
 * expression where no operand has just ended; after `)` it is taken for a division, after `}` for an expression.
 */

/** Offsets of a block: of its `{`, and past its `}`. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/** Words after which an operand begins. */
const BEFORE_OPERAND = new Set(
  "return typeof case in of delete void throw new do else yield await instanceof default extends".split(" "),
);
const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /\d[\w.]*/y;

/** @returns the blocks in the order in which they end. */
export function catchBlocks(source: string): readonly Block[] {
  const blocks: Block[] = [];
  /** Open braces; a template's `${` is one that returns to the template. */
  const open: { readonly kind: "block" | "try" | "template"; readonly start: number }[] = [];
  let at = 0;
  let operandEnded = false;
  let tryAhead = false;
  let afterDot = false;
  /** The `try` block that has just ended, for the word that follows. */
  let ended: Block | undefined;

  const skipTo = (index: number): void => {
    at = index < 0 ? source.length : index;
  };
  const skipString = (quote: string): void => {
    for (at++; at < source.length && source[at] !== quote && source[at] !== "\n"; at++)
      if (source[at] === "\\") at++;
    at++;
  };
  const skipRegExp = (): void => {
    let inClass = false;
    for (at++; at < source.length && source[at] !== "\n"; at++) {
      const character = source[at];
      if (character === "\\") at++;
      else if (character === "[") inClass = true;
      else if (character === "]") inClass = false;
      else if (character === "/" && !inClass) break;
    }
    at++;
  };
  /** From inside of a template to its end, or into an expression of it. */
  const skipTemplate = (): void => {
    for (; at < source.length; at++) {
      if (source[at] === "\\") at++;
      else if (source[at] === "`") {
        at++;
        operandEnded = true;
        return;
      } else if (source[at] === "$" && source[at + 1] === "{") {
        open.push({ kind: "template", start: at + 1 });
        at += 2;
        operandEnded = false;
        return;
      }
    }
  };

  while (at < source.length) {
    const character = source[at]!;
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    if (source.startsWith("//", at) || (at === 0 && source.startsWith("#!"))) {
      skipTo(source.indexOf("\n", at));
      continue;
    }
    if (source.startsWith("/*", at)) {
      const close = source.indexOf("*/", at + 2);
      skipTo(close < 0 ? -1 : close + 2);
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(source)?.[0];
    if (word !== undefined) {
      if (word === "catch" && ended !== undefined && !afterDot) blocks.push(ended);
      tryAhead = word === "try" && !afterDot;
      operandEnded = afterDot || !BEFORE_OPERAND.has(word);
      at += word.length;
      ended = undefined;
      afterDot = false;
      continue;
    }
    const wasTry = tryAhead;
    tryAhead = false;
    ended = undefined;
    afterDot = false;
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(source)?.[0];
    if (number !== undefined) {
      at += number.length;
      operandEnded = true;
    } else if (character === '"' || character === "'") {
      skipString(character);
      operandEnded = true;
    } else if (character === "`") {
      at++;
      skipTemplate();
    } else if (character === "/" && !operandEnded) {
      skipRegExp();
      operandEnded = true;
    } else if (character === "{") {
      open.push({ kind: wasTry ? "try" : "block", start: at++ });
      operandEnded = false;
    } else if (character === "}") {
      const brace = open.pop();
      at++;
      operandEnded = false;
      if (brace?.kind === "template") skipTemplate();
      else if (brace?.kind === "try") ended = { start: brace.start, end: at };
    } else {
      at++;
      afterDot = character === "." && source[at] !== ".";
      operandEnded = character === ")" || character === "]";
    }
  }
  return blocks;
}

/** Whether an error thrown at `offset` is caught by the function that begins at `functionOffset`, itself. */
export function catches(blocks: readonly Block[], functionOffset: number, offset: number): boolean {
  return blocks.some(({ start, end }) => start >= functionOffset && start < offset && offset < end);
}
