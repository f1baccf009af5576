/** Log points: texts with expressions in braces. */

export type LogPart = { readonly text: string } | { readonly expression: string };

/** Cuts `n is {n}` into texts and expressions. Braces inside of an expression nest; one without its partner is text. */
export function parseLogMessage(message: string): readonly LogPart[] {
  const parts: LogPart[] = [];
  let text = "";
  for (let i = 0; i < message.length; ) {
    const end = message[i] === "{" ? closingBrace(message, i) : -1;
    if (end < 0) {
      text += message[i++];
      continue;
    }
    if (text !== "") parts.push({ text });
    text = "";
    parts.push({ expression: message.slice(i + 1, end) });
    i = end + 1;
  }
  if (text !== "") parts.push({ text });
  return parts;
}

function closingBrace(message: string, start: number): number {
  let depth = 0;
  for (let i = start; i < message.length; i++) {
    if (message[i] === "{") depth++;
    else if (message[i] === "}" && --depth === 0) return i;
  }
  return -1;
}
