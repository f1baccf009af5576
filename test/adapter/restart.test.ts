import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, programPath } from "../support/debug-program.js";
import { isAlive } from "../support/process-alive.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("restart", () => {
  it("starts a program again with its breakpoints, their counts, and none of what was", async () => {
    program = await DebugProgram.launch("rounds.ts", { breakpoints: [{ at: "round", hitCondition: "= 2" }] });
    const { client } = program;
    const first = await client.next("process");
    const { threadId } = await program.stopped();
    await client.request("restart", {});
    const { threadId: gone } = await client.next("thread", ({ reason }) => reason === "exited");
    assert.equal(gone, threadId);
    const second = await client.next("process");
    assert.notEqual(second.systemProcessId, first.systemProcessId);
    assert.equal(isAlive(first.systemProcessId!), false);
    const stop = await program.stopped();
    assert.equal(stop.marker, "round");
    const { result } = await client.request("evaluate", { expression: "number", frameId: stop.top.id });
    assert.equal(result, "1", "it is the second round again");
    await client.request("continue", { threadId: stop.threadId });
    await program.task("forever");
    await client.request("restart", {});
    assert.equal((await program.stopped()).marker, "round");
    const names = client.events.map(({ event }) => event);
    assert.ok(!names.includes("terminated") && !names.includes("exited"), "the session goes on");
  });

  it("takes the latest configuration", async () => {
    program = await DebugProgram.launch("rounds.ts");
    await program.task("forever");
    const latest = { program: program.file, args: ["virtual"], stopOnEntry: true };
    await program.client.request("restart", { arguments: latest });
    assert.equal((await program.stopped()).reason, "entry");
  });

  it("is refused when there is no program", async () => {
    program = await DebugProgram.launch("plain.ts");
    await program.ended();
    assert.match((await program.client.refused("restart", {})).message, /has ended/);
  });
});

describe("sources", () => {
  it("are listed as they are loaded, each once", async () => {
    program = await DebugProgram.launch("rounds.ts");
    const { client } = program;
    await program.task("forever");
    const { sources } = await client.request("loadedSources", {});
    const told = client.events
      .filter(({ event }) => event === "loadedSource")
      .map(({ body }) => (body as DebugProtocol.LoadedSourceEvent["body"]).source.path);
    assert.equal(told.filter((file) => file === programPath("rounds.ts")).length, 1);
    assert.equal(sources.filter(({ path }) => path === programPath("rounds.ts")).length, 1);
    assert.equal(sources.filter(({ name }) => name?.startsWith("node:")).length, 0);
    assert.deepEqual(
      told.filter((file) => file?.includes("/src/runtime/")),
      [],
      "those of the runtime used to be told, over a hundred of them",
    );
  });

  it("that are on no disk are read from the program", async () => {
    program = await DebugProgram.launch("rounds.ts", { launch: { args: ["virtual"] } });
    const stop = await program.stopped();
    assert.equal(stop.top.source?.path, undefined);
    assert.equal(stop.top.source?.name, "made-up.js");
    const { content } = await program.client.request("source", {
      source: stop.top.source,
      sourceReference: stop.top.source?.sourceReference,
    });
    assert.match(content, /const doubled = value \* 2;/);
  });
});
