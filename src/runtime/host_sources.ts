/** Lines of source files. Source: CPython `Lib/linecache.py`, without its cache: files change while programs run. */
import { readFileSync } from "node:fs";

/** The line with this number, from 1, without the spaces around it; null when there is no such file or line. */
export function sourceLine(file: string, line: number): string | null {
  try {
    return readFileSync(file, "utf8").split("\n")[line - 1]?.trim() ?? null;
  } catch {
    return null;
  }
}
