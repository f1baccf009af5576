import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DapClient } from "../support/dap-client.js";
import { DebugProgram, programPath, type StartOptions } from "../support/debug-program.js";
import { isAlive } from "../support/process-alive.js";

let program: DebugProgram | undefined;
let folder: string;

/** Everything that the adapter or the program puts into the temporary folder is put here. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ls-test-"));
});
afterEach(async () => {
  await program?.close();
  program = undefined;
  const left = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => !/^loopscope-\d+$/.test(name));
  await rm(folder, { recursive: true, force: true });
  assert.deepEqual(left, [], "no socket or file is left behind");
});

async function launch(name: string, options: StartOptions = {}): Promise<DebugProgram> {
  program = await DebugProgram.launch(name, { ...options, env: { TMPDIR: folder, ...options.env } });
  return program;
}

/** The process of a program that prints `pid N`. */
async function pidOf({ client }: DebugProgram): Promise<number> {
  return client.until(
    "the program's pid",
    () => Number(/pid (\d+)/.exec(client.output("stdout"))?.[1]) || undefined,
  );
}

async function gone(client: DapClient, pid: number): Promise<void> {
  await client.poll(
    `the end of process ${pid}`,
    async () => isAlive(pid),
    (alive) => !alive,
  );
}

describe("the end of a launched program", () => {
  it("comes with its exit code", async () => {
    await launch("exits.mjs", { launch: { args: ["7"] } });
    assert.equal(await program!.ended(), 7);
  });

  it("comes with 128 and the signal's number when it is killed", async () => {
    await launch("waits.mjs");
    process.kill(await pidOf(program!), "SIGKILL");
    assert.equal(await program!.ended(), 137);
  });

  it("shows a syntax error of the program as its output", async () => {
    const { client } = await launch("broken.mjs");
    assert.equal(await program!.ended(), 1);
    assert.match(client.output("stderr"), /SyntaxError/);
    assert.match(client.output("stderr"), /broken\.mjs:2/);
  });

  it("shows a syntax error of a TypeScript program with its line", async () => {
    const { client } = await launch("broken-types.ts");
    assert.notEqual(await program!.ended(), 0);
    assert.match(client.output("stderr"), /broken-types\.ts:1/);
  });

  it("comes after all of its output, however much", async () => {
    const { client } = await launch("flood.mjs");
    assert.equal(await program!.ended(), 0);
    const output = client.output("stdout");
    assert.equal(output.length, 50_000 * 100 + "last äöü line without newline".length);
    assert.ok(output.endsWith("last äöü line without newline"));
  });

  it("waits for a client that is slow to read a flood", async () => {
    const { client } = await launch("flood.mjs");
    client.adapter.stdout!.pause();
    setTimeout(() => client.adapter.stdout!.resume(), 300);
    assert.equal(await program!.ended(), 0);
    assert.equal(client.output("stdout").length, 50_000 * 100 + 29);
  });

  it("comes with the session: the client disconnects", async () => {
    await launch("waits.mjs");
    const pid = await pidOf(program!);
    await program!.client.request("disconnect");
    assert.equal(isAlive(pid), false);
    assert.equal(await program!.ended(), 143);
  });

  // The request was refused, as there was no program yet, and the program ran on.
  it("comes with a request to terminate while it is being started", async () => {
    const client = new DapClient({ env: { TMPDIR: folder } });
    try {
      await client.request("initialize", { adapterID: "asyncio", pathFormat: "path" });
      const launched = client.request("launch", { program: programPath("waits.mjs") });
      await client.request("terminate");
      await client.request("configurationDone");
      await launched;
      await client.next("terminated");
      assert.equal(client.output("stdout"), "", "it never ran");
    } finally {
      await client.close();
    }
  });

  it("is forced on a program that refuses to end", async () => {
    await launch("waits.mjs", { launch: { args: ["--stubborn"] } });
    const pid = await pidOf(program!);
    await program!.client.request("terminate");
    await program!.client.until("the refusal", () => program!.client.output("stdout").includes("no"));
    assert.equal(isAlive(pid), true);
    await program!.client.request("disconnect");
    assert.equal(isAlive(pid), false);
  });

  it("comes when the client vanishes", async () => {
    await launch("waits.mjs");
    const pid = await pidOf(program!);
    program!.client.adapter.stdin!.end();
    await program!.client.exited;
    assert.equal(isAlive(pid), false);
  });

  it("comes when the adapter is killed", async () => {
    const { client } = await launch("waits.mjs");
    const pid = await pidOf(program!);
    client.adapter.kill("SIGKILL");
    await client.exited;
    await gone(client, pid);
  });

  it("comes while it is stopped at a breakpoint", async () => {
    await launch("plain.ts", { breakpoints: ["total"] });
    await program!.stopped();
    await program!.client.request("disconnect");
    assert.equal(await program!.ended(), 143);
  });

  it("comes when the client is gone before the program was configured", async () => {
    const client = new DapClient({ env: { TMPDIR: folder } });
    await client.request("initialize", {});
    await client.request("launch", { program: programPath("waits.mjs") });
    const { systemProcessId } = await client.next("process");
    client.adapter.stdin!.end();
    await client.exited;
    assert.equal(isAlive(systemProcessId!), false);
  });
});

describe("a launch that cannot work is refused", () => {
  const cases: readonly [string, Record<string, unknown>, RegExp][] = [
    ["a missing program", { program: programPath("nobody.ts") }, /nobody\.ts' does not exist/],
    ["a folder", { program: path.dirname(programPath("x")) }, /is not a file/],
    [
      "something that is not a program",
      { program: programPath("../asyncio-3.14-api.json") },
      /Cannot tell how to run/,
    ],
    ["no program", {}, /'program' is missing/],
    ["a program of a wrong type", { program: 5 }, /'program' must be a text, not a number/],
    ["wrong arguments", { program: programPath("plain.ts"), args: [1] }, /'args' must be a list of texts/],
    [
      "a wrong environment",
      { program: programPath("plain.ts"), env: { A: {} } },
      /'env\.A' must be a text or null/,
    ],
    ["an unknown console", { program: programPath("plain.ts"), console: "tv" }, /'console' must be one of/],
    [
      "a missing runtime",
      { program: programPath("plain.ts"), runtimeExecutable: "nodeless" },
      /Cannot find 'nodeless'/,
    ],
    [
      "a missing working directory",
      { program: programPath("plain.ts"), cwd: "/nowhere" },
      /'\/nowhere' does not exist/,
    ],
    [
      "a terminal that the client does not have",
      { program: programPath("plain.ts"), console: "integratedTerminal" },
      /terminal/,
    ],
  ];
  it("by name of what is wrong, and the client may try again", async () => {
    const client = new DapClient({ env: { TMPDIR: folder } });
    await client.request("initialize", {});
    for (const [name, args, text] of cases) {
      assert.match((await client.refused("launch", args)).message, text, name);
    }
    await client.request("launch", { program: programPath("exits.mjs") });
    await client.request("configurationDone");
    assert.equal((await client.next("exited")).exitCode, 0);
    await client.close();
  });

  it("says so when the runtime ends at once", async () => {
    const { client } = await launch("plain.ts", { launch: { runtimeArgs: ["--no-such-option"] } });
    assert.equal(await program!.ended(), 9);
    assert.match(client.output("stderr"), /no-such-option/);
  });
});
