/**
 * Programs that are healthy although they look like hangs, and programs that are not: what must be found, and that
 * nothing else is. A broken program says in its first lines what: `// Finds: deadlock: a, b`, `*` for any tasks. Each has
 * a healthy twin, which does the same in the right way, and says so: `// Twin of: two-locks`.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import type { Finding, TasksChangedBody } from "../../src/protocol/index.js";
import { DebugProgram, PROGRAMS } from "../support/debug-program.js";

/** Programs that run at a time: most of them do nothing but wait. */
const AT_A_TIME = 6;
/** The slowest findings need a quarter of a minute, and the machine may be busy. */
const PATIENCE_MS = 90_000;
/** How often a healthy program is looked at. */
const LOOKS = 30;

interface Corpus {
  readonly folder: string;
  readonly files: readonly string[];
}

const corpus = (folder: string): Corpus => ({
  folder,
  files: readdirSync(path.join(PROGRAMS, folder)).filter((name) => name.endsWith(".ts")),
});

const HEALTHY = corpus("healthy");
const BROKEN = corpus("broken");

/** `deadlock: a, b` as the files say it; the names in order of the alphabet. */
function told(finding: Finding, names: ReadonlyMap<number, string>): string {
  const known = finding.taskIds.map((id) => names.get(id) ?? `#${id}`).sort();
  return `${finding.kind}: ${known.join(", ")}`.trim();
}

function expectations(source: string): string[] {
  return [...source.matchAll(/^\/\/ Finds: (.*)$/gm)].map(([, text]) => {
    const [kind, names = ""] = text!.split(":");
    const sorted = names
      .split(",")
      .map((name) => name.trim())
      .sort();
    return `${kind}: ${sorted.join(", ")}`.trim();
  });
}

const fits = (finding: string, expected: string): boolean =>
  expected.endsWith(": *") ? finding.startsWith(expected.slice(0, -1)) : finding === expected;

async function launch(corpusOf: Corpus, file: string, source: string): Promise<DebugProgram> {
  const marker = /^\/\/ Stops: (\S+)$/m.exec(source)?.[1];
  return DebugProgram.launch(path.join(corpusOf.folder, file), {
    ...(marker === undefined ? {} : { breakpoints: [marker] }),
    launch: { debugMode: source.includes("// Debug mode.") },
  });
}

const diagnosed = async (program: DebugProgram): Promise<readonly Finding[]> =>
  (await program.client.request("asyncioDiagnose")).findings;

/** All that was ever said of a healthy program, when it has run long enough. */
async function accusations(file: string): Promise<readonly string[]> {
  const source = readFileSync(path.join(PROGRAMS, HEALTHY.folder, file), "utf8");
  const program = await launch(HEALTHY, file, source);
  const { client } = program;
  try {
    const found: string[] = [];
    const look = async () => {
      for (let look = 0; look < LOOKS; look++)
        found.push(...(await diagnosed(program)).map(({ message }) => message));
    };
    if (source.includes("// Stops:")) {
      const { threadId } = await client.next("stopped");
      await look();
      await client.request("continue", { threadId });
    } else
      await client.poll(
        "its tasks",
        () => program.tasks(),
        ({ tasks }) => tasks.length > 0,
      );
    await look();
    if (source.includes('"enough"')) {
      await client.until("enough", () => client.output("stdout").includes("enough"), PATIENCE_MS);
      await look();
    }
    const pushed = client.events
      .filter(({ event }) => event === "asyncioTasksChanged")
      .flatMap(({ body }) => (body as unknown as TasksChangedBody).findings ?? []);
    return [...new Set([...found, ...pushed.map(({ message }) => message)])];
  } finally {
    await program.close();
  }
}

