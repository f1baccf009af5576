import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  decodeAgentMessage,
  decodeCommandCall,
  decodeCommandReply,
  PROTOCOL_VERSION,
  ProtocolError,
} from "../../../src/protocol/index.js";
import { REPOSITORY } from "../../support/dap-client.js";

const decoders = { decodeAgentMessage, decodeCommandReply, decodeCommandCall };

/** The value, or undefined for a text that was refused as it should be. */
function decoded<T>(decode: (text: string) => T, text: string): T | undefined {
  try {
    return decode(text);
  } catch (error) {
    assert.ok(error instanceof ProtocolError, `${text} gave ${error}`);
    assert.ok(error.message.length > 0 && error.message.length < 400, "what is shown is short");
    return undefined;
  }
}

/** Texts that came near to being messages: one of the corpus with characters replaced, cut out or put in. */
const messages = readdirSync(path.join(REPOSITORY, "test/contract/messages"), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".json"))
  .map((name) => readFileSync(path.join(REPOSITORY, "test/contract/messages", name), "utf8"));

const damaged = fc
  .tuple(fc.constantFrom(...messages), fc.nat(), fc.nat(8), fc.string({ maxLength: 8 }))
  .map(([text, at, cut, put]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + cut);
  });

/** JSON whose fields are named as those of messages are. */
const lookalike = fc.dictionary(
  fc.constantFrom(
    "kind",
    "version",
    "pid",
    "seq",
    "dropped",
    "ok",
    "result",
    "error",
    "method",
    "params",
    "tasks",
    "resources",
    "loops",
    "warnings",
    "forgottenTasks",
    "forgottenResources",
    "runtimeScripts",
  ),
  fc.oneof(fc.constantFrom<unknown>("hello", "changes", PROTOCOL_VERSION, true, false), fc.jsonValue()),
);

describe("decoding", () => {
  it("of any text gives a message or a ProtocolError", () => {
    assert.ok(messages.length > 3, "there is a corpus");
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.json(),
      damaged,
      lookalike.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const decode of Object.values(decoders)) decoded<unknown>(decode, text);
      }),
      { numRuns: 3000 },
    );
  });

  it("gives nothing whose shape a reader cannot rely on", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          lookalike.map((value) => JSON.stringify(value)),
          damaged,
        ),
        (text) => {
          const message = decoded(decodeAgentMessage, text);
          if (message?.kind === "hello") assert.equal(message.version, PROTOCOL_VERSION);
          if (message?.kind === "changes") {
            for (const { id } of [...message.tasks, ...message.resources, ...message.loops]) {
              assert.equal(typeof id, "number");
            }
            for (const id of message.forgottenTasks) assert.equal(typeof id, "number");
          }
          const reply = decoded(decodeCommandReply, text);
          if (reply?.ok === false) assert.equal(typeof reply.error, "string");
          const call = decoded(decodeCommandCall, text);
          if (call !== undefined) assert.equal(typeof call.method, "string");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("takes what was encoded, whatever texts are in it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "binary" }), (method, message) => {
        const call = { method, params: { message } };
        assert.deepEqual(decodeCommandCall(JSON.stringify(call)), call);
        const reply = { ok: false, error: message };
        assert.deepEqual(decodeCommandReply(JSON.stringify(reply)), reply);
      }),
    );
  });
});
