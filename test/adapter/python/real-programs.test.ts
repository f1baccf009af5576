/** Real asyncio software, as Debian packages it: an aiohttp server with clients under load, on asyncio's loop and uvloop. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine } from "../../support/debug-program.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("an aiohttp server under load", () => {
  for (const loop of ["asyncio", "uvloop"]) {
    it(`shows its stuck handler and who waits behind it, on ${loop}`, async () => {
      program = await DebugProgram.launch("python/web_server.py", {
        launch: { python: "/usr/bin/python3", noDebug: true, args: [loop] },
      });
      const { client, file } = program;
      await client.until("the server", () => client.output("stdout").includes(`serving ${loop}`));
      const waiting = async (kind: string) =>
        (await program!.tasks()).tasks.find(
          ({ coroutine, awaiting }) => coroutine === "_handle_request" && awaiting?.kind === kind,
        );
      const stuck = await client.poll(
        "the stuck handler",
        () => waiting("event"),
        (task) => task !== undefined,
      );
      const behind = await client.poll(
        "the next one",
        () => waiting("semaphore"),
        (task) => task !== undefined,
      );
      const { resources, byName } = await program.tasks();
      const pool = resources.find(({ id }) => id === behind!.awaiting?.resourceId);
      assert.deepEqual([pool?.holders, pool?.waiters], [[stuck!.id], [behind!.id]]);
      const { stack } = await client.request("asyncioInspect", { taskId: stuck!.id });
      assert.ok(
        stack.some(({ source, line }) => source?.path === file && line === markedLine(file, "stuck")),
        "the handler's own line",
      );
      assert.equal([...byName.keys()].filter((name) => name.startsWith("client-")).length, 20);
      const { findings } = await client.request("asyncioDiagnose");
      assert.deepEqual(
        findings.filter(({ kind }) => kind === "deadlock" || kind === "blocked-loop"),
        [],
      );
      assert.deepEqual(await client.request("asyncioCancel", { taskId: stuck!.id }), { requested: 1 });
      const next = async () => (await program!.findTask(behind!.name))?.awaiting?.kind;
      await client.poll("its successor", next, (kind) => kind === "event");
    });
  }
});
