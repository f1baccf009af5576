/** Rules about single files: each takes a file and says what breaks the rule in it. */
import type { SourceFile } from "./source-files.js";

/** Split a file when it gets here. */
export const MAX_LINES = 400;

/** Says so when a source file is too long. */
export function tooLong(file: SourceFile): string[] {
  const lines = file.text.split("\n").length - (file.text.endsWith("\n") ? 1 : 0);
  return lines > MAX_LINES ? [`${file.path}: ${lines} lines; split it at ${MAX_LINES}`] : [];
}

/** Names that say nothing about what is inside. */
const emptyNames = /^(utils?|helpers?|common|misc|shared|managers?)$/i;

/** Says so when a folder or file has a name without a meaning. */
export function emptyName(path: string): string[] {
  const words = path.split("/").flatMap((part) => part.replace(/\..*$/, "").split(/[-_]|(?=[A-Z])/));
  const found = words.filter((word) => emptyNames.test(word));
  return found.map((word) => `${path}: "${word}" says nothing`);
}

// Spelled apart, so that this file keeps its own rule.
const machineFolders = ["work", "root", "tmp", "home"].join("|");
const machinePath = new RegExp(`(?<![\\w.~$}/)*-])/(?:${machineFolders})/[\\w.-]+`, "g");

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Absolute paths of somebody's machine. */
export function machinePaths(file: SourceFile): string[] {
  return [...file.text.matchAll(machinePath)].map(
    (match) => `${file.path}:${lineAt(file.text, match.index)}: ${match[0]}`,
  );
}

const leftOver = new RegExp(`\\b(?:${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\\b`, "g");

/** Notes of unfinished work. */
export function leftOvers(file: SourceFile): string[] {
  return [...file.text.matchAll(leftOver)].map(
    (match) => `${file.path}:${lineAt(file.text, match.index)}: ${match[0]}`,
  );
}

const switchedOff =
  /(?<![\w.$])(?:describe|it|context|suite|test)\.(?:only|skip)\b|(?<![\w.$])x(?:it|describe)\(/g;
const skippedInside = /(?<![\w.$])this\.skip\(\)/g;

/** Tests that do not run, or keep others from running. */
export function switchedOffTests(file: SourceFile): string[] {
  return [switchedOff, skippedInside].flatMap((form) =>
    [...file.text.matchAll(form)].map(
      (match) => `${file.path}:${lineAt(file.text, match.index)}: ${match[0]}`,
    ),
  );
}

const silencedChecks = /@ts-(?:ignore|nocheck)\b/g;

/** Directives that silence the type checker without saying what they expect. */
export function silencedTypeChecks(file: SourceFile): string[] {
  return [...file.text.matchAll(silencedChecks)].map(
    (match) => `${file.path}:${lineAt(file.text, match.index)}: ${match[0]}`,
  );
}
