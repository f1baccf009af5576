/** Steps of a Python task, case by case, on every pair of interpreter and debugpy that is here. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../../support/debug-program.js";
import { type Debuggable, debuggables } from "../../support/python.js";

type Command = "next" | "stepIn" | "stepOut" | "continue";

interface Move {
  readonly command: Command;
  /** Markers of the lines where it may end: an interpreter may show the line of an await once more. */
  readonly at: readonly string[];
  readonly task?: string;
  readonly reason?: string;
  /** Breakpoints that are set before it, in place of all others. */
  readonly breakpoints?: readonly string[];
}

interface Case {
  readonly name: string;
  /** The coroutine that is run as the task "stepped". */
  readonly run: string;
  readonly start: string;
  /** The task that stops there: "stepped" if not said. */
  readonly task?: string;
  readonly moves: readonly Move[];
  /** What the program prints when it goes on without breakpoints: its result. */
  readonly result: RegExp;
}

const next = (...at: string[]): Move => ({ command: "next", at });
const into = (...at: string[]): Move => ({ command: "stepIn", at });
const out = (...at: string[]): Move => ({ command: "stepOut", at });

const CASES: readonly Case[] = [
  {
    name: "over awaits stay in the coroutine while other tasks run",
    run: "over",
    start: "over-sleep",
    moves: [next("over-leaf"), next("over-gather"), next("over-wait-for"), next("over-return")],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "into an awaited coroutine, over its await, and out of it",
    run: "over",
    start: "over-leaf",
    moves: [into("leaf"), next("leaf-sleep"), next("leaf-return"), out("over-leaf", "over-gather")],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "out of a coroutine that has yet to suspend",
    run: "over",
    start: "leaf",
    moves: [{ ...out("over-leaf", "over-gather"), breakpoints: [] }],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "from the last line of an awaited coroutine to its caller",
    run: "over",
    start: "leaf-return",
    moves: [{ ...next("over-leaf", "over-gather"), breakpoints: [] }],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "into functions of asyncio end at the next line",
    run: "over",
    start: "over-sleep",
    moves: [into("over-leaf")],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "into and over locks and queues end at the next line",
    run: "library",
    start: "library-acquire",
    moves: [next("library-queue"), next("library-later"), next("library-get"), into("library-return")],
    result: /result 1/,
  },
  {
    name: "over the lines of an asynchronous generator",
    run: "generator",
    start: "numbers-sleep",
    moves: [{ ...next("numbers-yield"), breakpoints: [] }, next("generator-loop", "generator-body")],
    result: /result 1/,
  },
  {
    name: "over the loop that consumes an asynchronous generator",
    run: "generator",
    start: "generator-loop",
    moves: [
      { ...next("generator-body"), breakpoints: [] },
      next("generator-loop"),
      next("generator-body"),
      next("generator-loop"),
      next("generator-return"),
    ],
    result: /result 1/,
  },
  {
    name: "into an asynchronous generator, at its beginning and where it went on",
    run: "generator",
    start: "generator-loop",
    moves: [
      { ...into("numbers"), breakpoints: [] },
      next("numbers-while"),
      next("numbers-sleep"),
      next("numbers-yield"),
      out("generator-loop", "generator-body"),
    ],
    result: /result 1/,
  },
  {
    name: "over asynchronous context managers that wait as they enter and leave",
    run: "context",
    start: "with",
    moves: [{ ...next("with-body"), breakpoints: [] }, next("with", "with-return")],
    result: /result <.*Resource/,
  },
  {
    name: "into an asynchronous context manager and out of it",
    run: "context",
    start: "with",
    moves: [into("enter-sleep"), next("enter-return"), out("with", "with-body")],
    result: /result <.*Resource/,
  },
  {
    name: "over an await that fails lead to who catches the error",
    run: "catches",
    start: "catches-await",
    moves: [next("catches-except"), next("catches-handler"), next("catches-return")],
    result: /result failed/,
  },
  {
    name: "over a raise lead to who catches the error",
    run: "catches",
    start: "fails-raise",
    moves: [{ ...next("catches-except", "catches-await"), breakpoints: [] }],
    result: /result failed/,
  },
  {
    name: "over an await that is cancelled lead to who catches the cancellation",
    run: "cancelled",
    start: "cancelled-sleep",
    moves: [next("cancelled-except"), next("cancelled-handler")],
    result: /result cancelled/,
  },
  {
    name: "are interrupted by another task's breakpoint, and end after continue where they would have",
    run: "over",
    start: "over-leaf",
    moves: [
      { command: "next", at: ["noise"], breakpoints: ["noise"], task: "noise-", reason: "breakpoint" },
      { command: "continue", at: ["over-gather"], breakpoints: [] },
    ],
    result: /result \(1, \[1, 1\]\)/,
  },
  {
    name: "from the last line of a task lead to the task that awaits it",
    run: "parent",
    start: "child-last",
    task: "child",
    moves: [next("parent-await", "parent-after")],
    result: /result 1/,
  },
  {
    name: "from the last line of a task lead to the task that gathers it",
    run: "gathering",
    start: "child-last",
    task: "Task-",
    moves: [next("gathering-await", "gathering-after")],
    result: /result \[1, None\]/,
  },
  {
    name: "out of a task's outermost coroutine lead to the task that awaits it",
    run: "parent",
    start: "child-leaf",
    task: "child",
    moves: [{ ...out("parent-await", "parent-after"), breakpoints: [] }],
    result: /result 1/,
  },
  {
    name: "from the last line of a task that nobody awaits let the program go on to the next breakpoint",
    run: "abandoned",
    start: "alone-last",
    task: "alone",
    moves: [
      { command: "next", at: ["abandoned-return"], breakpoints: ["abandoned-return"], reason: "breakpoint" },
    ],
    result: /result over/,
  },
  {
    name: "reach a breakpoint that is set in a coroutine that is suspended",
    run: "releases",
    start: "releases-now",
    moves: [
      {
        command: "continue",
        at: ["suspended-looked"],
        breakpoints: ["suspended-looked"],
        task: "sleeper",
        reason: "breakpoint",
      },
    ],
    result: /result 1/,
  },
];

