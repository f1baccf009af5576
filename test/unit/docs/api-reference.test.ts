/** The API reference in `docs/api` is what `npm run docs:api` makes of the docstrings, and every public name has one. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as asyncio from "../../../src/runtime/index.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const reference = join(root, "docs/api");

/** It compiles the runtime; a slow machine takes its time for that. */
const TIMEOUT_MS = 180_000;

interface Outcome {
  readonly code: number | string | null;
  readonly problems: string[];
}

function generate(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, "scripts/api-reference/main.mjs"), ...args],
      (error, _stdout, stderr) =>
        done({
          code: error === null ? 0 : (error.code ?? null),
          problems: stderr.split("\n").filter(Boolean),
        }),
    );
  });
}

/** The pages in a folder, by path. */
function pagesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const named = paths.map(
    (path) => [path.split(sep).join("/"), readFileSync(join(folder, path), "utf8")] as const,
  );
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("the API reference", function () {
  this.timeout(TIMEOUT_MS);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "loopscope-api-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is up to date, and leaves no public name without a docstring", async () => {
    assert.deepEqual(await generate(folder), { code: 0, problems: [] });
    const [made, committed] = [pagesIn(folder), pagesIn(reference)];
    const stale = [...new Set([...made.keys(), ...committed.keys()])].filter(
      (page) => made.get(page) !== committed.get(page),
    );
    assert.deepEqual(stale, [], "run npm run docs:api, and commit what it writes");
  });

  it("would not be made of a name without a docstring, or of a link that leads nowhere", async () => {
    assert.deepEqual(await generate(folder, join(root, "test/fixtures/api-reference")), {
      code: 1,
      problems: [
        "Box (Class), defined in loopscope/test/fixtures/api-reference/index.ts, does not have any documentation",
        "Box.open (CallSignature), defined in loopscope/test/fixtures/api-reference/index.ts, does not have any documentation",
        'Failed to resolve link to "Nowhere" in comment for found',
      ],
    });
    assert.match(
      readFileSync(join(folder, "classes/Box.md"), "utf8"),
      /#### Throws\n\n`RangeError` when it was never opened\./,
    );
  });
});

describe("the pages of the API reference", () => {
  const pages = pagesIn(reference);

  it("are one for each name that the runtime exports, listed by the first of them", () => {
    const listed = new Set(
      [...pages.get("README.md")!.matchAll(/^- \[([^\]]+)\]/gm)].map((match) =>
        match[1]!.replaceAll("\\", ""),
      ),
    );
    assert.deepEqual(
      Object.keys(asyncio).filter((name) => !listed.has(name)),
      [],
    );
  });

  it("link to pages that exist", () => {
    const missing: string[] = [];
    for (const [page, text] of pages) {
      for (const [, target] of text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(target!)) continue;
        if (!existsSync(resolve(reference, dirname(page), target!))) missing.push(`${page}: ${target}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it("name no place on the machine that made them", () => {
    for (const [page, text] of pages) assert.ok(!text.includes(root), page);
  });
});
