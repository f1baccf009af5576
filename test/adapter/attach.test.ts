import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { describe, it } from "mocha";
import { DapClient } from "../support/dap-client.js";
import { DebugProgram, programPath } from "../support/debug-program.js";
import { keep, keepProcess, ownSessions } from "../support/kept.js";
import { exitOf } from "../support/process-exit.js";
import { ProcessOutput } from "../support/process-output.js";

/** Starts Node by itself, and waits for a line of its output. */
async function start(
  args: readonly string[],
  line: RegExp,
): Promise<{ child: ChildProcess; output: ProcessOutput }> {
  const child = keepProcess(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] }));
  const output = new ProcessOutput(child);
  await output.until(line);
  return { child, output };
}

describe("attaching as a guest to a program that another session launched", () => {
  it("shows its tasks and stops it; leaving changes nothing for program and owner", async () => {
    const owner = keep(await DebugProgram.launch("stacks.ts", { env: ownSessions() }));
    await owner.task("item", ({ awaiting }) => awaiting?.kind === "event");
    const { systemProcessId } = await owner.client.next("process");
    const guest = keep(
      await DebugProgram.attach(owner.file, { processId: systemProcessId }, { env: ownSessions() }),
    );
    const item = await guest.task("item");
    assert.equal(item.awaiting?.kind, "event");
    await guest.client.request("pause", { threadId: 1 });
    await guest.client.next("stopped");
    assert.equal((await owner.client.next("stopped")).reason, "pause");
    await guest.client.request("disconnect");
    await owner.client.next("continued");
    assert.equal((await owner.client.request("evaluate", { expression: "40 + 2" })).result, "42");
    assert.equal((await owner.findTask("item"))?.state, "pending");
    assert.deepEqual(await owner.client.request("asyncioCancel", { taskId: item.id }), { requested: 1 });
    await owner.task("item", ({ state }) => state === "cancelled");
  });
});

describe("attaching to a program that was not prepared", () => {
  it("by port: tasks, breakpoints, and it goes on unharmed", async () => {
    const file = programPath("ticks.mjs");
    const { child, output } = await start(["--inspect=127.0.0.1:0", file], /listening on ws:[\s\S]*tick/);
    const port = await output.inspectorPort();
    const program = keep(await DebugProgram.attach(file, { port }, { breakpoints: ["tick"] }));
    const stop = await program.stopped();
    assert.equal(stop.marker, "tick");
    assert.equal(stop.top.name, "ticker");
    assert.equal((await program.tasks()).byName.get("ticker")?.threadId, stop.threadId);
    await program.client.request("disconnect");
    await program.client.next("terminated");
    assert.ok(!program.client.events.some(({ event }) => event === "exited"), "it has not ended");
    await output.until(/tick/, output.text.length);
    assert.equal(child.exitCode, null);
  });

  it("by process id: its inspector is opened, and closed again", async () => {
    const file = programPath("ticks.mjs");
    const { child, output } = await start(["--inspect-port=0", file], /tick/);
    const program = keep(await DebugProgram.attach(file, { processId: String(child.pid) }));
    await program.task("ticker");
    const info = await program.client.request("asyncioInspect", {
      taskId: (await program.findTask("ticker"))!.id,
    });
    assert.equal(info.stack[0]?.name, "ticker");
    await program.client.request("disconnect");
    const port = await output.inspectorPort();
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/json/list`).then(
        () => true,
        () => false,
      );
    await program.client.poll("the inspector's end", answers, (open) => !open);
    await output.until(/tick/, output.text.length);
  });

  it("goes on when its debugger is killed, with what that had frozen and where it had stopped", async () => {
    const file = programPath("ticks.mjs");
    const { output } = await start(["--inspect=127.0.0.1:0", file], /listening on ws:[\s\S]*tick/);
    const port = await output.inspectorPort();
    for (const how of ["freezes", "stops"]) {
      const program = await DebugProgram.attach(file, { port });
      const ticker = await program.task("ticker");
      await program.client.request("asyncioFreeze", { taskId: ticker.id });
      if (how === "stops") {
        await program.client.request("pause", { threadId: 1 });
        await program.client.next("stopped");
      }
      const before = output.text.length;
      program.client.adapter.kill("SIGKILL");
      await program.client.exited;
      await output.until(/tick/, before);
    }
  });

  it("lets its agent sleep when its debugger has left", async () => {
    const file = programPath("ticks.mjs");
    const { output } = await start(["--inspect=127.0.0.1:0", file], /listening on ws:[\s\S]*tick/);
    const port = await output.inspectorPort();
    const first = await DebugProgram.attach(file, { port });
    const { id } = await first.task("ticker");
    await first.close();
    const second = keep(await DebugProgram.attach(file, { port }));
    // What is met again after a sleep has another id.
    assert.ok((await second.task("ticker")).id > id);
  });

  it("ends with the program", async () => {
    const file = programPath("ticks.mjs");
    const { child, output } = await start(["--inspect=127.0.0.1:0", file], /listening on ws:[\s\S]*tick/);
    const port = await output.inspectorPort();
    const program = keep(await DebugProgram.attach(file, { port }));
    await program.client.request("evaluate", { expression: "globalThis.finish(5)" });
    assert.equal(await program.ended(), 5);
    assert.deepEqual(await exitOf(child), [5, null]);
  });

  it("is refused by name of what is wrong", async () => {
    const client = new DapClient({ env: ownSessions() });
    await client.request("initialize", {});
    for (const [args, text] of [
      [{}, /needs a 'port' or a 'processId'/],
      [{ processId: 2 ** 22 + 1 }, /no process 4194305/],
      [{ processId: "abc" }, /'processId' must be a whole number/],
      [{ port: 9229, address: "192.0.2.1" }, /not this machine/],
      [{ port: 70_000 }, /'port' must be a number from 1 to 65535/],
      [{ port: 1 }, /Nothing that can be debugged answers on port 1/],
    ] as const) {
      assert.match((await client.refused("attach", args)).message, text);
    }
    await client.close();
  });
});
