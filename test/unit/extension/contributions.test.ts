import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { PYTHON_DEBUG_TYPES } from "../../../src/extension/sessions/companion-configuration.js";
import {
  BY_KEYS,
  Command,
  ContextKey,
  DEBUG_TYPE,
  FOCUSED_ROW,
  InternalCommand,
  RowContext,
  Setting,
  STATE_ICONS,
  TASKS_VIEW,
} from "../../../src/extension/text/contributions.js";

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly args?: unknown;
}

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown };
    readonly virtualWorkspaces: unknown;
  };
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly markdown?: string; readonly image?: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly debuggers: readonly {
      readonly type: string;
      readonly program: string;
      readonly variables: Readonly<Record<string, string>>;
      readonly configurationAttributes: Readonly<
        Record<
          string,
          { readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>> }
        >
      >;
      readonly configurationSnippets: readonly { readonly body: { readonly type: string } }[];
    }[];
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly icon: string; readonly when: string }[]>
    >;
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly icon?: string | { readonly light: string; readonly dark: string };
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly MenuItem[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const root = new URL("../../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
const { contributes } = manifest;
const items = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
const [asyncio] = contributes.debuggers;

/** Names of the attributes in launch.ts: of the interface `name` and the one that it extends. */
function attributesOf(name: string): string[] {
  const text = readFileSync(new URL("src/protocol/launch.ts", root), "utf8");
  return [name, "CommonArguments"].flatMap((each) => {
    const body = new RegExp(`interface ${each} [^{]*\\{([^}]*)\\}`).exec(text)?.[1] ?? "";
    return [...body.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1] ?? "");
  });
}

describe("package.json contributes", () => {
  it("the commands of contributions.ts, no more and no fewer", () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      Object.values(Command).sort(),
    );
  });

  it("the view, the settings and the debug type of contributions.ts", () => {
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [TASKS_VIEW],
    );
    assert.deepEqual(Object.keys(contributes.configuration.properties), Object.values(Setting));
    assert.deepEqual(
      contributes.debuggers.map(({ type }) => type),
      [DEBUG_TYPE],
    );
    assert.deepEqual(manifest.activationEvents, [
      `onDebugResolve:${DEBUG_TYPE}`,
      `onDebugDynamicConfigurations:${DEBUG_TYPE}`,
      ...PYTHON_DEBUG_TYPES.map((type) => `onDebugResolve:${type}`),
      ...PYTHON_DEBUG_TYPES.map((type) => `onDebugAdapterProtocolTracker:${type}`),
    ]);
  });

  it("menus and keys for commands that exist", () => {
    const known = new Set<string>(Object.values(Command));
    assert.deepEqual(
      items.filter(({ command }) => !known.has(command)),
      [],
    );
  });

  it("when clauses that read only keys and rows that the extension sets, and all of them", () => {
    const clauses = [...items, ...Object.values(contributes.views).flat()].map(({ when }) => when ?? "");
    const used = new Set(clauses.flatMap((clause) => clause.match(/loopscope\.[A-Za-z.]+/g) ?? []));
    used.delete(TASKS_VIEW);
    const known: readonly string[] = [...Object.values(ContextKey), ...Object.values(RowContext)];
    assert.deepEqual(
      [...used].filter((name) => !known.includes(name)),
      [],
    );
    for (const key of Object.values(ContextKey)) assert.ok(used.has(key), key);
    assert.ok(clauses.some((clause) => clause.includes("/^loopscope\\.task\\./")));
    for (const row of [RowContext.liveTask, RowContext.endedTask]) assert.match(row, /^loopscope\.task\./);
    for (const row of [RowContext.finding, RowContext.group]) assert.doesNotMatch(row, /^loopscope\.task\./);
  });

  it("keys that mean the focused row, and not the one that was selected last", () => {
    for (const { args } of contributes.keybindings) assert.deepEqual(args, [FOCUSED_ROW, BY_KEYS]);
  });

  it("a palette entry with a condition for every command", () => {
    const entries = contributes.menus["commandPalette"] ?? [];
    assert.deepEqual(entries.map(({ command }) => command).sort(), Object.values(Command).sort());
    for (const { when } of entries) assert.ok(when);
  });

  it("settings that docs/vscode.md explains, with their defaults", () => {
    const page = readFileSync(new URL("docs/vscode.md", root), "utf8");
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      const value = JSON.stringify((setting as { readonly default: unknown }).default);
      assert.ok(page.includes(`| \`${name}\` | \`${value}\` |`), name);
    }
  });

  it("commands that docs/vscode.md explains by their names", () => {
    const page = readFileSync(new URL("docs/vscode.md", root), "utf8");
    const texts = JSON.parse(readFileSync(new URL("package.nls.json", root), "utf8")) as Record<
      string,
      string
    >;
    for (const { title } of contributes.commands) {
      const name = texts[title.replaceAll("%", "")] ?? "";
      assert.ok(name !== "" && page.includes(`*${name}*`), `${title} ${name}`);
    }
  });

  it("the variable of launch.json that asks for a process", () => {
    assert.deepEqual(asyncio?.variables, { AskProcessId: InternalCommand.askProcessId });
  });

  it("icons that exist, each state in light and dark", () => {
    const paths = [
      manifest.icon,
      ...Object.values(contributes.views)
        .flat()
        .map(({ icon }) => icon),
    ];
    for (const { icon } of contributes.commands)
      if (typeof icon === "object") paths.push(icon.light, icon.dark);
    for (const theme of ["light", "dark"])
      paths.push(...STATE_ICONS.map((state) => `media/${theme}/${state}.svg`));
    for (const path of paths) assert.ok(existsSync(new URL(path, root)), path);
    const used = new Set(paths);
    for (const theme of ["light", "dark"]) {
      for (const file of readdirSync(new URL(`media/${theme}`, root)))
        assert.ok(used.has(`media/${theme}/${file}`), file);
    }
  });

  for (const [request, name] of [
    ["launch", "LaunchArguments"],
    ["attach", "AttachArguments"],
  ] as const) {
    it(`every attribute of ${request}, each explained`, () => {
      const properties = asyncio?.configurationAttributes[request]?.properties ?? {};
      // VS Code's own, set by "Run Without Debugging".
      const expected = attributesOf(name).filter((attribute) => attribute !== "noDebug");
      assert.ok(expected.length > 5);
      assert.deepEqual(Object.keys(properties).sort(), expected.sort());
      for (const [attribute, { markdownDescription }] of Object.entries(properties)) {
        assert.ok(markdownDescription, attribute);
      }
    });
  }

  it("snippets of its own type", () => {
    for (const { body } of asyncio?.configurationSnippets ?? []) assert.equal(body.type, DEBUG_TYPE);
  });

  it("a walkthrough whose commands, views, pictures and pages exist", () => {
    const known = new Set<string>(Object.values(Command));
    const texts = JSON.parse(readFileSync(new URL("package.nls.json", root), "utf8")) as Record<
      string,
      string
    >;
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length >= 5);
    for (const { id, description, media, completionEvents } of steps) {
      const file = media.markdown ?? media.image;
      assert.ok(file !== undefined && existsSync(new URL(file, root)), `${id}: ${file}`);
      const text = texts[description.slice(1, -1)] ?? "";
      assert.doesNotMatch(
        text,
        /(?<!`)`(?!`)/,
        `${id}: VS Code takes two backticks for code, and shows single ones`,
      );
      const links = [...text.matchAll(/\(command:([\w.]+)[?)]/g)].map((match) => match[1] ?? "");
      const events = completionEvents.map((event) => event.replace(/^onCommand:/, ""));
      for (const name of [...links, ...events].filter((each) => each.startsWith("loopscope."))) {
        assert.ok(known.has(name), `${id}: ${name}`);
      }
      for (const event of completionEvents) {
        const [, kind, name] = /^(onCommand|onView|onContext):(.+)$/.exec(event) ?? [];
        assert.ok(kind, `${id}: VS Code knows no completion event ${event}`);
        if (kind === "onView") assert.equal(name, TASKS_VIEW);
        if (kind === "onContext") assert.ok(Object.values<string>(ContextKey).includes(name ?? ""), name);
      }
    }
  });

  it("for workspaces that are not trusted: nothing is started there", () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
    assert.equal(manifest.capabilities.virtualWorkspaces, false);
    assert.deepEqual(manifest.extensionKind, ["workspace"]);
  });
});
