/** Dumps that were saved: printing one, and comparing two. No program is needed. */
import { readFileSync } from "node:fs";
import { compareDumps, comparisonText, type Dump, dumpText, readDump } from "../../protocol/index.js";
import type { Console } from "../console.js";
import { messageOf, UserError } from "../errors.js";
import { EXIT } from "../exit-codes.js";

/** @throws UserError when the file cannot be read, or is no dump. */
function dumpOf(file: string): Dump {
  try {
    return readDump(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`'${file}' cannot be read: ${messageOf(error)}`);
  }
}

/** `loopscope show`. */
export function show(console: Console, file: string, json: boolean): number {
  const dump = dumpOf(file);
  if (json) console.printJson(dump);
  else process.stdout.write(`${dumpText(dump)}\n`);
  return EXIT.ok;
}

/** `loopscope compare`. */
export function compare(console: Console, before: string, after: string, json: boolean): number {
  const comparison = compareDumps(dumpOf(before), dumpOf(after));
  if (json) console.printJson(comparison);
  else process.stdout.write(`${comparisonText(comparison)}\n`);
  return EXIT.ok;
}
