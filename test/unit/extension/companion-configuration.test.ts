import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  ARM_VARIABLE,
  companionConfiguration,
  readInjected,
  wantsCompanion,
  withAgent,
} from "../../../src/extension/sessions/companion-configuration.js";

const BOOT = "/extension/python/boot";
const launch = { type: "debugpy", request: "launch", name: "main", program: "main.py" };
const armed = (configuration: Readonly<Record<string, unknown>>, inherited?: string) =>
  withAgent(configuration, BOOT, inherited, ":")["env"];

describe("the configuration of a Python debugger's session", () => {
  it("gets the agent by its environment, as a new object: the user's own is not touched", () => {
    const own = Object.freeze({ ...launch, env: Object.freeze({ MODE: "test" }) });
    const prepared = withAgent(own, BOOT, undefined, ":");
    assert.deepEqual(prepared, {
      ...launch,
      env: { MODE: "test", [ARM_VARIABLE]: "1", PYTHONPATH: BOOT },
    });
    assert.deepEqual(own.env, { MODE: "test" });
  });

  it("keeps the PYTHONPATH that the program would have had: its own, or else the inherited one", () => {
    assert.deepEqual(armed({ ...launch, env: { PYTHONPATH: "/lib:/more" } }, "/inherited"), {
      [ARM_VARIABLE]: "1",
      PYTHONPATH: `${BOOT}:/lib:/more`,
    });
    assert.deepEqual(armed(launch, "/inherited"), {
      [ARM_VARIABLE]: "1",
      PYTHONPATH: `${BOOT}:/inherited`,
    });
  });

  it("gets it once, also when VS Code asks a second time", () => {
    const prepared = withAgent(launch, BOOT, "/lib", ":");
    assert.equal(withAgent(prepared, BOOT, "/lib", ":"), prepared);
  });

  it("stays as it is for attach, without debugging, for other debuggers, and when its environment is none", () => {
    for (const other of [
      { ...launch, request: "attach" },
      { ...launch, noDebug: true },
      { ...launch, type: "node" },
      { ...launch, env: "MODE=test" },
      { ...launch, env: ["MODE=test"] },
    ]) {
      assert.equal(withAgent(other, BOOT, undefined, ":"), other);
    }
    assert.ok(wantsCompanion({ type: "python", request: "attach" }));
  });

  it("reaches the agent by the name that it listens to", () => {
    const names = readFileSync(new URL("../../../python/loopscope_agent/names.py", import.meta.url), "utf8");
    assert.match(names, new RegExp(`^ARM_VARIABLE = "${ARM_VARIABLE}"$`, "m"));
  });
});

describe("bringing the agent in", () => {
  it("is answered by a report, or by what is in the way", () => {
    const injected = { pid: 7, sessionFile: "/sessions/7.json", armed: false };
    assert.deepEqual(readInjected(JSON.stringify(injected)), injected);
    assert.throws(() => readInjected('{"problem": "it is too old"}'), /^Error: it is too old$/);
    assert.throws(() => readInjected("{}"), /\{\}/);
  });

  it("leads to a session of ours that is a guest of the program", () => {
    const injected = { pid: 7, sessionFile: "/sessions/7.json", armed: true };
    assert.deepEqual(companionConfiguration({ name: "main" }, injected), {
      type: "asyncio",
      request: "attach",
      name: "main: asyncio",
      language: "python",
      processId: 7,
      sessionFile: "/sessions/7.json",
      companion: true,
    });
  });
});
