import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseHitCondition } from "../../../src/adapter/breakpoints/hit-condition.js";
import { parseLogMessage } from "../../../src/adapter/breakpoints/log-message.js";
import { Arguments } from "../../../src/adapter/dap/arguments.js";
import { UserError } from "../../../src/adapter/dap/errors.js";
import { BLOCKED_AFTER_MS, BlockedLoop } from "../../../src/adapter/diagnosis/blocked-loop.js";
import { globToPattern } from "../../../src/adapter/sources/code-ownership.js";
import { loadSourceMap } from "../../../src/adapter/sources/sourcemaps.js";
import { TaskTable } from "../../../src/adapter/tasks/task-table.js";
import {
  LOOP_THREAD_ID,
  THREAD_LIMIT_TASKS,
  Threads,
  taskIdOf,
  threadIdOf,
} from "../../../src/adapter/tasks/threads.js";
import { valueText } from "../../../src/adapter/variables/value-text.js";
import { task } from "./tables.js";

describe("hit conditions", () => {
  const hits = (text: string): number[] => {
    const condition = parseHitCondition(text);
    return [1, 2, 3, 4, 5, 6].filter((n) => condition?.(n));
  };

  it("are numbers with an operator before them", () => {
    assert.deepEqual(hits("4"), [4, 5, 6]);
    assert.deepEqual(hits(">= 4"), [4, 5, 6]);
    assert.deepEqual(hits(">4"), [5, 6]);
    assert.deepEqual(hits("=4"), [4]);
    assert.deepEqual(hits("== 4"), [4]);
    assert.deepEqual(hits("<3"), [1, 2]);
    assert.deepEqual(hits("<= 3"), [1, 2, 3]);
    assert.deepEqual(hits("%2"), [2, 4, 6]);
  });

  it("are nothing else", () => {
    for (const text of ["", "x", "-1", "%0", "1 2", "!3"])
      assert.equal(parseHitCondition(text), undefined, text);
  });
});

describe("log messages", () => {
  it("are texts with expressions in braces, which nest", () => {
    assert.deepEqual(parseLogMessage("n is {n}, {f({ a: 1 })}!"), [
      { text: "n is " },
      { expression: "n" },
      { text: ", " },
      { expression: "f({ a: 1 })" },
      { text: "!" },
    ]);
    assert.deepEqual(parseLogMessage("an open { brace"), [{ text: "an open { brace" }]);
  });

  it("lose nothing", () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        const whole = parseLogMessage(message).map((part) =>
          "text" in part ? part.text : `{${part.expression}}`,
        );
        assert.equal(whole.join(""), message);
      }),
    );
  });
});

describe("globs of skipFiles", () => {
  const skips = (glob: string, url: string): boolean => new RegExp(globToPattern(glob)).test(url);

  it("match the addresses of scripts", () => {
    assert.ok(skips("<node_internals>/**", "node:internal/timers"));
    assert.ok(skips("**/node_modules/**", "file:///a/node_modules/b/index.js"));
    assert.ok(skips("/a/lib/*.js", "file:///a/lib/x.js"));
    assert.ok(!skips("/a/lib/*.js", "file:///a/lib/deep/x.js"));
    assert.ok(!skips("**/node_modules/**", "file:///a/src/index.js"));
    assert.ok(!skips("lib/x.js", "file:///a/lib/xyjs"));
  });
});

describe("a request's arguments", () => {
  const args = new Arguments({
    text: "a",
    number: 1.5,
    whole: 2,
    list: ["a", 1],
    nothing: null,
    object: { x: "y" },
  });
  const refusal = (action: () => unknown): string => {
    try {
      action();
    } catch (error) {
      assert.ok(error instanceof UserError);
      return error.message;
    }
    throw new Error("not refused");
  };

  it("are given when they are of the right type", () => {
    assert.equal(args.string("text"), "a");
    assert.equal(args.integer("whole"), 2);
    assert.equal(args.optionalString("nothing"), undefined);
    assert.equal(args.object("object").string("x"), "y");
  });

  it("are refused by name otherwise", () => {
    assert.equal(
      refusal(() => args.string("number")),
      "Argument 'number' must be a text, not a number.",
    );
    assert.equal(
      refusal(() => args.integer("number")),
      "Argument 'number' must be a whole number, not a number.",
    );
    assert.equal(
      refusal(() => args.optionalStrings("list")),
      "Argument 'list' must be a list of texts, not an array.",
    );
    assert.equal(
      refusal(() => args.string("nothing")),
      "Argument 'nothing' must be a text, not null.",
    );
    assert.equal(
      refusal(() => args.boolean("absent")),
      "Argument 'absent' is missing: it must be true or false.",
    );
    assert.equal(
      refusal(() => args.object("object").integer("x")),
      "Argument 'object.x' must be a whole number, not a string.",
    );
  });

  it("never fail in another way, whatever was sent", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const anything = new Arguments({ value });
        for (const read of [
          () => anything.string("value"),
          () => anything.integer("value"),
          () => anything.boolean("value"),
          () => anything.object("value"),
          () => anything.optionalStrings("value"),
          () => anything.optionalObjects("value"),
          () => anything.optionalEnvironment("value"),
          () => anything.optionalOneOf("value", ["a"]),
        ]) {
          try {
            read();
          } catch (error) {
            assert.ok(error instanceof UserError);
          }
        }
      }),
    );
  });
});

