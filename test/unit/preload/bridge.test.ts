import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BRIDGE } from "../../../src/protocol/index.js";
import { until, Workplace } from "./launched-program.js";

const PROGRAMS = {
  "wait.js": "console.log('up'); setInterval(() => {}, 1000);",
  "stuck.js": "console.log('up'); while (true) {}",
  "deaf.js": "process.on('SIGTERM', () => {}); console.log('up'); while (true) {}",
  "brief.js": "console.log('env', process.env.LOOPSCOPE_OWNER);",
  "ticks.js": "globalThis.n = 0; setInterval(function tick() { n++; }, 2); console.log('up');",
  "exit-hook.js": "process.on('exit', () => { globalThis.say?.('bye'); });",
};

describe("the bridge of a launched program", () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace(PROGRAMS);
  });
  afterEach(() => place.dispose());

  async function launched(program: string) {
    const launch = await place.launch([program]);
    await launch.owner.request(BRIDGE.start);
    await until(() => launch.output().includes("up"));
    return launch;
  }

  it("holds the program until its owner starts it, and answers meanwhile", async () => {
    const { owner, output, ended } = await place.launch(["brief.js"]);
    assert.equal(await owner.evaluate("6 * 7"), 42);
    assert.equal(output(), "");
    assert.deepEqual((await owner.request(BRIDGE.start)).result, {});
    assert.deepEqual(await ended, { code: 0, signal: null });
    assert.equal(output(), "env undefined\n");
  });

  it("works as --import too", async () => {
    const { owner, output, ended } = await place.launch(["brief.js"], {}, "--import");
    await owner.request(BRIDGE.start);
    assert.deepEqual(await ended, { code: 0, signal: null });
    assert.equal(output(), "env undefined\n");
  });

  it("stops at a breakpoint that was set before the start", async () => {
    const { owner } = await place.launch(["brief.js"]);
    await owner.request("Debugger.enable");
    const url = `file://${join(place.folder, "brief.js")}`;
    const set = await owner.request("Debugger.setBreakpointByUrl", { url, lineNumber: 0 });
    assert.equal(set.error, undefined);
    await owner.request(BRIDGE.start);
    const paused = await owner.notification("Debugger.paused");
    assert.match(JSON.stringify(paused.params), /brief\.js/);
  });

  it("answers in the middle of an endless loop, with the frames that block", async () => {
    const { owner } = await launched("stuck.js");
    assert.match(String(await owner.evaluate("new Error().stack")), /stuck\.js:1/);
  });

  it("leaves no files behind when the program ends", async () => {
    const { owner, ended } = await place.launch(["brief.js"]);
    await until(() => place.sessionFiles().length === 2);
    await owner.request(BRIDGE.start);
    await ended;
    assert.deepEqual(place.sessionFiles(), []);
  });

  it("delivers what is said at the very exit", async () => {
    const { owner, ended } = await place.launch(["exit-hook.js"]);
    await owner.evaluate("globalThis[Symbol.for('loopscope.agent')].flush = () => say('flushed'), 0");
    await owner.request("Runtime.enable");
    await owner.request("Runtime.addBinding", { name: "say" });
    await owner.request(BRIDGE.start);
    const call = await owner.notification("Runtime.bindingCalled");
    assert.equal(call.params?.payload, "flushed");
    assert.deepEqual(await ended, { code: 0, signal: null });
  });

  it("ends the program when the owner goes, even in an endless loop", async () => {
    const { owner, ended } = await launched("stuck.js");
    owner.close();
    assert.deepEqual(await ended, { code: null, signal: "SIGTERM" });
    assert.deepEqual(place.sessionFiles(), []);
  });

  it("kills a program that cannot hear SIGTERM when the owner goes", async () => {
    const { owner, ended } = await launched("deaf.js");
    owner.close();
    assert.deepEqual(await ended, { code: null, signal: "SIGKILL" });
    assert.deepEqual(place.sessionFiles(), []);
  });

  it("ends the program when the owner goes before it started it", async () => {
    const { owner, ended } = await place.launch(["wait.js"]);
    owner.close();
    assert.deepEqual(await ended, { code: null, signal: "SIGTERM" });
  });

  it("ends a program that stands at a breakpoint when the owner goes", async () => {
    const { owner, ended } = await launched("ticks.js");
    await owner.request("Debugger.enable");
    await owner.request("Debugger.pause");
    await owner.notification("Debugger.paused");
    owner.close();
    assert.deepEqual(await ended, { code: null, signal: "SIGTERM" });
  });

  it("says so and exits with 1 when the owner cannot be reached", async () => {
    const nowhere = join(place.folder, "nowhere.sock");
    const { ended, errors } = place.start(["wait.js"], { LOOPSCOPE_OWNER: nowhere });
    assert.deepEqual(await ended, { code: 1, signal: null });
    assert.equal(
      errors(),
      `loopscope: the debugger that started this program cannot be reached at ${nowhere}\n`,
    );
  });

  describe("with a guest", () => {
    it("gives each client a session of its own", async () => {
      const { child, owner } = await launched("wait.js");
      const guest = await place.guest(child.pid);
      await guest.request("Runtime.enable");
      assert.equal(await guest.evaluate("1 + 1"), 2);
      await owner.evaluate("console.log('heard'), 0");
      await guest.notification("Runtime.consoleAPICalled");
      assert.deepEqual(
        owner.unread.filter(({ method }) => method === "Runtime.consoleAPICalled"),
        [],
      );
    });

    it("refuses that a guest starts the program", async () => {
      const { child } = await place.launch(["wait.js"]);
      const guest = await place.guest(child.pid);
      assert.match((await guest.request(BRIDGE.start)).error?.message ?? "", /only the debugger/);
    });

    it("lets the program run on when the guest that paused it goes", async () => {
      const { child, owner } = await launched("ticks.js");
      const guest = await place.guest(child.pid);
      await guest.request("Debugger.enable");
      await guest.request("Debugger.pause");
      await guest.notification("Debugger.paused");
      const before = Number(await owner.evaluate("n"));
      guest.close();
      let now = before;
      while (now <= before + 3) now = Number(await owner.evaluate("n"));
    });

    it("forgets the breakpoints of a guest that goes", async () => {
      const { child, owner } = await launched("ticks.js");
      const guest = await place.guest(child.pid);
      await guest.request("Debugger.enable");
      const url = `file://${join(place.folder, "ticks.js")}`;
      const set = await guest.request("Debugger.setBreakpointByUrl", {
        url,
        lineNumber: 0,
        columnNumber: 47,
      });
      assert.equal(set.error, undefined);
      await guest.notification("Debugger.paused");
      guest.close();
      const before = Number(await owner.evaluate("n"));
      let now = before;
      while (now <= before + 3) now = Number(await owner.evaluate("n"));
    });

    it("keeps its files to the user alone", async () => {
      const { child } = await launched("wait.js");
      await until(() => place.sessionFiles().length === 2);
      assert.equal(statSync(place.sessions).mode & 0o777, 0o700);
      assert.equal(statSync(join(place.sessions, `${child.pid}.json`)).mode & 0o777, 0o600);
      assert.equal(statSync(join(place.sessions, `${child.pid}.sock`)).mode & 0o777, 0o600);
    });

    it("serves no guests from a folder that is open to others, and says why", async () => {
      place.write("s/.keep", "");
      const { errors } = await launched("wait.js");
      await until(() => /no other debugger can attach.*is open to other users/.test(errors()));
    });

    it("removes what killed processes left when the next one starts", async () => {
      const first = await launched("wait.js");
      await until(() => place.sessionFiles().length === 2);
      first.child.kill("SIGKILL");
      await first.ended;
      assert.deepEqual(place.sessionFiles(), [`${first.child.pid}.json`, `${first.child.pid}.sock`]);
      writeFileSync(join(place.sessions, "mine.txt"), "");
      const second = await launched("wait.js");
      await until(() => place.sessionFiles().includes(`${second.child.pid}.json`));
      assert.deepEqual(place.sessionFiles(), [
        `${second.child.pid}.json`,
        `${second.child.pid}.sock`,
        "mine.txt",
      ]);
    });

    it("closes a guest that sends a line without end", async () => {
      const { child, owner } = await launched("wait.js");
      const guest = await place.guest(child.pid);
      guest.raw("x".repeat(65 * 1024 * 1024));
      await guest.closed;
      assert.equal(await owner.evaluate("1"), 1);
    });
  });

  describe("given nonsense", () => {
    const refusals: [string, RegExp][] = [
      ["{nonsense", /not JSON: \{nonsense/],
      ["[1]", /not a request/],
      ["null", /not a request/],
      ['{"method":"Runtime.enable"}', /numeric id/],
      ['{"id":"x","method":"Runtime.enable"}', /numeric id/],
      ['{"id":1}', /method/],
      ['{"id":1,"method":"Runtime.evaluate","params":"x"}', /params must be an object/],
    ];
    for (const [line, wording] of refusals) {
      it(`answers ${line} with an error, and goes on`, async () => {
        const { owner } = await place.launch(["wait.js"]);
        owner.raw(line);
        const reply = await owner.next(({ error }) => error !== undefined);
        assert.match(reply.error?.message ?? "", wording);
        assert.equal(await owner.evaluate("2 + 2"), 4);
      });
    }

    it("answers an unknown method with V8's own error", async () => {
      const { owner } = await place.launch(["wait.js"]);
      const reply = await owner.request("No.such");
      assert.deepEqual(reply.error, { code: -32601, message: "'No.such' wasn't found" });
    });
  });

  describe("watching the heartbeat", () => {
    const beat = (turn: number, startedMs: string) =>
      `(h => { h[0] = ${turn}; h[1] = ${startedMs}; return h[1]; })(globalThis[Symbol.for('loopscope.agent')].heartbeat)`;

    it("tells all clients that a turn does not end, and when it has", async () => {
      const { child, owner } = await launched("wait.js");
      const guest = await place.guest(child.pid);
      await guest.evaluate("0");
      const sinceMs = await owner.evaluate(beat(1, "Date.now() - 5000"));
      for (const client of [owner, guest]) {
        assert.deepEqual((await client.notification(BRIDGE.blocked)).params, { sinceMs });
      }
      await owner.evaluate(beat(2, "0"));
      for (const client of [owner, guest]) await client.notification(BRIDGE.unblocked);
    });

    it("does not take a program at a breakpoint for a blocked one", async () => {
      const { owner } = await launched("ticks.js");
      await owner.request("Debugger.enable");
      await owner.evaluate(beat(1, "Date.now() - 5000"));
      await owner.notification(BRIDGE.blocked);
      await owner.request("Debugger.pause");
      await owner.notification("Debugger.paused");
      await owner.notification(BRIDGE.unblocked);
      const resumedMs = Date.now();
      await owner.request("Debugger.resume");
      const again = await owner.notification(BRIDGE.blocked);
      assert.ok(Number(again.params?.sinceMs) >= resumedMs);
    });
  });
});
