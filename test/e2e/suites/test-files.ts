import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The tests in `folder`, by name, of which the names contain `part`; throws when there are none. */
export async function testFiles(folder: string, part = ""): Promise<string[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith(".test.ts") && name.includes(part))
    .sort();
  if (names.length === 0) throw new Error(`no tests in ${folder}`);
  return names.map((name) => join(folder, name));
}
