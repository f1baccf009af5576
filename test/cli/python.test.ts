/** The terminal client on Python programs. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { interpreters } from "../support/python.js";
import { until } from "./until.js";
import { json, Workplace } from "./workplace.js";

const DEADLOCK = fileURLToPath(new URL("../fixtures/programs/python/deadlock.py", import.meta.url));

describe("the terminal client and a Python program", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });
  afterEach(() => place.dispose());

  it("run prints the task tree and the diagnosis of one that hangs", async () => {
    const { code, stdout } = await place.run(["run", "--settle", "0.5", DEADLOCK]);
    assert.equal(code, 3);
    assert.match(stdout, /▲ forward {2}awaiting lock 'right' for .*held by 'backward' {2}\[deadlock\]/);
    assert.match(stdout, /▲ Deadlock: 'forward' waits for lock 'right', held by 'backward'/);
    assert.match(stdout, /deadlock\.py:\d+:\d+/);
  });

  it("run hands on the exit code of one that ends", async () => {
    const name = place.file("ends.py", "import asyncio, sys\nasyncio.run(asyncio.sleep(0))\nsys.exit(5)\n");
    assert.equal((await place.run(["run", name])).code, 5);
  });

  it("tree, where and cancel look into one that was started without it", async function () {
    this.timeout(120_000);
    const python = spawn(interpreters()[0]!, [DEADLOCK], { env: place.environment(), stdio: "ignore" });
    const ended = once(python, "exit");
    try {
      const pid = String(python.pid);
      const isThere = async () => /5 tasks/.test((await place.run(["tree", pid])).stdout);
      await until("its tasks wait", isThere, 60_000);
      const where = await place.run(["where", "--pid", pid, "forward"]);
      assert.match(where.stdout, /at forward \(.*deadlock\.py:\d+:\d+\)/);
      const { stdout } = await place.run(["ps"]);
      assert.match(stdout, new RegExp(`^${pid} .*deadlock`, "m"));
      assert.equal((await place.run(["cancel", pid, "backward"])).code, 0);
      assert.deepEqual(await ended, [0, null]);
    } finally {
      python.kill("SIGKILL");
    }
  });

  it("ps, tree, where and cancel look into one that runs, which goes on", async () => {
    const { cli, pid } = await place.session([DEADLOCK]);
    await until("its tasks wait", async () => /5 tasks/.test((await place.run(["tree"])).stdout));
    const { sessions } = json<{ sessions: { pid: number; program: string; tasks: { pending: number } }[] }>(
      (await place.run(["ps", "--json"])).stdout,
    );
    assert.deepEqual(
      sessions.map((session) => [session.pid, session.program, session.tasks.pending]),
      [[pid, DEADLOCK, 5]],
    );
    const where = (await place.run(["where", "forward"])).stdout;
    assert.match(where, /at forward \(.*deadlock\.py:\d+:\d+\)/);
    assert.match(where, /greeting = 'hello'/);
    assert.match(where, /awaited by 'Task-1'/);
    assert.equal((await place.run(["cancel", "backward", "-m", "enough"])).code, 0);
    const { code, stdout } = await cli.result();
    assert.equal(code, 0);
    assert.match(stdout, /unstuck: str CancelledError NoneType/);
  });
});
