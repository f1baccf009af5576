import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isKnown, violations } from "../../support/dap-schema.js";

const event = (name: string, body: unknown) => ({ seq: 1, type: "event", event: name, body });
const response = (command: string, body: unknown) => ({
  seq: 1,
  type: "response",
  request_seq: 1,
  command,
  success: true,
  body,
});

describe("the protocol's own declarations", () => {
  it("take messages as they should be", () => {
    for (const message of [
      event("stopped", { reason: "step", threadId: 1, allThreadsStopped: true }),
      event("output", { category: "stdout", output: "x", data: { any: [1] } }),
      event("asyncioTasksChanged", { whatever: 1 }),
      response("stackTrace", { stackFrames: [{ id: 1, name: "f", line: 1, column: 1 }], totalFrames: 1 }),
      response("continue", { allThreadsContinued: true }),
      response("initialize", {
        supportsSetVariable: true,
        exceptionBreakpointFilters: [{ filter: "a", label: "A" }],
      }),
      {
        ...response("evaluate", { error: { id: 1, format: "{text}", variables: { text: "no" } } }),
        success: false,
        message: "no",
      },
    ]) {
      assert.deepEqual(violations(message), []);
    }
    assert.ok(
      isKnown("setBreakpoints", "Request") &&
        isKnown("thread", "Event") &&
        !isKnown("asyncioTasks", "Request"),
    );
  });

  it("refuse what is missing, of a wrong type, or not of the protocol", () => {
    for (const [message, expected] of [
      [event("stopped", { threadId: 1 }), "StoppedEvent.body.reason is missing"],
      [
        event("thread", { reason: "exited", threadId: "1" }),
        'ThreadEvent.body.threadId is "1", not a number',
      ],
      [event("exited", {}), "ExitedEvent.body.exitCode is missing"],
      [response("threads", { threads: [{ id: 1 }] }), "ThreadsResponse.body.threads[0].name is missing"],
      [response("scopes", { scopes: {} }), "ScopesResponse.body.scopes is no list"],
      [
        response("evaluate", { result: "1", variablesReference: 0, colour: 1 }),
        "EvaluateResponse.body.colour is not in the protocol",
      ],
      [
        response("setBreakpoints", { breakpoints: [{ verified: true, source: { presentationHint: "x" } }] }),
        "SetBreakpointsResponse.body.breakpoints[0].source.presentationHint is not 'normal'",
      ],
    ] as const) {
      assert.deepEqual(violations(message), [expected]);
    }
  });
});
