import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

/** All stops of a run with these filters: the text of the exception and the marker of the line. */
async function stops(filters: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  program = await DebugProgram.launch("errors.ts", { filters });
  const { client } = program;
  const seen: (readonly [string, string])[] = [];
  while ((await client.upcoming("stopped", "exited")) === "stopped") {
    const stop = await program.stopped();
    assert.equal(stop.reason, "exception");
    seen.push([stop.text ?? "", stop.marker]);
    await client.request("continue", { threadId: stop.threadId });
  }
  assert.equal(await program.ended(), 4);
  return seen;
}

describe("exception filters", () => {
  it("all: stops once for each error, where it is thrown", async () => {
    assert.deepEqual(await stops(["all"]), [
      ["Error: caught by the awaiting coroutine", "throw"],
      ["Error: caught by the awaiting task", "throw"],
      ["Error: caught by nobody", "throw"],
    ]);
  });

  it("uncaught: stops for what no coroutine on the await chain catches", async () => {
    assert.deepEqual(await stops(["uncaught"]), [["Error: caught by nobody", "throw"]]);
  });

  it("cancelled: stops where a task gets its CancelledError", async () => {
    assert.deepEqual(await stops(["cancelled"]), [["CancelledError: enough", "sleeps"]]);
  });

  it("none: does not stop", async () => {
    assert.deepEqual(await stops([]), []);
  });

  it("tell what was thrown", async () => {
    program = await DebugProgram.launch("errors.ts", { filters: ["uncaught"] });
    const { threadId, frames } = await program.stopped();
    assert.deepEqual(
      frames.map(({ name }) => name),
      ["deep", "middle", "main"],
    );
    const info = await program.client.request("exceptionInfo", { threadId });
    assert.equal(info.exceptionId, "Error");
    assert.match(info.description ?? "", /caught by nobody/);
    assert.equal(info.breakMode, "unhandled");
  });
});
