/** The adapter's end of the channel to a Python agent, with an agent that is a list of lines. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { afterEach, beforeEach, describe, it } from "mocha";
import { AgentChannel } from "../../../src/adapter/python/agent-channel.js";

const HELLO = {
  kind: "hello",
  version: 1,
  language: "python",
  pid: 1,
  host: "3.14.0",
  runtimeScripts: [],
} as const;
const LIMIT_MS = 500;

describe("the channel to a Python agent", () => {
  let channel: AgentChannel;
  let hear: (message: Record<string, unknown>) => void;
  let sent: Record<string, unknown>[];

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    sent = [];
    channel = new AgentChannel({
      hello: () => {},
      changes: () => {},
      blocked: () => {},
      unblocked: () => {},
      malformed: (reason) => assert.fail(reason),
    });
    channel.connect(
      {
        send: (text) => sent.push(JSON.parse(text)),
        onMessage: (listener) => {
          hear = (message) => listener(JSON.stringify(message));
        },
        onClose: () => {},
        close: () => {},
      },
      HELLO,
      () => {},
    );
  });
  afterEach(() => mock.timers.reset());

  /** Lets the limit pass, and whoever waited for it go on. */
  async function pass(): Promise<void> {
    mock.timers.tick(LIMIT_MS);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  it("waits for all that had changed for as long as it hears of it: the first look at very many tasks was cut short", async () => {
    let over = false;
    const flushed = channel.flush(LIMIT_MS, true).then(() => {
      over = true;
    });
    assert.equal(sent[0]?.method, "flush");
    for (let part = 0; part < 20; part++) {
      hear({ kind: "looking" });
      await pass();
      assert.equal(over, false);
    }
    hear({ kind: "reply", id: sent[0]?.id, ok: true, result: {} });
    await flushed;
  });

  it("gives up on an agent that says nothing", async () => {
    const flushed = assert.rejects(channel.flush(LIMIT_MS, true), /did not answer|does not answer|answer/);
    await pass();
    await flushed;
  });
});