/** What was found in a broken program in the end, and each finding as it is. */
async function findingsOf(file: string): Promise<{ texts: string[]; findings: readonly Finding[] }> {
  const source = readFileSync(path.join(PROGRAMS, BROKEN.folder, file), "utf8");
  const expected = expectations(source);
  const program = await launch(BROKEN, file, source);
  const { client } = program;
  try {
    let names = new Map<number, string>();
    const findings = await client.poll(
      expected.join("; "),
      async () => {
        const found = await diagnosed(program);
        names = new Map((await program.tasks()).tasks.map(({ id, name }) => [id, name]));
        return found;
      },
      (found) => {
        const texts = found.map((finding) => told(finding, names));
        return expected.every((each) => texts.some((text) => fits(text, each)));
      },
      PATIENCE_MS,
    );
    await client.until("the findings to be sent by themselves", () =>
      client.events.some(
        ({ event, body }) =>
          event === "asyncioTasksChanged" &&
          ((body as unknown as TasksChangedBody).findings?.length ?? 0) >= expected.length,
      ),
    );
    return { texts: findings.map((finding) => told(finding, names)), findings };
  } finally {
    await program.close();
  }
}

/** Runs all of a corpus, some at a time. */
function runAll<T>({ files }: Corpus, run: (file: string) => Promise<T>): Map<string, Promise<T>> {
  const results = new Map<string, Promise<T>>();
  const ends: Promise<unknown>[] = Array.from({ length: AT_A_TIME }, () => Promise.resolve());
  for (const [index, file] of files.entries()) {
    const slot = index % AT_A_TIME;
    const result = ends[slot]!.then(() => run(file));
    ends[slot] = result.catch(() => {});
    // Whoever awaits it later hears of a failure; until then it is nobody's.
    result.catch(() => {});
    results.set(file, result);
  }
  return results;
}

/** The broken programs that a healthy one is the twin of. */
function brokenTwins(file: string): readonly string[] {
  const source = readFileSync(path.join(PROGRAMS, HEALTHY.folder, file), "utf8");
  return [...source.matchAll(/^\/\/ Twin of: (.*)$/gm)].flatMap(([, names]) => names!.split(", "));
}

describe("a healthy program is not accused", function () {
  this.timeout(2 * PATIENCE_MS);
  let results: Map<string, Promise<readonly string[]>>;
  before(() => {
    results = runAll(HEALTHY, accusations);
  });
  after(() => Promise.allSettled(results.values()));

  for (const file of HEALTHY.files) {
    it(path.basename(file, ".ts"), async () => assert.deepEqual(await results.get(file), []));
  }
});

describe("what is wrong with a broken program is found, and nothing else", function () {
  this.timeout(2 * PATIENCE_MS);
  let results: Map<string, ReturnType<typeof findingsOf>>;
  before(() => {
    results = runAll(BROKEN, findingsOf);
  });
  after(() => Promise.allSettled(results.values()));

  for (const file of BROKEN.files) {
    const source = readFileSync(path.join(PROGRAMS, BROKEN.folder, file), "utf8");
    const expected = expectations(source);
    it(`${path.basename(file, ".ts")}: ${expected.join("; ")}`, async () => {
      const { texts, findings } = await results.get(file)!;
      for (const text of texts)
        assert.ok(
          expected.some((each) => fits(text, each)),
          `found besides: ${text}`,
        );
      assert.equal(texts.length, expected.length, texts.join("; "));
      for (const { message, sites, kind } of findings) {
        assert.match(message, /^[A-Z'\d].*\.$/s, "a sentence");
        assert.ok(!message.includes("\n"));
        // Of a collected task only its text is left; a promise's code may be the program's or nobody's.
        if (/^\/\/ Finds: (?:unretrieved-exception|destroyed-task):$/m.test(source)) continue;
        assert.ok((sites?.length ?? 0) > 0, `${kind} says where to look`);
        assert.equal(sites?.[0]?.source?.path, path.join(PROGRAMS, BROKEN.folder, file));
      }
    });
  }
});

describe("the corpus", () => {
  it("has a healthy twin for each broken program, and no twin of none", () => {
    const paired = HEALTHY.files.flatMap(brokenTwins).map((name) => `${name}.ts`);
    assert.deepEqual([...new Set(paired)].sort(), [...BROKEN.files].sort());
  });

  it("is large enough to mean something", () => {
    assert.ok(HEALTHY.files.length >= 15, `${HEALTHY.files.length} healthy programs`);
    assert.ok(BROKEN.files.length >= 15, `${BROKEN.files.length} broken programs`);
    for (const file of BROKEN.files)
      assert.ok(
        expectations(readFileSync(path.join(PROGRAMS, BROKEN.folder, file), "utf8")).length > 0,
        file,
      );
  });
});
