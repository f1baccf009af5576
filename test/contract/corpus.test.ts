import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import {
  AGENT_SYMBOL,
  BRIDGE,
  CHILDREN_VARIABLE,
  DEBUG_VARIABLES,
  decodeAgentMessage,
  decodeCommandCall,
  decodeCommandReply,
  HEARTBEAT,
  OWNER_VARIABLE,
  PROTOCOL_VERSION,
  ProtocolError,
  SEND_BINDING,
  SESSION_FOLDER_VARIABLE,
} from "../../src/protocol/index.js";
import { AgentClient, registry } from "../unit/agent/agent-client.js";
import { runScenario } from "./scenario.js";

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

describe("the protocol", () => {
  for (const name of readdirSync(new URL("messages", import.meta.url))) {
    it(`reads ${name} without losing anything`, () => {
      const text = read(`messages/${name}`);
      const { taskColumns, ...message } = JSON.parse(text);
      if (taskColumns !== undefined) message.tasks = JSON.parse(read("columns-as-records.json"));
      assert.deepEqual(decodeAgentMessage(text), message);
    });
  }

  const decoders = {
    messages: decodeAgentMessage,
    replies: decodeCommandReply,
    calls: decodeCommandCall,
  } as const;
  const refused = JSON.parse(read("refused.json")) as Record<
    keyof typeof decoders,
    { text: string; says: string }[]
  >;
  for (const [kind, decode] of Object.entries(decoders)) {
    for (const { text, says } of refused[kind as keyof typeof decoders]) {
      it(`refuses ${kind}: ${text.slice(0, 60)}`, () => {
        assert.throws(
          () => decode(text),
          (error) => error instanceof ProtocolError && error.message.includes(says),
        );
      });
    }
  }

  it("shows no more than the beginning of what it refuses", () => {
    assert.throws(
      () => decodeAgentMessage("x".repeat(10_000)),
      (error) => error instanceof ProtocolError && error.message.length < 200,
    );
  });

  it("keeps the names that are reached by string", () => {
    assert.deepEqual(
      {
        PROTOCOL_VERSION,
        AGENT_SYMBOL,
        SEND_BINDING,
        OWNER_VARIABLE,
        CHILDREN_VARIABLE,
        DEBUG_VARIABLES,
        SESSION_FOLDER_VARIABLE,
        BRIDGE,
        HEARTBEAT,
      },
      {
        PROTOCOL_VERSION: 1,
        AGENT_SYMBOL: "loopscope.agent",
        SEND_BINDING: "__loopscopeSend",
        OWNER_VARIABLE: "LOOPSCOPE_OWNER",
        CHILDREN_VARIABLE: "LOOPSCOPE_CHILDREN",
        DEBUG_VARIABLES: ["ASYNCIODEBUG", "PYTHONASYNCIODEBUG"],
        SESSION_FOLDER_VARIABLE: "LOOPSCOPE_SESSIONS",
        BRIDGE: {
          start: "Loopscope.start",
          blocked: "Loopscope.blocked",
          unblocked: "Loopscope.unblocked",
          guests: "Loopscope.guests",
          child: "Loopscope.child",
        },
        HEARTBEAT: { turns: 0, turnStartedMs: 1, length: 2 },
      },
    );
  });
});

describe("the TypeScript agent", () => {
  it("gives the recorded account of the scenario", async () => {
    assert.deepEqual(await runScenario(), JSON.parse(read("scenario.json")));
  });

  it("answers commands in the form of the protocol", () => {
    const client = new AgentClient();
    for (const method of ["pulse", "snapshot", "current", "no such"]) {
      decodeCommandReply(registry().command(JSON.stringify({ method, params: {} })));
    }
    client.close();
  });

  it("fills the registry that the debugger finds by its symbol", () => {
    const found = registry();
    assert.equal(found.version, PROTOCOL_VERSION);
    assert.deepEqual(found.coroutines(987_654_321), []);
    assert.equal(typeof found.flush, "function");
  });
});
