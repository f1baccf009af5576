/** A web server of aiohttp and its clients under load, with debugpy: breakpoints, steps and expressions amid requests. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine } from "../../support/debug-program.js";
import { debuggables } from "../../support/python.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("an aiohttp server under load with debugpy", () => {
  for (const { name, launch } of debuggables()) {
    for (const loop of ["asyncio", "uvloop"]) {
      it(`stops in a handler, and steps over its await while other requests are served, on ${loop} of ${name}`, async () => {
        program = await DebugProgram.launch("python/web_server.py", {
          breakpoints: ["slow"],
          launch: { ...launch, args: [loop] },
        });
        const { client, file } = program;
        const stop = await program.stopped();
        assert.deepEqual([stop.marker, stop.reason], ["slow", "breakpoint"]);
        const { tasks } = await program.tasks();
        const handler = tasks.find(({ threadId }) => threadId === stop.threadId);
        assert.deepEqual([handler?.coroutine, handler?.state], ["_handle_request", "running"]);
        assert.equal(tasks.filter((task) => task.name.startsWith("client-")).length, 20);
        assert.match(client.output("stdout"), new RegExp(`serving ${loop}`));
        const asked = async (expression: string, frameId: number) =>
          (await client.request("evaluate", { expression, frameId })).result;
        const number = await asked("number", stop.top.id);
        assert.match(await asked("request.path", stop.top.id), /^'\/slow'$/);
        // Many handlers come by this line before this one goes on.
        await program.setBreakpoints([]);
        const next = await program.go("next", stop.threadId);
        assert.deepEqual([next.marker, next.reason, next.threadId], ["answer", "step", stop.threadId]);
        assert.equal(await asked("number", next.top.id), number);

        await program.setBreakpoints(["read"]);
        await client.request("continue", { threadId: next.threadId });
        const read = await program.stopped();
        assert.deepEqual([read.marker, read.reason], ["read", "breakpoint"]);
        const reader = (await program.tasks()).tasks.find(({ threadId }) => threadId === read.threadId);
        assert.equal(reader?.name, `client-${await asked("number", read.top.id)}`);
        // Another task's breakpoint is shown, and the step ends where it would have. If the whole answer has come
        // already, nothing is in between.
        await program.setBreakpoints(["slow"]);
        const between = await program.go("next", read.threadId);
        if (between.marker === "slow") {
          assert.notEqual(between.threadId, read.threadId);
          await program.setBreakpoints([]);
          await client.request("continue", { threadId: between.threadId });
        }
        const check = between.marker === "slow" ? await program.stopped() : between;
        assert.deepEqual([check.marker, check.reason, check.threadId], ["check", "step", read.threadId]);

        const stuck = (await program.tasks()).tasks.find(({ awaiting }) => awaiting?.kind === "event")!;
        const { stackFrames } = await client.request("stackTrace", { threadId: stuck.threadId! });
        assert.ok(
          stackFrames.some(
            (frame) => frame.source?.path === file && frame.line === markedLine(file, "stuck"),
          ),
        );
        const { findings } = await client.request("asyncioDiagnose");
        assert.deepEqual(
          findings.map(({ kind }) => kind),
          [],
        );
        // It goes on serving.
        await program.setBreakpoints(["answer"]);
        await client.request("continue", { threadId: check.threadId });
        assert.equal((await program.stopped()).marker, "answer");
      });
    }
  }
});
