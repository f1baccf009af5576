/**
 * Over, into and out; in plain generators, `coroutine()` and native `async` functions; from each state in which a step
 * can begin; with one task, and with three that take turns in the same code; on every version of Node that is supported.
 *
 * One program for many cells: it runs each coroutine once for each kind of step, and has a breakpoint where the step
 * begins.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";
import { nodeExecutable } from "../support/node-versions.js";

const KINDS = { over: "next", into: "stepIn", out: "stepOut" } as const;
type Kind = keyof typeof KINDS;

/** By the state in which a step begins: where it ends. */
type Table = Readonly<Record<string, Readonly<Record<Kind, string>>>>;

const coroutines = (letter: string): Table => ({
  [`${letter}-running`]: {
    over: `${letter}-running-next`,
    into: `${letter}-inner`,
    out: `${letter}-running-after`,
  },
  [`${letter}-suspended`]: {
    over: `${letter}-suspended-next`,
    into: `${letter}-suspended-next`,
    out: `${letter}-suspended-after`,
  },
  [`${letter}-first`]: { over: `${letter}-first-next`, into: "plain", out: `${letter}-first-after` },
  [`${letter}-resumed`]: {
    over: `${letter}-resumed-next`,
    into: `${letter}-inner`,
    out: `${letter}-resumed-after`,
  },
  [`${letter}-throwing`]: {
    over: `${letter}-throwing-catch`,
    into: `${letter}-throwing-catch`,
    out: `${letter}-throwing-catch`,
  },
  [`${letter}-cancelled`]: {
    over: `${letter}-cancelled-finally`,
    into: `${letter}-cancelled-finally`,
    out: `${letter}-cancelled-catch`,
  },
});

const FLAVOURS: Readonly<Record<string, Table>> = {
  "a plain generator": coroutines("g"),
  "a coroutine()": coroutines("d"),
  "a native async function": {
    ...coroutines("n"),
    "n-running": { over: "n-running-next", into: "n-inner", out: "n-running-call" },
    "n-suspended": { over: "n-suspended-next", into: "n-suspended-next", out: "n-suspended-call" },
    // Before its first await it is a function like any other: out of it leads to the line of its call.
    "n-first": { over: "n-first-next", into: "plain", out: "n-first-call" },
    // The promise goes on, but the coroutine no longer waits for it.
    "n-cancelled": { over: "n-cancelled-catch", into: "n-cancelled-catch", out: "n-cancelled-call" },
  },
};

/** Where a breakpoint is set instead of where the step begins: native code is in its task until its first await. */
const BREAKPOINTS: Readonly<Record<string, string>> = { "n-resumed": "n-before-resumed" };

const STARTS = Object.values(FLAVOURS).flatMap((table) => Object.keys(table));

/** Where each step has ended, by kind and start; a walk that fails leaves the rest out. */
async function walk(program: DebugProgram): Promise<ReadonlyMap<string, string>> {
  const landings = new Map<string, string>();
  const task = { threadId: 0 };
  for (const kind of Object.keys(KINDS) as Kind[]) {
    for (const start of STARTS) {
      let begin = await program.stopped();
      assert.equal(begin.marker, BREAKPOINTS[start] ?? start, `after ${[...landings.keys()].at(-1)}`);
      task.threadId ||= begin.threadId;
      if (start in BREAKPOINTS) begin = await program.go("next", begin.threadId);
      assert.equal(begin.marker, start);
      const end = await program.go(KINDS[kind], begin.threadId);
      // Native code runs in its task until its first await, and outside of all tasks after that.
      const isIn = [task.threadId, ...(start.startsWith("n-") ? [1] : [])].includes(end.threadId);
      landings.set(`${kind} ${start}`, end.reason === "step" && isIn ? end.marker : JSON.stringify(end));
      await program.client.request("continue", { threadId: end.threadId });
    }
  }
  assert.equal(await program.ended(), 0);
  return landings;
}

for (const major of [20, 22, 24]) {
  for (const tasks of [1, 3]) {
    describe(`stepping on Node ${major}, ${tasks === 1 ? "one task" : "three tasks that take turns"}`, function () {
      this.timeout(120_000);
      let program: DebugProgram | undefined;
      let landings: ReadonlyMap<string, string> = new Map();

      before(async () => {
        program = await DebugProgram.launch("matrix.ts", {
          breakpoints: STARTS.map((start) => ({
            at: BREAKPOINTS[start] ?? start,
            condition: 'who === "B"',
          })),
          launch: { args: [String(tasks)], runtimeExecutable: await nodeExecutable(major) },
        });
        landings = await walk(program);
      });
      after(async () => {
        await program?.close();
        assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
      });

      for (const [flavour, table] of Object.entries(FLAVOURS)) {
        for (const [start, ends] of Object.entries(table)) {
          for (const [kind, end] of Object.entries(ends)) {
            it(`${kind} in ${flavour}, ${start.slice(2)}: ${end}`, () => {
              assert.equal(landings.get(`${kind} ${start}`), end);
            });
          }
        }
      }
    });
  }
}
