/** When each command is offered, in the palette and on each kind of row: only where it can do something. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Command, ContextKey, RowContext, TASKS_VIEW } from "../../../src/extension/text/contributions.js";
import { type Context, holds } from "./when-clause.js";

interface MenuItem {
  readonly command: string;
  readonly when: string;
}

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuItem[]>> };
};
const { menus } = manifest.contributes;

const on = (...keys: readonly string[]): Context => Object.fromEntries(keys.map((key) => [key, true]));
const inFile = (languageId: string, trusted = true): Context => ({
  editorLangId: languageId,
  isWorkspaceTrusted: trusted,
});

const { active, dumpOpen, hasTasks, hasPending, hasFrozen, hasPinned, debugMode, filtered, byCreator } =
  ContextKey;

/** Situations in which the user opens the palette. */
const SITUATIONS = {
  idle: {},
  starting: on(active),
  running: on(active, hasTasks, hasPending),
  ended: on(active, hasTasks),
  frozen: on(active, hasTasks, hasPending, hasFrozen),
  pinned: on(active, hasTasks, hasPending, hasPinned),
  debugMode: on(active, hasTasks, hasPending, debugMode),
  dump: on(dumpOpen, hasTasks),
  filtered: on(active, hasTasks, hasPending, filtered),
  byCreator: on(active, hasTasks, hasPending, byCreator),
  keptOptions: on(filtered, byCreator),
  program: inFile("typescript"),
  pythonProgram: inFile("python"),
  text: inFile("markdown"),
  untrusted: inFile("typescript", false),
} as const satisfies Readonly<Record<string, Context>>;

type Situation = keyof typeof SITUATIONS;

const ALWAYS = Object.keys(SITUATIONS) as Situation[];
const WITH_PENDING: readonly Situation[] = [
  "running",
  "frozen",
  "pinned",
  "debugMode",
  "filtered",
  "byCreator",
];
const WITH_PROGRAM: readonly Situation[] = ["starting", "ended", ...WITH_PENDING];
const WITH_TASKS: readonly Situation[] = ["ended", "dump", ...WITH_PENDING];
const WITH_VIEW: readonly Situation[] = ["dump", ...WITH_PROGRAM];
const without = (situations: readonly Situation[], ...left: readonly Situation[]): readonly Situation[] =>
  situations.filter((situation) => !left.includes(situation));

/** A command without a decision does not compile. */
const PALETTE: Readonly<Record<keyof typeof Command, readonly Situation[]>> = {
  cancelTask: WITH_PENDING,
  cancelTaskWithMessage: WITH_PENDING,
  cancelSubtree: WITH_PENDING,
  runToTask: WITH_PENDING,
  stepTaskToAwait: WITH_PENDING,
  breakOnTask: WITH_PENDING,
  freezeTask: WITH_PENDING,
  thawTask: ["frozen"],
  inspectTask: WITH_TASKS,
  goToSuspended: ["dump", ...WITH_PENDING],
  goToCreation: WITH_TASKS,
  copyName: WITH_TASKS,
  copyDetails: WITH_TASKS,
  goToTask: WITH_TASKS,
  pinTask: WITH_TASKS,
  unpinTask: ["pinned"],
  enableDebugMode: without(WITH_PROGRAM, "debugMode"),
  disableDebugMode: ["debugMode"],
  filterTasks: WITH_VIEW,
  clearFilter: ["filtered"],
  showByCreator: without(WITH_VIEW, "byCreator"),
  showByAwaiter: ["byCreator"],
  sortTasks: WITH_VIEW,
  showTimeline: WITH_PROGRAM,
  showInTimeline: without(WITH_TASKS, "dump"),
  saveDump: WITH_PROGRAM,
  openDump: ALWAYS,
  closeDump: ["dump"],
  compareDumps: ALWAYS,
  refresh: WITH_PROGRAM,
  diagnose: WITH_PROGRAM,
  debugFile: ["program", "pythonProgram"],
};

const { liveTask, endedTask, dumpedTask, frozenSuffix, pinnedSuffix } = RowContext;
const LIVE = [
  liveTask,
  liveTask + frozenSuffix,
  liveTask + pinnedSuffix,
  liveTask + frozenSuffix + pinnedSuffix,
];
const ENDED = [endedTask, endedTask + pinnedSuffix];
const DUMPED = [dumpedTask, dumpedTask + pinnedSuffix];
const TASKS = [...LIVE, ...ENDED, ...DUMPED];
const FREE = LIVE.filter((row) => !row.includes(frozenSuffix));

