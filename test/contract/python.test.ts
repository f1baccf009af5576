/** The agent for Python gives the account of the scenario that the agent for Node does. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type ChangesMessage,
  decodeAgentMessage,
  type ResourceInfo,
  type TaskInfo,
} from "../../src/protocol/index.js";
import { interpreters } from "../support/python.js";

const SCENARIO = fileURLToPath(new URL("scenario.py", import.meta.url));

/**
 * What both agents say of a task, by its name: ids as the names that they stand for, times left out. Not compared is the
 * message of a cancellation, of which CPython keeps nothing that could be read.
 */
function essence(tasks: readonly TaskInfo[], resources: readonly ResourceInfo[], only: ReadonlySet<string>) {
  const nameOf = new Map(tasks.map(({ id, name }) => [id, name]));
  const labelOf = new Map(resources.map(({ id, label }) => [id, label]));
  const shown = tasks
    .filter(({ name }) => only.has(name))
    .map(({ name, state, awaiting, outcome }) => ({
      name,
      state,
      kind: awaiting?.kind,
      label: awaiting?.label,
      resource: awaiting?.resourceId === undefined ? undefined : labelOf.get(awaiting.resourceId),
      behind: awaiting?.taskIds?.map((id) => nameOf.get(id)),
      result: outcome?.result?.replaceAll('"', "'"),
      // A RangeError is Python's ValueError.
      failed: outcome?.exception?.replace(/^\w+/, "error"),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const held = resources
    .filter(({ kind }) => kind === "lock" || kind === "queue")
    .map(({ kind, label, holders, waiters, size, capacity }) => ({
      kind,
      label,
      holders: holders.map((id) => nameOf.get(id)),
      waiters: waiters.map((id) => nameOf.get(id)),
      size,
      capacity,
    }))
    .sort((a, b) => a.kind.localeCompare(b.kind));
  return { tasks: shown, resources: held };
}

/** Tasks that are the same program in both languages. */
const SHARED = new Set("holder waiter consumer gathering finished failed cancelled declining".split(" "));

describe("the agent for Python", () => {
  const recorded = JSON.parse(readFileSync(new URL("scenario.json", import.meta.url), "utf8")) as {
    tasks: TaskInfo[];
    resources: ResourceInfo[];
  };

  for (const interpreter of interpreters()) {
    it(`says of the scenario what the agent for Node does, on ${interpreter}`, () => {
      const { stdout, stderr, status } = spawnSync(interpreter, ["-B", SCENARIO], { encoding: "utf8" });
      assert.equal(status, 0, stderr);
      const { hello, messages } = JSON.parse(stdout) as { hello: unknown; messages: unknown[] };
      assert.equal(decodeAgentMessage(JSON.stringify(hello)).kind, "hello");
      const tasks = new Map<number, TaskInfo>();
      const resources = new Map<number, ResourceInfo>();
      for (const message of messages) {
        const changes = decodeAgentMessage(JSON.stringify(message)) as ChangesMessage;
        for (const task of changes.tasks) tasks.set(task.id, task);
        for (const resource of changes.resources) resources.set(resource.id, resource);
      }
      assert.deepEqual(
        essence([...tasks.values()], [...resources.values()], SHARED),
        essence(recorded.tasks, recorded.resources, SHARED),
      );
    });
  }
});