describe("steps of a Python task", () => {
  for (const debuggable of debuggables()) {
    describe(`on ${debuggable.name}`, () => {
      for (const one of CASES) it(one.name, () => check(debuggable, one));
    });
  }
});

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

async function check(debuggable: Debuggable, { run, start, task = "stepped", moves, result }: Case) {
  program = await DebugProgram.launch("python/step_cases.py", {
    breakpoints: [start],
    launch: { ...debuggable.launch, args: [run] },
  });
  const { client } = program;
  const first = await program.stopped();
  const ownThread = first.threadId;
  const nameOf = async (threadId: number) => {
    const { tasks } = await program!.tasks();
    return tasks.find((found) => found.threadId === threadId)?.name ?? `thread ${threadId}`;
  };
  let { threadId } = first;
  const seen: unknown[] = [[first.marker, first.reason]];
  const expected: unknown[] = [[start, "breakpoint"]];
  assert.ok((await nameOf(threadId)).startsWith(task), await nameOf(threadId));
  for (const move of moves) {
    if (move.breakpoints !== undefined) await program.setBreakpoints(move.breakpoints);
    const stop = await program.go(move.command, threadId);
    seen.push([stop.marker, stop.reason]);
    expected.push([
      move.at.includes(stop.marker) ? stop.marker : move.at.join(" or "),
      move.reason ?? "step",
    ]);
    assert.deepEqual(seen, expected);
    if (move.task !== undefined) {
      const name = await nameOf(stop.threadId);
      assert.ok(name.startsWith(move.task), name);
    } else if (task === "stepped") assert.equal(stop.threadId, ownThread);
    ({ threadId } = stop);
  }
  await program.setBreakpoints([]);
  await client.request("continue", { threadId });
  assert.equal(await program.ended(), 0);
  assert.match(client.output("stdout"), result);
}
