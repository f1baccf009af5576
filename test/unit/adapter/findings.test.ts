import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Agent } from "../../../src/adapter/agent/agent.js";
import type { BlockedLoop } from "../../../src/adapter/diagnosis/blocked-loop.js";
import { Findings } from "../../../src/adapter/diagnosis/findings.js";
import { Interruptions } from "../../../src/adapter/diagnosis/interruptions.js";
import type { Tasks } from "../../../src/adapter/tasks/tasks.js";
import type { Finding } from "../../../src/protocol/index.js";
import { resource, snapshot, task } from "./tables.js";

/** A program whose loop a task blocks, beside a lock whose holder has ended; it answers as often as it is let. */
function blockedProgram() {
  const blocked: { sinceMs: number | undefined } = { sinceMs: 1_000 };
  const tasks = [task(1, "spinning", { state: "running" }), task(2, "gone", { state: "done" })];
  const { tasks: known, resources, loops } = snapshot(tasks, [resource(5, "lock", { holders: [2] })]);
  const published: (readonly Finding[])[] = [];
  const answers: (() => void)[] = [];
  const parts = {
    agent: {
      hello: { language: "typescript" },
      command: async () => ({ taskId: 1, depth: 0 }),
    } as unknown as Agent,
    tasks: {
      table: { tasks: known, resources, loops, warnings: [], pending: new Set([1]) },
      pulse: () => new Promise<number>((resolve) => answers.push(() => resolve(Date.now()))),
      publish: (findings: readonly Finding[]) => published.push(findings),
    } as unknown as Tasks,
    sites: { blocking: async () => [], suspended: async () => [] },
    blocked: blocked as unknown as BlockedLoop,
    interruptions: new Interruptions(() => Date.now()),
    stopped: () => false,
  };
  return { findings: new Findings(parts), blocked, published, answers };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const kinds = (findings: readonly Finding[] | undefined) => findings?.map(({ kind }) => kind);

describe("the findings that a client is told of", () => {
  // "Starved: 21,323 tasks" stood there for as long as the program told of a hundred thousand, which ran and waited.
  it("lose what a turn was the cause of when it is over, before the program has answered what is wrong now", async () => {
    const { findings, blocked, published, answers } = blockedProgram();
    findings.turnChanged();
    await until(() => answers.length === 1);
    answers[0]?.();
    await until(() => published.length === 1);
    assert.deepEqual(kinds(published[0]), ["blocked-loop", "lock-held-by-ended-task"]);
    blocked.sinceMs = undefined;
    findings.turnChanged();
    assert.deepEqual(kinds(published[1]), ["lock-held-by-ended-task"]);
    findings.dispose();
  });

  it("are not told anew when nothing of them has changed", async () => {
    const { findings, published, answers } = blockedProgram();
    for (let look = 0; look < 2; look++) {
      findings.touch(true);
      await until(() => answers.length === look + 1);
      answers[look]?.();
      await findings.take();
    }
    findings.dispose();
    assert.equal(published.length, 1);
  });
});