describe("a loop that is reported blocked", () => {
  function watched() {
    let now = 100_000;
    let due: { at: number; action: () => void } | undefined;
    const seen: (number | undefined)[] = [];
    const loop: BlockedLoop = new BlockedLoop(
      {
        now: () => now,
        after: (delayMs, action) => {
          due = { at: now + delayMs, action };
          return () => {
            due = undefined;
          };
        },
      },
      () => seen.push(loop.sinceMs),
    );
    const advance = (durationMs: number): void => {
      now += durationMs;
      if (due !== undefined && due.at <= now) due.action();
    };
    return { loop, seen, advance, now: () => now };
  }

  it("is blocked since the start of its turn, until the turn ends", () => {
    const { loop, seen, now } = watched();
    const since = now() - BLOCKED_AFTER_MS;
    loop.reported(since);
    loop.cleared();
    assert.deepEqual(seen, [since, undefined]);
  });

  it("is not blocked while it is stopped, nor because it was", () => {
    const { loop, seen, advance, now } = watched();
    loop.stopped();
    loop.reported(now() - 5_000);
    advance(10_000);
    assert.deepEqual(seen, []);
    loop.resumed();
    const resumed = now();
    advance(BLOCKED_AFTER_MS / 2);
    assert.deepEqual(seen, []);
    advance(BLOCKED_AFTER_MS);
    assert.deepEqual(seen, [resumed], "it goes on blocking after the stop");
  });

  it("that ends its turn soon after a stop was never blocked", () => {
    const { loop, seen, advance, now } = watched();
    loop.stopped();
    loop.reported(now() - 5_000);
    loop.resumed();
    loop.cleared();
    advance(10_000);
    assert.deepEqual(seen, []);
  });
});

describe("threads", () => {
  it("have ids that lead back to their tasks, and never the loop's", () => {
    fc.assert(
      fc.property(fc.nat(), (taskId) => {
        assert.equal(taskIdOf(threadIdOf(taskId)), taskId);
        assert.notEqual(threadIdOf(taskId), LOOP_THREAD_ID);
      }),
    );
    assert.equal(taskIdOf(LOOP_THREAD_ID), undefined);
  });

  it("are capped; a favoured task has one whatever the cap says", () => {
    const table = new TaskTable();
    const tasks = Array.from({ length: 1_000 }, (_, index) => task(index + 1, `t${index + 1}`));
    table.applyPage({ seq: 1, atMs: 0, tasks, resources: [], loops: [] });
    const threads = new Threads(table);
    assert.equal(threads.list().length, THREAD_LIMIT_TASKS + 1);
    threads.favour([999]);
    assert.ok(threads.list().some(({ id, name }) => id === threadIdOf(999) && name === "t999"));
    assert.equal(threads.list().length, THREAD_LIMIT_TASKS + 1);
  });

  it("are announced once, and their end too", () => {
    const table = new TaskTable();
    const threads = new Threads(table);
    table.applyPage({ seq: 1, atMs: 0, tasks: [task(1, "a"), task(2, "b")], resources: [], loops: [] });
    assert.deepEqual(threads.takeEvents(), [{ reason: "started", threadId: threadIdOf(1) }]);
    threads.list();
    assert.deepEqual(threads.takeEvents(), []);
    table.applyPage({ seq: 2, atMs: 0, tasks: [task(1, "a", { state: "done" })], resources: [], loops: [] });
    assert.deepEqual(threads.takeEvents(), [{ reason: "exited", threadId: threadIdOf(1) }]);
  });
});

describe("values as texts", () => {
  it("are short, quoted, and on one line", () => {
    assert.equal(valueText({ type: "string", value: "it's\n" }), "'it\\'s\\n'");
    assert.equal(valueText({ type: "number", value: 0, unserializableValue: "-0" }), "-0");
    assert.equal(valueText({ type: "object", subtype: "null", value: null }), "null");
    assert.equal(valueText({ type: "undefined" }), "undefined");
    const properties = Array.from({ length: 100 }, (_, n) => ({ name: `${n}`, type: "number", value: "7" }));
    const array = { type: "object", subtype: "array", description: "Array(5000)" } as const;
    const text = valueText({ ...array, preview: { ...array, overflow: true, properties } });
    assert.equal(text, `(5000) [${"7, ".repeat(20)}…]`);
    assert.equal(valueText({ type: "function", description: "function* work(name) {\n}" }), "ƒ* work(name)");
    assert.equal(
      valueText({ type: "function", description: "class Store extends Shop {\n}" }),
      "class Store extends Shop",
    );
    const preview = {
      type: "object",
      description: "Object",
      overflow: true,
      properties: [
        { name: "a", type: "number", value: "1" },
        { name: "s", type: "string", value: "x" },
      ],
    };
    assert.equal(valueText({ type: "object", description: "Object", preview }), "{a: 1, s: 'x', …}");
  });
});

describe("source maps that are broken or missing", () => {
  it("are no error: the script is shown as it is", () => {
    for (const url of [
      "missing.map",
      "data:application/json;base64,e30=x",
      "data:,nonsense",
      "http://127.0.0.1/x.map",
      "\u0000",
    ]) {
      assert.doesNotThrow(() => loadSourceMap("file:///nowhere/out.js", url), url);
    }
    assert.equal(loadSourceMap("file:///nowhere/out.js", "missing.map"), undefined);
  });
});
