import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { describe, it } from "mocha";
import { DebugProgram, markedLine, programPath } from "../support/debug-program.js";
import { keep, keepProcess } from "../support/kept.js";
import { nodeExecutable } from "../support/node-versions.js";
import { ProcessOutput } from "../support/process-output.js";

const file = programPath("attachable.mjs");

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly output: ProcessOutput;
}

/** A program with an open inspector that nobody has prepared. */
async function run(
  args: readonly string[] = [],
  { node = process.execPath, inspect = "inspect" } = {},
): Promise<Running> {
  const child = keepProcess(
    spawn(node, [`--${inspect}=127.0.0.1:0`, file, ...args], { stdio: ["ignore", "pipe", "pipe"] }),
  );
  const output = new ProcessOutput(child);
  await output.until(inspect === "inspect" ? /tick/ : /see:/);
  return { child, port: await output.inspectorPort(), output };
}

async function attach({ port }: Running, breakpoints: readonly string[] = []): Promise<DebugProgram> {
  return keep(await DebugProgram.attach(file, { port }, { breakpoints }));
}

/** Waits until the program has printed more than until now. */
async function goesOn({ output, child }: Running): Promise<void> {
  await output.until(/tick/, output.text.length);
  assert.equal(child.signalCode, null);
}

describe("the bridge of a program that was attached to", () => {
  for (const major of [20, 22, 24]) {
    it(`survives its debuggers, killed or gone, one after the other (Node ${major})`, async () => {
      const running = await run([], { node: await nodeExecutable(major) });
      for (const end of ["leaves", "is killed", "is killed in a stop", "leaves in a stop"]) {
        const program = await attach(running);
        await program.task("ticker");
        if (end.endsWith("stop")) {
          await program.client.request("pause", { threadId: 1 });
          await program.client.next("stopped");
        }
        if (end.startsWith("leaves")) await program.client.request("disconnect");
        else program.client.adapter.kill("SIGKILL");
        await program.close();
        await goesOn(running);
      }
    });
  }

  for (const [way, args] of [
    ["it watches itself", []],
    ["is seen by asking where there is none", ["--no-threads"]],
  ] as const) {
    it(`has a blocked loop reported, which ${way}`, async () => {
      const running = await run(args);
      const { client } = await attach(running);
      await client.request("evaluate", { expression: "globalThis.block()" });
      await running.output.until(/blocking/);
      const findings = async () => (await client.request("asyncioDiagnose")).findings;
      const [finding] = await client.poll("the finding", findings, (found) => found.length > 0);
      assert.equal(finding?.kind, "blocked-loop");
      assert.equal(finding?.sites?.[0]?.line, markedLine(file, "spin"));
      await client.request("evaluate", { expression: "globalThis.release = true" });
      await goesOn(running);
    });
  }

  it("is brought into a program whose loop is blocked already", async () => {
    const running = await run();
    const first = await attach(running);
    await first.client.request("evaluate", { expression: "globalThis.block()" });
    await running.output.until(/blocking/);
    await first.close();
    const { client } = await attach(running);
    await client.request("pause", { threadId: 1 });
    const { stackFrames } = await client.request("stackTrace", {
      threadId: (await client.next("stopped")).threadId!,
    });
    assert.deepEqual(
      stackFrames.slice(0, 1).map(({ name, line }) => [name, line]),
      [["blocker", markedLine(file, "spin")]],
    );
  });

  it("is brought into a program that waits for a debugger at its start", async () => {
    const running = await run([], { inspect: "inspect-brk" });
    const program = await attach(running, ["tick"]);
    let stop = await program.stopped();
    if (stop.marker !== "tick") stop = await program.go("continue", stop.threadId);
    assert.equal(stop.marker, "tick");
    assert.equal(stop.top.name, "ticker");
  });

  it("serves several debuggers at once, and each one's end is its own", async () => {
    const running = await run();
    const first = await attach(running);
    const second = await attach(running);
    await second.task("ticker");
    first.client.adapter.kill("SIGKILL");
    await first.client.exited;
    assert.equal((await second.client.request("evaluate", { expression: "6 * 7" })).result, "42");
    await goesOn(running);
  });

  it("is done without where the program may start no threads", async () => {
    const running = await run(["--no-threads"]);
    const program = await attach(running, ["tick"]);
    const stop = await program.stopped();
    assert.equal(stop.marker, "tick");
    await program.client.request("disconnect");
    await goesOn(running);
    assert.doesNotMatch(running.output.text, /threads are forbidden/);
  });

  it("leaves the websocket, for the program's end to wait for nobody", async () => {
    const running = await run();
    const program = await attach(running);
    await program.task("ticker");
    await program.client.request("evaluate", { expression: "globalThis.finish()" });
    assert.equal(await program.ended(), 0);
    assert.doesNotMatch(running.output.text, /Waiting for the debugger to disconnect/);
  });
});
