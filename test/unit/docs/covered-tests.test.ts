/** `docs/testing.md` accounts for every test class of CPython's `Lib/test/test_asyncio`: covered, or why not. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(at(path), "utf8");

/** Those of one file, as a row names them: `test_x`: A, B; `test_y`. */
function namedIn(cell: string): Map<string, Set<string> | "all"> {
  const named = new Map<string, Set<string> | "all">();
  for (const [, files, classes] of cell.matchAll(/((?:`test_\w+`(?:, )?)+)(?: \([^)]*\))?(?:: ([^;]+))?/g)) {
    for (const [, file] of files!.matchAll(/`(\w+)`/g)) {
      named.set(file!, classes === undefined ? "all" : new Set(classes.match(/\w+/g)));
    }
  }
  return named;
}

const rows = read("docs/testing.md")
  .split("\n")
  .filter((line) => line.startsWith("| `test_"))
  .map((line) => line.split(" | ") as [string, string]);

describe("docs/testing.md", () => {
  it("accounts for every test class of CPython's own", () => {
    const { classes } = JSON.parse(read("test/fixtures/asyncio-3.13-tests.json")) as {
      classes: Readonly<Record<string, readonly string[]>>;
    };
    const named = rows.map(([cell]) => namedIn(cell.replaceAll("\\", "")));
    const missing = Object.entries(classes).flatMap(([file, names]) =>
      names
        .filter((name) => !/^(?:C|Py)[A-Z]/.test(name)) // the row "C… and Py…"
        .filter((name) =>
          named.every((row) => {
            const inFile = row.get(file);
            return inFile === undefined || (inFile !== "all" && !inFile.has(name));
          }),
        )
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it("names groups of cases and unit tests that exist", () => {
    const groups = new Set(readdirSync(at("test/conformance/cases")));
    const missing: string[] = [];
    let known = 0;
    for (const [, cell] of rows) {
      for (const part of cell.split(/[;,]/)) {
        const name = /^\s*(?:unit: )?`([\w/-]+)`/.exec(part)?.[1];
        if (name === undefined) continue;
        const places = [
          `test/unit/runtime/${name}.test.ts`,
          `test/unit/${name}.test.ts`,
          `test/unit/${name}`,
        ];
        if (!groups.has(name) && !places.some((place) => existsSync(at(place)))) missing.push(name);
        else known++;
      }
    }
    assert.deepEqual(missing, []);
    assert.ok(known > 40, `${known} names were found`);
  });

  it("reads the classes of a row by file", () => {
    assert.deepEqual(
      namedIn("| `test_a`: One, Two; `test_b`, `test_c`; `test_d` (3.14): Three and its heirs"),
      new Map<string, unknown>([
        ["test_a", new Set(["One", "Two"])],
        ["test_b", "all"],
        ["test_c", "all"],
        ["test_d", new Set(["Three", "and", "its", "heirs"])],
      ]),
    );
  });
});
