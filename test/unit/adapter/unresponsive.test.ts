import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { AgentLink } from "../../../src/adapter/agent/agent-link.js";
import { CdpClosedError, CdpConnection, CdpTimeoutError } from "../../../src/adapter/cdp/connection.js";
import type { Transport } from "../../../src/adapter/cdp/transport.js";
import { evaluateGlobally } from "../../../src/adapter/variables/evaluation.js";

/** A channel whose other end says only what it is told to. */
function channel() {
  let receive: (text: string) => void = () => {};
  let closed: () => void = () => {};
  const sent: { id: number; method: string }[] = [];
  const transport: Transport = {
    send: (text) => sent.push(JSON.parse(text) as { id: number; method: string }),
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      closed = listener;
    },
    close: () => closed(),
  };
  return {
    transport,
    sent,
    say: (message: unknown) => receive(typeof message === "string" ? message : JSON.stringify(message)),
  };
}

describe("a program that does not answer", () => {
  it("ends a command that has a limit, and the answer that comes late is nobody's", async () => {
    const { transport, say } = channel();
    const connection = new CdpConnection(transport);
    await assert.rejects(connection.send("Debugger.pause", {}, 1), CdpTimeoutError);
    say({ id: 1, result: {} });
    const next = connection.send("Debugger.resume", {});
    say({ id: 2, result: {} });
    await next;
  });

  // The first answer about a hundred thousand tasks lacked most of them: the adapter had been too busy to read.
  it("is not what it is taken for when the answer is there and only was not read yet", async () => {
    const { transport, say } = channel();
    const connection = new CdpConnection(transport);
    const command = connection.send("Debugger.pause", {}, 1);
    setImmediate(() => say({ id: 1, result: {} }));
    const busyUntilMs = Date.now() + 10;
    while (Date.now() < busyUntilMs);
    await command;
  });

  it("to the end, as it changes all the time, is not waited for longer than asked", async () => {
    const { transport, sent, say } = channel();
    const answers: unknown[] = [true, 1_000_000];
    const answering: Transport = {
      ...transport,
      send: (text) => {
        transport.send(text);
        const { id } = sent.at(-1)!;
        queueMicrotask(() => say({ id, result: { result: { value: answers.shift() ?? true } } }));
      },
    };
    const nobody = { hello: () => {}, changes: () => {}, malformed: () => {} };
    const agent = new AgentLink(new CdpConnection(answering), nobody);
    await agent.flush(1_000, false, 0);
    assert.equal(sent.length, 2, "what is known is taken as it is");
  });

  it("is reported as what it is", async () => {
    const unanswered = {
      send: () => Promise.reject(new CdpTimeoutError("late")),
    } as unknown as CdpConnection;
    await assert.rejects(
      evaluateGlobally(unanswered, "1", { group: "g" }),
      /did not answer within 7 s: it is inside a native call/,
    );
  });

  it("because it is gone ends every command", async () => {
    const { transport } = channel();
    const connection = new CdpConnection(transport);
    const command = connection.send("Debugger.pause", {});
    transport.close();
    await assert.rejects(command, CdpClosedError);
    await assert.rejects(connection.send("Debugger.resume", {}), CdpClosedError);
    await connection.closed;
  });

  it("or says something that is not CDP, is not believed", async () => {
    const { transport, say } = channel();
    const strange: string[] = [];
    const connection = new CdpConnection(transport, (text) => strange.push(text));
    for (const text of ["", "{", "null", "[]", "7", "{}", '{"method":5}']) say(text);
    assert.equal(strange.length, 7);
    const seen: unknown[] = [];
    const listening = connection.on("Loopscope.blocked", (params) => seen.push(params));
    say({ method: "Loopscope.blocked", params: { sinceMs: 1 } });
    listening.dispose();
    listening.dispose();
    say({ method: "Loopscope.blocked", params: { sinceMs: 2 } });
    assert.deepEqual(seen, [{ sinceMs: 1 }]);
    const refused = connection.send("Debugger.pause", {});
    say({ id: 1, error: { code: -32000, message: "no" } });
    await assert.rejects(refused, /^CdpError: no$/);
  });
});
