/**
 * The words that users read, in their language. Every text goes through `t`, also in files that know no `vscode`: the
 * extension's entry hands in VS Code's own lookup (`vscode.l10n.t`, over `l10n/bundle.l10n.<language>.json`).
 *
 * The English text is the key, so `t` is called with a literal when something is shown, never when a file is loaded.
 */

/** Finds the text in the user's language, and fills in `{0}`, `{1}`, …. */
export type Lookup = (message: string, ...args: (string | number)[]) => string;

interface Localization {
  /** A language as VS Code names it: `en`, `zh-cn`. */
  readonly language: string;
  readonly lookup: Lookup;
}

const ENGLISH: Localization = { language: "en", lookup: fill };

let current = ENGLISH;

/** Takes up the user's language; without it, texts are English. */
export function speak(localization: Localization = ENGLISH): void {
  current = localization;
}

/** The language of the texts, as markup names it. */
export function language(): string {
  return current.language;
}

/** Whether texts are English: sentences that come in English from elsewhere need no replacement then. */
export function speaksEnglish(): boolean {
  return current.language !== "zh-cn";
}

/** The text in the user's language, with `{0}`, `{1}`, … replaced by `args`. */
export function t(message: string, ...args: (string | number)[]): string {
  return current.lookup(message, ...args);
}

/** `one` for 1, else `many`; `{0}` in both is the number, with its digits grouped. Further arguments follow it. */
export function counted(count: number, one: string, many: string, ...args: (string | number)[]): string {
  return t(count === 1 ? one : many, number(count), ...args);
}

/** A number as the user writes it: `9,998`. */
export function number(value: number): string {
  return value.toLocaleString(current.language);
}

/** Parts of a list, one after the other: `a, b`. */
export function listed(parts: readonly string[]): string {
  return parts.join(t(", "));
}

function fill(message: string, ...args: (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );
}
