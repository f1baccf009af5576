import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient } from "../agent/agent-client.js";
import { PIPE, SLEEPER } from "./support.js";

describe("the agent", () => {
  it("says of which process a task awaits the end, the output, or room for input", async () => {
    const client = new AgentClient();
    try {
      await asyncio.run(
        (function* main() {
          const options = { stdin: PIPE, stdout: PIPE } as const;
          const sleeper = yield* asyncio.createSubprocessExec(...SLEEPER, options);
          sleeper.stdin.write(new Uint8Array(4_000_000));
          const tasks = [
            asyncio.createTask(sleeper.wait(), { name: "end" }),
            asyncio.createTask(sleeper.stdout.read(), { name: "output" }),
            asyncio.createTask(sleeper.stdin.drain(), { name: "input" }),
          ];
          yield* asyncio.sleep(0);
          client.flush();
          const waits = tasks.map((task) => {
            const { awaiting } = [...client.tasks.values()].find(({ name }) => name === task.getName())!;
            const resource = client.resources.get(awaiting!.resourceId!)!;
            return [awaiting!.kind, awaiting!.label, resource.kind, resource.label];
          });
          assert.deepEqual(waits, [
            ["process", "sleep", "process", "sleep"],
            ["stream.read", "stdout of sleep", "stream", "stdout of sleep"],
            ["stream.drain", "stdin of sleep", "stream", "stdin of sleep"],
          ]);
          sleeper.kill();
          yield* asyncio.gather(tasks, { returnExceptions: true });
        })(),
      );
    } finally {
      client.close();
    }
  });
});
