/** What the README and the pages of `docs/` show is true: programs print what they say, configurations are valid. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readExpectations } from "../examples/expectations.js";
import { configurationProblems, type RequestSchema } from "./attributes.js";
import { codeBlocks } from "./markdown-blocks.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const pages = [
  "README.md",
  "CHANGELOG.md",
  "examples/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (page: string) => readFileSync(join(root, page), "utf8");

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly debuggers: readonly {
      readonly type: string;
      readonly configurationAttributes: Readonly<Record<string, RequestSchema>>;
    }[];
  };
}
const manifest = JSON.parse(read("package.json")) as Manifest;
const schemas = manifest.contributes.debuggers.find(
  ({ type }) => type === "asyncio",
)!.configurationAttributes;

interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program as the debugger does. */
function run(program: string): Promise<Outcome> {
  const env = { ...process.env };
  delete env["NODE_OPTIONS"];
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["--require", join(root, "dist/preload.cjs"), program],
      { env },
      (error, stdout, stderr) =>
        done({ code: error === null ? 0 : (error.code ?? error.signal ?? null), stdout, stderr }),
    );
  });
}

describe("the programs in the documentation", () => {
  let folder: string;

  // A user's folder: nothing in it but the program, and `loopscope` in its `node_modules`.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "loopscope-docs-"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/loopscope"), "junction");
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const page of pages) {
    for (const block of codeBlocks(read(page)).filter(({ language }) => language === "ts")) {
      it(`${page}:${block.line} prints what it says it prints`, async () => {
        const program = join(folder, `${page.replaceAll("/", "-")}-${block.line}.ts`);
        writeFileSync(program, block.code);
        const outcome = await run(program);
        assert.equal(outcome.code, 0, outcome.stderr);
        assert.equal(outcome.stdout, readExpectations(block.code).prints);
      });
    }
  }
});

describe("the debug configurations in the documentation", () => {
  for (const page of pages) {
    for (const block of codeBlocks(read(page)).filter(({ language }) => language.startsWith("json"))) {
      it(`${page}:${block.line} are valid`, () => {
        // A block of `jsonl` has a value a line.
        const texts = block.language === "jsonl" ? block.code.trimEnd().split("\n") : [block.code];
        for (const text of texts) {
          const value = JSON.parse(text) as { configurations?: Record<string, unknown>[]; type?: unknown };
          const configurations = value.configurations ?? (value.type === "asyncio" ? [value] : []);
          for (const configuration of configurations)
            assert.deepEqual(configurationProblems(configuration as Record<string, unknown>, schemas), []);
        }
      });
    }
  }

  it("name every attribute that there is, and no other", () => {
    const described = new Set(
      [...read("README.md").matchAll(/^\| ((?:`\w+`(?:, )?)+) \| (?:launch|attach|both) \|/gm)].flatMap(
        (row) => [...row[1]!.matchAll(/`(\w+)`/g)].map((name) => name[1]!),
      ),
    );
    const present = new Set(Object.values(schemas).flatMap((schema) => Object.keys(schema.properties)));
    assert.deepEqual([...described].sort(), [...present].sort());
  });

  it("would be refused with an attribute that is unknown, missing, or of a wrong type", () => {
    const launch = { type: "asyncio", request: "launch", name: "x" };
    assert.deepEqual(configurationProblems({ ...launch, program: "a.ts" }, schemas), []);
    assert.deepEqual(configurationProblems(launch, schemas), ["program is missing"]);
    assert.deepEqual(configurationProblems({ ...launch, program: 1, speed: 2 }, schemas), [
      "program must be string, not number",
      "there is no attribute speed",
    ]);
    assert.deepEqual(configurationProblems({ ...launch, program: "a", args: [1], env: { A: 1 } }, schemas), [
      "args[0] must be string, not number",
      "env.A must be string or null, not number",
    ]);
    assert.deepEqual(configurationProblems({ ...launch, program: "a", console: "none" }, schemas), [
      "console must be one of internalConsole, integratedTerminal, externalTerminal",
    ]);
    assert.deepEqual(configurationProblems({ request: "watch" }, schemas), ["there is no request watch"]);
  });
});

describe("what the documentation refers to", () => {
  for (const page of pages) {
    it(`${page} links to files and headings that exist`, () => {
      const text = read(page);
      const missing: string[] = [];
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target!)) continue;
        const [path, anchor] = target!.split("#") as [string, string | undefined];
        const file = path === "" ? join(root, page) : join(root, dirname(page), path);
        if (!existsSync(file)) missing.push(target!);
        else if (anchor !== undefined && !anchors(readFileSync(file, "utf8")).has(anchor))
          missing.push(target!);
      }
      assert.deepEqual(missing, []);
    });

    it(`${page} names npm scripts that exist`, () => {
      const named = [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1]!);
      assert.deepEqual(
        named.filter((name) => !(name in manifest.scripts)),
        [],
      );
    });
  }
});

/** The anchors that a Markdown page has: its headings as GitHub and VS Code write them. */
function anchors(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map((heading) =>
      heading[1]!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, "")
        .replace(/\s/g, "-"),
    ),
  );
}

describe("the code blocks of a page", () => {
  it("are read with their language and place", () => {
    const text = "a\n```ts\nx\n\ny\n```\n- b\n  ```json\n  {}\n  ```\n";
    assert.deepEqual(codeBlocks(text), [
      { language: "ts", code: "x\n\ny\n", line: 3 },
      { language: "json", code: "{}\n", line: 9 },
    ]);
  });

  it("must end", () => {
    assert.throws(() => codeBlocks("```ts\nx\n"), /line 2 does not end/);
  });
});
