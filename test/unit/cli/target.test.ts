import assert from "node:assert/strict";
import { chooseProcess, findTask, resolveWords } from "../../../src/cli/commands/target.js";
import type { SessionFile } from "../../../src/protocol/index.js";
import { sampleTable, tableOf, task } from "./sample-program.js";

function session(pid: number): SessionFile {
  return { version: 1, pid, program: `${pid}.ts`, socket: `/s/${pid}`, startedMs: pid };
}

describe("the words after where and cancel", () => {
  it("are a process and a task when there are two", () => {
    assert.deepEqual(resolveWords({}, ["12", "worker"], false, []), { target: { pid: 12 }, task: "worker" });
    assert.throws(() => resolveWords({}, ["x", "worker"], false, []), /must be a number/);
    assert.throws(() => resolveWords({ pid: 1 }, ["12", "worker"], false, []), /once/);
  });

  it("are a task when there is one, and the command needs a task or the process is known", () => {
    assert.deepEqual(resolveWords({}, ["12"], true, [session(12)]), { target: {}, task: "12" });
    assert.deepEqual(resolveWords({ port: 9229 }, ["12"], false, [session(12)]), {
      target: { port: 9229 },
      task: "12",
    });
  });

  it("are a process when there is one that names a session", () => {
    assert.deepEqual(resolveWords({}, ["12"], false, [session(12)]), { target: { pid: 12 } });
    assert.deepEqual(resolveWords({}, ["13"], false, [session(12)]), { target: {}, task: "13" });
    assert.deepEqual(resolveWords({}, [String(process.pid)], false, []), { target: { pid: process.pid } });
  });

  it("may be missing", () => {
    assert.deepEqual(resolveWords({ pid: 3 }, [], false, []), { target: { pid: 3 } });
  });
});

describe("the process to attach to", () => {
  it("is the only session, unless another is named", () => {
    assert.deepEqual(chooseProcess({}, [session(12)]), { pid: 12 });
    assert.deepEqual(chooseProcess({ pid: process.pid }, [session(12)]), { pid: process.pid });
    assert.deepEqual(chooseProcess({ port: 9229 }, []), { port: 9229 });
  });

  it("must be named when there is none, or several", () => {
    assert.throws(() => chooseProcess({}, []), /No program runs under loopscope/);
    assert.throws(() => chooseProcess({}, [session(12), session(13)]), /12 \(12.ts\), 13 \(13.ts\)/);
  });

  it("must exist", () => {
    assert.throws(() => chooseProcess({ pid: 4_194_304 }, []), /no process 4194304/);
  });
});

describe("the task that a word means", () => {
  it("is found by its id, or its name", () => {
    assert.equal(findTask(sampleTable(), "3").name, "refunds");
    assert.equal(findTask(sampleTable(), "refunds").id, 3);
    assert.equal(findTask(tableOf([task(1, "7")]), "7").id, 1);
  });

  it("is the live one of several of that name", () => {
    assert.equal(findTask(tableOf([task(1, "w", { state: "done" }), task(2, "w")]), "w").id, 2);
  });

  it("must be told apart by its id when several have the name", () => {
    const many = Array.from({ length: 7 }, (_, index) => task(index + 1, "w"));
    assert.throws(() => findTask(tableOf(many), "w"), /7 tasks are named 'w': ids 1, 2, 3, 4, 5, …;/);
    assert.throws(() => findTask(sampleTable(), "nobody"), /no task 'nobody'/);
  });
});
