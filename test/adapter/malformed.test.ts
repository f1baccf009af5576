import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DapClient } from "../support/dap-client.js";
import { DebugProgram } from "../support/debug-program.js";

let client: DapClient | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

describe("what is not DAP", () => {
  it("is ignored with a note, and the next request answered", async () => {
    client = new DapClient();
    let notes = 0;
    for (const text of [
      "{oops",
      "null",
      "42",
      "[]",
      "{}",
      '{"type":"greeting"}',
      '{"type":"request","command":"threads"}',
    ]) {
      client.write(text);
      assert.ok((await client.request("initialize", {})).supportsConfigurationDoneRequest, text);
      assert.equal(client.output("console").match(/Ignored a malformed message/g)?.length, ++notes, text);
    }
    client.write('{"type":"response","request_seq":99,"success":true,"command":"x"}');
    assert.ok((await client.request("initialize", {})).supportsConfigurationDoneRequest);
  });

  it("is refused as a request", async () => {
    client = new DapClient();
    await client.request("initialize", {});
    for (const [command, args, message] of [
      ["fly", {}, /Unknown request 'fly'/],
      ["setBreakpoints", [], /arguments of 'setBreakpoints' must be an object/],
      ["setBreakpoints", {}, /'source' is missing/],
      ["setBreakpoints", { source: "x.ts" }, /'source' must be an object, not a string/],
      [
        "setBreakpoints",
        { source: { path: "/x.ts" }, breakpoints: [{ line: "1" }] },
        /'breakpoints\[0\]\.line' must be a whole number/,
      ],
      ["setExceptionBreakpoints", { filters: ["sometimes"] }, /'sometimes'/],
      ["initialize", { pathFormat: "uri" }, /native paths/],
      ["continue", { threadId: 1 }, /No program/],
      ["next", {}, /'threadId' is missing/],
      ["asyncioCancel", { taskId: 1 }, /No program/],
    ] as const) {
      assert.match((await client.refused(command, args)).message, message);
    }
  });
});

describe("requests about a program that does not fit them", () => {
  it("are refused with a text, and change nothing", async () => {
    const program = await DebugProgram.launch("plain.ts", { breakpoints: ["total"] });
    client = program.client;
    const { threadId } = await program.stopped();
    for (const [command, args, message] of [
      ["launch", { program: program.file }, /has a program already/],
      ["stackTrace", { threadId: 4711 }, /no thread 4711/],
      ["stackTrace", { threadId: "1" }, /'threadId' must be a whole number/],
      ["scopes", { frameId: 4711 }, /no stack frame 4711/],
      ["variables", { variablesReference: 4711 }, /no variables 4711/],
      ["evaluate", { expression: "1", frameId: 4711 }, /no stack frame 4711/],
      ["evaluate", { expression: 1 }, /'expression' must be a text/],
      ["evaluate", { expression: "1 +" }, /SyntaxError/],
      ["evaluate", { expression: "nobody.there" }, /ReferenceError: nobody is not defined/],
      ["source", { sourceReference: 99 }, /no source 99/],
      ["exceptionInfo", { threadId }, /did not stop at an exception/],
      ["continue", { threadId: 4711 }, /no thread 4711/],
      ["stepIn", { threadId: -1 }, /no thread -1/],
      ["asyncioInspect", { taskId: 4711 }, /no task 4711/],
      ["asyncioInspect", { taskId: "x" }, /'taskId' must be a whole number/],
      ["asyncioCancel", { taskId: 4711 }, /no task 4711/],
      ["terminateThreads", { threadIds: 1 }, /'threadIds' must be a list of whole numbers/],
      ["asyncioCancel", {}, /'taskId' is missing/],
      ["asyncioSetDebug", { enabled: 1 }, /'enabled' must be true or false/],
    ] as const) {
      assert.match((await client.refused(command, args)).message, message, command);
    }
    assert.equal((await program.go("next", threadId)).reason, "step");
  });
});
