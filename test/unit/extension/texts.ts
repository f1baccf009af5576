/** Finds the texts of the extension's sources: those that users can read in their language, and those that they cannot. */
import { withoutComments } from "../architecture/imports.js";

const literal = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\$])*\x60`;
const translated = new RegExp(String.raw`(?<![\w.$])t\(\s*(?<first>${literal})`, "g");
const plural = new RegExp(
  String.raw`(?<![\w.$])counted\(\s*[^,"'\x60]+,\s*(?<one>${literal}),\s*(?<many>${literal})`,
  "g",
);

function textOf(source: string): string {
  return source.slice(1, -1).replace(/\\(.)/g, "$1");
}

/** The English texts that a source hands to `t` and `counted`. */
export function translatedTexts(source: string): string[] {
  const code = withoutComments(source);
  return [
    ...[...code.matchAll(translated)].map((match) => match.groups?.["first"] ?? ""),
    ...[...code.matchAll(plural)].flatMap(({ groups }) => [groups?.["one"] ?? "", groups?.["many"] ?? ""]),
  ].map(textOf);
}

/** Two words of letters with a space between: no id, file, type or selector looks like this. */
const sentence = /[A-Za-z]{2,}[,:;]? [A-Za-z]{2,}/;

/** Texts that look like sentences and go past `t`. */
export function bareTexts(source: string): string[] {
  const rest = withoutComments(source).replace(translated, "t(").replace(plural, "counted(");
  return [...rest.matchAll(new RegExp(`${literal}|\\x60(?:\\\\.|[^\\x60\\\\])*\\x60`, "g"))]
    .map(([text]) => text.replace(/\$\{[^}]*\}/g, ""))
    .filter((text) => sentence.test(text));
}
