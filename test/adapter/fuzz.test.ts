import assert from "node:assert/strict";
import fc from "fast-check";
import { afterEach, describe, it } from "mocha";
import { RefusedError } from "../support/dap-client.js";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  program = undefined;
});

/** Requests that start, end or go on with the program are left out: they would do what they say. */
const COMMANDS = [
  "initialize",
  "setBreakpoints",
  "setFunctionBreakpoints",
  "setExceptionBreakpoints",
  "threads",
  "stackTrace",
  "scopes",
  "variables",
  "setVariable",
  "setExpression",
  "evaluate",
  "completions",
  "source",
  "loadedSources",
  "exceptionInfo",
  "cancel",
  "terminateThreads",
  "asyncioTasks",
  "asyncioInspect",
  "asyncioCancel",
  "asyncioSetDebug",
  "asyncioDiagnose",
  "breakpointLocations",
  "modules",
  "gotoTargets",
  "readMemory",
  "launch",
  "attach",
  "nonsense",
] as const;

const NAMES = [
  "threadId",
  "frameId",
  "variablesReference",
  "start",
  "count",
  "filter",
  "name",
  "value",
  "expression",
  "context",
  "text",
  "column",
  "line",
  "source",
  "sourceReference",
  "breakpoints",
  "filters",
  "taskId",
  "message",
  "subtree",
  "enabled",
  "startFrame",
  "levels",
  "threadIds",
  "requestId",
  "path",
  "program",
  "processId",
  "port",
  "pathFormat",
] as const;

/** Expressions are left harmless: what the program is told to do, it does. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    2,
    -1,
    0.5,
    1e21,
    2 ** 53,
    "",
    "1",
    "indexed",
    "repl",
    "hover",
    "clipboard",
    "order",
    null,
    true,
    [],
    {},
  ),
  fc.integer(),
  fc.jsonValue({ maxDepth: 2 }).map((json) => (typeof json === "string" ? JSON.stringify(json) : json)),
);

const request = fc.record({
  command: fc.constantFrom(...COMMANDS),
  args: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 }) as fc.Arbitrary<unknown>,
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<unknown> },
  ),
});

/** Bytes that are no message, between messages. */
const noise = fc.constantFrom(
  "{",
  "[]",
  "null",
  '"text"',
  "{}",
  '{"type":"event"}',
  '{"type":"request"}',
  '{"type":"request","command":5,"seq":"x"}',
  '{"type":"response","request_seq":99999}',
  '{"seq":1,"type":"request","command":"threads","arguments":[1]}',
  "\u0000\u0001",
);

describe("requests with arguments that nobody meant", () => {
  it("are each answered, by a body or by a text that says why not, and change nothing", async () => {
    program = await DebugProgram.launch("plain.ts", { breakpoints: ["total"] });
    const { client } = program;
    const { threadId } = await program.stopped();
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), noise, async (requests, bytes) => {
        const answers = requests.map(({ command, args }) =>
          client.request(command, args).catch((failure: unknown) => failure),
        );
        client.write(bytes);
        for (const [at, answer] of (await Promise.all(answers)).entries()) {
          if (!(answer instanceof Error)) continue;
          assert.ok(answer instanceof RefusedError, `${requests[at]?.command}: ${answer.message}`);
          assert.ok(answer.message.length > 0);
          const { id } = (answer.response.body as { error: { id: number } }).error;
          assert.notEqual(id, 9006, `${JSON.stringify(requests[at])}: ${answer.message}`);
        }
      }),
      { numRuns: 150 },
    );
    const { threads } = await client.request("threads");
    assert.equal(threads[0]?.name, "event loop");
    await client.request("initialize", {});
    assert.equal((await program.go("next", threadId)).reason, "step");
    assert.equal(client.stderr, "", "the adapter is silent on stderr");
  }).timeout(120_000);
});
