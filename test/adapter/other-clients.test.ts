import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { afterEach, beforeEach, describe, it } from "mocha";
import { REPOSITORY } from "../support/dap-client.js";
import { markedLine, programPath } from "../support/debug-program.js";

const ADAPTER = path.join(REPOSITORY, "dist/adapter.cjs");
const FILE = programPath("stacks.ts");

let client: DebugClient;
let server: ChildProcess | undefined;

/** What any client of the protocol does, with nothing but what the protocol says. */
function behavesAsADebugger(): void {
  it("stops at a breakpoint with a stack, locals and an evaluation", async () => {
    await client.hitBreakpoint(
      { program: FILE },
      { path: FILE, line: markedLine(FILE, "load"), verified: false },
    );
    const { body: threads } = await client.threadsRequest();
    const thread = threads.threads.find(({ name }) => name.includes("item"));
    assert.ok(thread);
    const { body } = await client.stackTraceRequest({ threadId: thread.id });
    assert.deepEqual(
      body.stackFrames.map(({ name }) => name),
      ["load", "wait", "fetchItem", "awaited by Task-1", "main"],
    );
    const { body: scopes } = await client.scopesRequest({ frameId: body.stackFrames[1]!.id });
    const found = await Promise.all(
      scopes.scopes
        .filter(({ expensive }) => !expensive)
        .map(async (scope) => (await client.variablesRequest(scope)).body.variables),
    );
    assert.ok(found.flat().some(({ name, value }) => name === "wanted" && value.includes("'tea'")));
    const evaluated = await client.evaluateRequest({ expression: "key", frameId: body.stackFrames[0]!.id });
    assert.equal(evaluated.body.result, "'tea'");
  });

  it("steps, continues to the end, and is told the exit code", async () => {
    const file = programPath("plain.ts");
    await client.hitBreakpoint(
      { program: file },
      { path: file, line: markedLine(file, "first"), verified: false },
    );
    const stepped = client.assertStoppedLocation("step", { path: file, line: markedLine(file, "first") + 1 });
    await client.nextRequest({ threadId: 1 });
    await stepped;
    const exited = client.waitForEvent("exited") as Promise<DebugProtocol.ExitedEvent>;
    await Promise.all([client.continueRequest({ threadId: 1 }), client.waitForEvent("terminated")]);
    assert.equal((await exited).body.exitCode, 3);
  });

  it("sees the project's own requests and events", async () => {
    const told = client.waitForEvent("asyncioTasksChanged");
    await Promise.all([client.launch({ program: FILE }), client.configurationSequence(), told]);
    // What is told first may be of a loop that has no task yet.
    const names = async (): Promise<string[]> =>
      (await client.customRequest("asyncioTasks", {})).body.tasks.map(({ name }: { name: string }) => name);
    while (!(await names()).includes("idle"));
  });
}

describe("Microsoft's own client for tests of debug adapters, over stdio", () => {
  beforeEach(async () => {
    client = new DebugClient("node", ADAPTER, "asyncio");
    client.defaultTimeout = 30_000;
    await client.start();
  });
  afterEach(() => client.stop());
  behavesAsADebugger();
});

describe("the same client over a socket", () => {
  beforeEach(async () => {
    server = spawn(process.execPath, [ADAPTER, "--server=0"], { stdio: ["ignore", "ignore", "pipe"] });
    const port = await new Promise<number>((resolve) => {
      createInterface(server!.stderr!).on("line", (line) => {
        const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(line);
        if (found !== null) resolve(Number(found[1]));
      });
    });
    client = new DebugClient("node", ADAPTER, "asyncio");
    client.defaultTimeout = 30_000;
    await client.start(port);
  });
  afterEach(async () => {
    await client.stop();
    server?.kill();
  });
  behavesAsADebugger();
});