/** Rows on which a command is in the context menu or among the buttons; none for what is not about a row. */
const ROWS: Readonly<Partial<Record<keyof typeof Command, readonly string[]>>> = {
  cancelTask: LIVE,
  cancelTaskWithMessage: LIVE,
  cancelSubtree: LIVE,
  runToTask: FREE,
  stepTaskToAwait: FREE,
  breakOnTask: FREE,
  freezeTask: FREE,
  thawTask: LIVE.filter((row) => row.includes(frozenSuffix)),
  inspectTask: TASKS,
  goToSuspended: [...LIVE, ...DUMPED],
  goToCreation: TASKS,
  copyName: TASKS,
  copyDetails: TASKS,
  pinTask: TASKS.filter((row) => !row.endsWith(pinnedSuffix)),
  unpinTask: TASKS.filter((row) => row.endsWith(pinnedSuffix)),
  showInTimeline: [...LIVE, ...ENDED],
  closeDump: [RowContext.dump],
};

const ALL_ROWS = [...TASKS, RowContext.finding, RowContext.group, RowContext.equalTasks, RowContext.dump];

/** Buttons and entries of the view's title: situations in which the view is there. */
const TITLE: Readonly<Partial<Record<keyof typeof Command, readonly Situation[]>>> = {
  enableDebugMode: without(WITH_PROGRAM, "debugMode"),
  disableDebugMode: ["debugMode"],
  diagnose: WITH_PROGRAM,
  refresh: WITH_PROGRAM,
  filterTasks: without(WITH_VIEW, "filtered"),
  clearFilter: ["filtered"],
  showByCreator: without(WITH_VIEW, "byCreator"),
  showByAwaiter: ["byCreator"],
  sortTasks: WITH_VIEW,
  goToTask: WITH_VIEW,
  showTimeline: WITH_PROGRAM,
  saveDump: WITH_PROGRAM,
  openDump: WITH_VIEW,
  compareDumps: WITH_VIEW,
};

/** Contexts in which a menu has the command. */
function offers(menu: string, command: string, contexts: Readonly<Record<string, Context>>): string[] {
  const clauses = (menus[menu] ?? []).filter((item) => item.command === command).map(({ when }) => when);
  return Object.keys(contexts)
    .filter((name) => clauses.some((clause) => holds(clause, contexts[name] ?? {})))
    .sort();
}

const names = Object.keys(Command) as (keyof typeof Command)[];

describe("the palette", () => {
  for (const name of names) {
    it(`offers ${name} where it can do something`, () => {
      assert.deepEqual(offers("commandPalette", Command[name], SITUATIONS), [...PALETTE[name]].sort());
    });
  }
});

describe("the Tasks view", () => {
  const rows = Object.fromEntries(ALL_ROWS.map((viewItem) => [viewItem, { view: TASKS_VIEW, viewItem }]));
  const inTitle = Object.fromEntries(
    WITH_VIEW.map((situation) => [situation, { view: TASKS_VIEW, ...SITUATIONS[situation] }]),
  );

  it("offers each command on the rows that it is about, and on no other", () => {
    for (const name of names) {
      assert.deepEqual(
        offers("view/item/context", Command[name], rows),
        [...(ROWS[name] ?? [])].sort(),
        name,
      );
    }
  });

  it("has in its title what is about the view and the programs, where it can do something", () => {
    for (const name of names) {
      assert.deepEqual(offers("view/title", Command[name], inTitle), [...(TITLE[name] ?? [])].sort(), name);
    }
  });

  it("keeps its menus to itself", () => {
    for (const menu of ["view/title", "view/item/context"]) {
      for (const { command, when } of menus[menu] ?? []) {
        const elsewhere = { ...SITUATIONS.filtered, ...on(...Object.values(ContextKey)), view: "explorer" };
        for (const viewItem of ALL_ROWS) assert.ok(!holds(when, { ...elsewhere, viewItem }), command);
      }
    }
  });
});

describe("a when clause", () => {
  it("is understood by these tests as VS Code does", () => {
    assert.ok(holds("a || b && !c", { b: true }));
    assert.ok(!holds("(a || b) && c", { a: true }));
    assert.ok(holds("x == y && z =~ /^a\\.b/", { x: "y", z: "a.bc" }));
    assert.ok(!holds("!(z =~ /c$/)", { z: "abc" }));
    assert.throws(() => holds("a in b", {}), /left over/);
    assert.throws(() => holds("a > 5", {}), /not understood/);
  });
});
