import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { counted, number, speak, speaksEnglish, t } from "../../../src/extension/text/localization.js";
import { bareTexts, translatedTexts } from "./texts.js";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const table = (path: string): Readonly<Record<string, string>> => JSON.parse(read(path));

/** No sentences: markup whose words come from elsewhere, and a configuration's name, which launch.json has as well. */
const EXCEPTIONS = /^`<(?:!DOCTYPE html|script)|^"asyncio: Current File"$/;

const sources = readdirSync(new URL("src/extension", root), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: read(`src/extension/${name}`) }));

/** `{0}`, `{1}`, … of a text. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
}

describe("the extension's texts", () => {
  const english = new Set(sources.flatMap(({ text }) => translatedTexts(text)));
  const chinese = table("l10n/bundle.l10n.zh-cn.json");

  it("are all translated into Chinese, and no others", () => {
    assert.ok(english.size > 100);
    assert.deepEqual(
      [...english].filter((text) => !(text in chinese)),
      [],
    );
    assert.deepEqual(
      Object.keys(chinese).filter((text) => !english.has(text)),
      [],
    );
  });

  it("say in Chinese what goes into them as well", () => {
    for (const [from, to] of Object.entries(chinese)) {
      // A counted text for one task may leave the number out, in either language.
      assert.deepEqual(placeholders(to), placeholders(from), from);
      assert.ok(to.trim() !== "", from);
    }
  });

  it("all go through t", () => {
    const bare = sources.flatMap(({ name, text }) =>
      bareTexts(text)
        .filter((found) => !EXCEPTIONS.test(found))
        .map((found) => `${name}: ${found}`),
    );
    assert.deepEqual(bare, []);
  });

  it("are all handed to the pages, which have none of their own", () => {
    for (const name of readdirSync(new URL("media", root)).filter((file) => file.endsWith(".js"))) {
      assert.deepEqual(bareTexts(read(`media/${name}`)), [], name);
    }
  });

  it("are found by this test, and so are those that go past t", () => {
    assert.deepEqual(translatedTexts("t(\"Go to {0}\", line); counted(n, '1 task', `{0} tasks`);"), [
      "Go to {0}",
      "1 task",
      "{0} tasks",
    ]);
    assert.deepEqual(bareTexts('t("Go to Line"); show("Go to Line"); // "Go to Line"'), ['"Go to Line"']);
    assert.deepEqual(bareTexts(["show(`Go to $", "{line} now`)"].join("")), ["`Go to  now`"]);
  });
});

describe("package.json", () => {
  const manifest = read("package.json");
  const english = table("package.nls.json");
  const chinese = table("package.nls.zh-cn.json");

  it("has its texts in package.nls.json, in English and Chinese, and no others", () => {
    const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? ""));
    assert.deepEqual(Object.keys(english).sort(), [...used].sort());
    assert.deepEqual(Object.keys(chinese).sort(), [...used].sort());
  });

  it("contributes no text of one language", () => {
    const { contributes, capabilities } = JSON.parse(manifest) as Record<string, unknown>;
    const texts: string[] = [];
    const look = (value: unknown, key: string): void => {
      if (Array.isArray(value)) for (const item of value) look(item, key);
      else if (typeof value === "object" && value !== null) {
        for (const [name, inner] of Object.entries(value)) look(inner, name);
      } else if (
        typeof value === "string" &&
        /^(title|label|description|markdownDescription|enumDescriptions|markdownEnumDescriptions|contextualTitle|contents|altText)$/.test(
          key,
        )
      ) {
        texts.push(value);
      }
    };
    look(contributes, "");
    look(capabilities, "");
    assert.ok(texts.length > 30);
    assert.deepEqual(
      texts.filter((text) => !/^%[^%]+%$/.test(text) && text !== "Loopscope"),
      [],
    );
  });

  it("keeps code and links of a text in its translation", () => {
    for (const [key, text] of Object.entries(english)) {
      const code = (of: string): string[] => (of.match(/(`+)[^`]+\1|\]\([^)]*\)/g) ?? []).sort();
      assert.deepEqual(code(chinese[key] ?? ""), code(text), key);
    }
  });

  it("is shipped with its translations", () => {
    const { l10n } = JSON.parse(manifest) as { l10n: string };
    assert.ok(existsSync(new URL(`${l10n}/bundle.l10n.zh-cn.json`, root)));
    assert.match(read("scripts/package.mjs"), /"l10n"/);
    assert.match(read("scripts/package.mjs"), /package\.nls/);
  });
});

describe("a text", () => {
  afterEach(() => speak());

  it("is English until a language is set, with what goes into it", () => {
    assert.equal(t("{0} held by {1}", "Lock", "ann"), "Lock held by ann");
    assert.ok(speaksEnglish());
  });

  it("is singular for one, and has its digits grouped", () => {
    const tasks = (count: number): string => counted(count, "1 task", "{0} tasks");
    assert.deepEqual([0, 1, 2, 9998].map(tasks), ["0 tasks", "1 task", "2 tasks", "9,998 tasks"]);
    assert.equal(number(1234567), "1,234,567");
  });

  it("is what the lookup finds", () => {
    const chinese = table("l10n/bundle.l10n.zh-cn.json");
    speak({ language: "zh-cn", lookup: (message) => chinese[message] ?? "?" });
    assert.equal(t("Deadlock"), "死锁");
    assert.ok(!speaksEnglish());
  });
});
