import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The tests in `folder`, by name; throws when there are none. */
export async function testFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).sort();
  if (names.length === 0) throw new Error(`no tests in ${folder}`);
  return names.map((name) => join(folder, name));
}
