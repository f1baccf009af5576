import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, it } from "mocha";
import { DapClient, REPOSITORY } from "../support/dap-client.js";
import { markedLine, programPath } from "../support/debug-program.js";

const children: ChildProcess[] = [];
let client: DapClient | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Sends DAP over a socket, and gives the bodies of answers in their order. */
function talk(socket: Socket) {
  let text = "";
  const waiting: (() => void)[] = [];
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
    for (const look of waiting) look();
  });
  return {
    send: (command: string, seq: number, args: object = {}) => {
      const message = JSON.stringify({ seq, type: "request", command, arguments: args });
      socket.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
    },
    until: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (pattern.test(text)) resolve();
        };
        waiting.push(look);
        look();
      }),
  };
}

describe("the adapter as a server", () => {
  it("serves several sessions on the loopback interface, and outlives each of them", async () => {
    const adapter = spawn(process.execPath, [path.join(REPOSITORY, "dist/adapter.cjs"), "--server=0"]);
    children.push(adapter);
    const port = await new Promise<number>((resolve) => {
      createInterface(adapter.stderr!).on("line", (line) => {
        const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(line);
        if (found !== null) resolve(Number(found[1]));
      });
    });
    for (let session = 0; session < 2; session++) {
      const socket = connect(port, "127.0.0.1");
      const dap = talk(socket);
      dap.send("initialize", 1);
      await dap.until(/"event":"initialized"/);
      dap.send("launch", 2, { program: programPath("waits.mjs") });
      dap.send("configurationDone", 3);
      await dap.until(/pid \d+/);
      const closed = new Promise((resolve) => socket.once("close", resolve));
      dap.send("disconnect", 4);
      await dap.until(/"event":"terminated"/);
      await closed;
    }
    assert.equal(adapter.exitCode, null);
  });

  it("refuses a port that is none", async () => {
    const adapter = spawn(process.execPath, [path.join(REPOSITORY, "dist/adapter.cjs"), "--server=many"]);
    children.push(adapter);
    assert.equal(await new Promise((resolve) => adapter.once("exit", resolve)), 2);
  });
});

describe("a program in the client's terminal", () => {
  it("is started by the client, debugged, and ended with its exit code", async () => {
    client = new DapClient();
    client.onReverseRequest = async (
      command,
      request: { args: string[]; cwd: string; env: NodeJS.ProcessEnv },
    ) => {
      assert.equal(command, "runInTerminal");
      const [executable, ...args] = request.args;
      const child = spawn(executable!, args, { cwd: request.cwd, env: { ...process.env, ...request.env } });
      children.push(child);
      return { processId: child.pid };
    };
    await client.request("initialize", { supportsRunInTerminalRequest: true });
    await client.request("launch", {
      program: programPath("exits.mjs"),
      args: ["6"],
      console: "integratedTerminal",
    });
    await client.request("configurationDone");
    assert.equal((await client.next("exited")).exitCode, 6);
    await client.next("terminated");
  });

  it("ends with the session", async () => {
    client = new DapClient();
    const child = new Promise<ChildProcess>((resolve) => {
      client!.onReverseRequest = async (_, request: { args: string[]; env: NodeJS.ProcessEnv }) => {
        const [executable, ...args] = request.args;
        const started = spawn(executable!, args, { env: { ...process.env, ...request.env } });
        children.push(started);
        resolve(started);
        return {};
      };
    });
    await client.request("initialize", { supportsRunInTerminalRequest: true });
    await client.request("launch", { program: programPath("waits.mjs"), console: "externalTerminal" });
    await client.request("configurationDone");
    const ended = child.then(
      (started) => new Promise((resolve) => started.once("exit", (_, name) => resolve(name))),
    );
    await client.request("disconnect");
    assert.equal(await ended, "SIGTERM");
  });
});

describe("a client that configures the session before it launches", () => {
  it("has its breakpoints all the same", async () => {
    client = new DapClient();
    const source = { path: programPath("plain.ts") };
    await client.request("initialize", {});
    await client.next("initialized");
    const line = markedLine(source.path, "total");
    const { breakpoints } = await client.request("setBreakpoints", { source, breakpoints: [{ line }] });
    assert.equal(breakpoints[0]?.verified, false);
    await client.request("setExceptionBreakpoints", { filters: ["all"] });
    await client.request("configurationDone");
    await client.request("launch", { program: source.path });
    const stop = await client.next("stopped");
    assert.deepEqual(stop.hitBreakpointIds, [breakpoints[0]?.id]);
  });
});
