import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DapClient } from "../../support/dap-client.js";
import { programPath } from "../../support/debug-program.js";
import { debugpyEnvironment, PYTHON_WITH_DEBUGPY } from "../../support/python.js";

describe("the end of a launched Python program", () => {
  // The request was refused, as there was no process yet, and the program ran on.
  for (const [how, launch] of [
    ["without debugpy", { noDebug: true }],
    ["with debugpy", { python: PYTHON_WITH_DEBUGPY, env: debugpyEnvironment }],
  ] as const) {
    it(`comes with a request to terminate while it is being started, ${how}`, async () => {
      const client = new DapClient();
      try {
        await client.request("initialize", { adapterID: "asyncio", pathFormat: "path" });
        const launched = client.request("launch", { program: programPath("python/deadlock.py"), ...launch });
        await client.request("terminate");
        await client.next("initialized");
        await client.request("configurationDone");
        await launched;
        await client.next("terminated");
      } finally {
        await client.close();
      }
      assert.equal(client.stderr, "");
    });
  }
});
