/** The commands that look into a program that runs already. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { exitOf } from "../support/process-exit.js";
import { until } from "./until.js";
import { json, Workplace } from "./workplace.js";

const PROGRAM = `
const gate = new asyncio.Event({ name: "gate" });
function* wait() {
  const ticket = 42;
  yield* gate.wait(); // here
  console.log(ticket);
}
function* visitor(name: string) {
  try {
    yield* wait();
  } catch (error) {
    console.log(name + " leaves: " + error.message);
    throw error;
  }
}
function* main() {
  const tasks = ["ann", "bob"].map((name) => asyncio.createTask(visitor(name), { name }));
  const twins = [1, 2].map(() => asyncio.createTask(asyncio.sleep(3600), { name: "twin" }));
  yield* asyncio.gather([...tasks, ...twins], { returnExceptions: true });
}
await asyncio.run(main());
`;
const LINE = 1 + PROGRAM.split("\n").findIndex((line) => line.includes("// here")) + 1;

describe("the commands for a program that runs", () => {
  let place: Workplace;
  let pid: number;
  let cli: Awaited<ReturnType<Workplace["session"]>>["cli"];

  before(async () => {
    place = new Workplace();
    ({ cli, pid } = await place.session([place.program(PROGRAM)]));
    await until("its tasks wait", async () => /4 tasks|5 tasks/.test((await place.run(["tree"])).stdout));
  });

  after(() => place.dispose());

  it("ps lists it with its tasks", async () => {
    const { code, stdout } = await place.run(["ps"]);
    assert.equal(code, 0);
    assert.match(stdout, /^PID +TASKS +UP +PROGRAM +FINDINGS$/m);
    assert.match(stdout, new RegExp(`^${pid} +5 +.*program\\.ts`, "m"));
  });

  it("ps gives it as JSON", async () => {
    const { sessions } = json<{ sessions: { pid: number; program: string; tasks: { pending: number } }[] }>(
      (await place.run(["ps", "--json"])).stdout,
    );
    assert.deepEqual(
      sessions.map((session) => [session.pid, session.program, session.tasks.pending]),
      [[pid, join(place.folder, "program.ts"), 5]],
    );
  });

  it("tree shows who awaits whom, for the only program without naming it", async () => {
    const ways = [["tree"], ["tree", String(pid)], ["tree", "--pid", String(pid)]];
    for (const { code, stdout } of await Promise.all(ways.map((args) => place.run(args)))) {
      assert.equal(code, 0);
      assert.match(stdout, /^5 tasks: 5 pending/);
      assert.match(stdout, /^├─ ○ ann visitor\(\) {2}awaiting event 'gate' for /m);
      assert.match(stdout, /^├─ ○ bob visitor\(\) {2}awaiting event 'gate' for /m);
    }
  });

  it("tree gives the adapter's answer as JSON", async () => {
    const body = json<{
      tasks: { name: string; state: string; awaiting?: { kind: string } }[];
      resources: { label?: string }[];
    }>((await place.run(["tree", "--json"])).stdout);
    assert.equal(body.tasks.find(({ name }) => name === "ann")?.awaiting?.kind, "event");
    assert.ok(body.resources.some(({ label }) => label === "gate"));
  });

  it("where shows a task's line, its stack and its locals", async () => {
    const { code, stdout } = await place.run(["where", "ann"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`at wait \\(program\\.ts:${LINE}:\\d+\\)`));
    assert.match(stdout, /ticket = 42/);
    assert.match(stdout, /at visitor \(program\.ts:/);
    assert.match(stdout, /awaited by /);
  });

  it("where shows all tasks, and takes the process as well", async () => {
    const all = await place.run(["where", String(pid)]);
    assert.match(all.stdout, / ann visitor\(\)/);
    assert.match(all.stdout, / bob visitor\(\)/);
    const { tasks } = json<{ tasks: { task: { name: string }; stack: { line: number }[] }[] }>(
      (await place.run(["where", String(pid), "bob", "--json"])).stdout,
    );
    assert.deepEqual(
      tasks.map(({ task, stack }) => [task.name, stack.some(({ line }) => line === LINE)]),
      [["bob", true]],
    );
  });

  it("dump saves the tasks with their stacks, show prints them, compare tells what has not moved", async () => {
    const [first, second] = ["first.json", "second.json"].map((name) => join(place.folder, name)) as [
      string,
      string,
    ];
    for (const file of [first, second]) assert.equal((await place.run(["dump", "-o", file])).code, 0);
    const shown = await place.run(["show", first]);
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, new RegExp(`\\(pid ${pid}\\)`));
    assert.match(
      shown.stdout,
      new RegExp(`\\(T\\) ann awaits event 'gate'.*\n.* visitor .*\n.* wait .*program\\.ts:${LINE}`),
    );
    const live = await place.run(["dump", "--text"]);
    assert.match(live.stdout, /\(T\) bob awaits event 'gate'/);
    const compared = await place.run(["compare", first, second]);
    assert.equal(compared.code, 0);
    assert.match(compared.stdout, /^The same process, .* later\nStill stuck: 5\n/);
    const { stillStuck, added } = json<{ stillStuck: unknown[]; added: unknown[] }>(
      (await place.run(["compare", first, second, "--json"])).stdout,
    );
    assert.deepEqual([stillStuck.length, added.length], [5, 0]);
  });

  it("show and compare say what is wrong with a file", async () => {
    const { code, stderr } = await place.run(["show", place.program(PROGRAM)]);
    assert.equal(code, 1);
    assert.match(stderr, /cannot be read: not a dump: it is not JSON/);
    assert.equal((await place.run(["compare", "missing.json", "missing.json"])).code, 1);
  });

  it("diagnose finds nothing wrong, and exits with 0", async () => {
    const { code, stdout } = await place.run(["diagnose"]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^No deadlock/);
    assert.deepEqual(json((await place.run(["diagnose", "--json"])).stdout), { findings: [] });
  });

  it("cancel ends one task with a message; the program goes on", async () => {
    const result = await place.run(["cancel", "ann", "--message", "closing time"]);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /^Asked task 'ann' \(\d+\) to cancel\.$/m);
    await cli.stdoutMatch(/ann leaves: closing time/);
    await until("it is gone from the tree", async () => !/ ann /.test((await place.run(["tree"])).stdout));
    assert.match((await place.run(["tree"])).stdout, / bob /);
  });

  it("cancel gives the adapter's answer as JSON", async () => {
    assert.deepEqual(json((await place.run(["cancel", String(pid), "bob", "--json"])).stdout), {
      requested: 1,
    });
    await cli.stdoutMatch(/bob leaves: /);
  });

  it("cancel refuses a task that is unknown, or not the only one of its name", async () => {
    const unknown = await place.run(["cancel", "nobody"]);
    assert.deepEqual([unknown.code, unknown.stdout], [1, ""]);
    assert.match(unknown.stderr, /^loopscope: There is no task 'nobody'; .*\n$/);
    const several = await place.run(["cancel", "twin"]);
    assert.equal(several.code, 1);
    assert.match(several.stderr, /2 tasks are named 'twin': ids \d+, \d+; name one by its id\./);
  });

  it("must be told which one, when several run", async () => {
    const other = await place.session([place.program(PROGRAM, "other.ts")]);
    const { code, stderr } = await place.run(["tree"]);
    assert.equal(code, 1);
    assert.match(stderr, /Several programs run: .*program\.ts.*other\.ts/);
    assert.equal((await place.run(["tree", String(other.pid)])).code, 0);
    await other.cli.end();
  });

  it("colour their output only when asked to", async () => {
    const coloured = async (env: Record<string, string>) =>
      (await place.run(["tree", String(pid)], env)).stdout.includes("\u001b");
    assert.deepEqual(
      await Promise.all([
        coloured({}),
        coloured({ FORCE_COLOR: "1" }),
        coloured({ FORCE_COLOR: "1", NO_COLOR: "1" }),
      ]),
      [false, true, false],
    );
  });
});

describe("the commands without a program", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.dispose());

  it("say that none runs", async () => {
    const ps = await place.run(["ps"]);
    assert.deepEqual(
      [ps.code, ps.stdout, ps.stderr],
      [0, "", "loopscope: no program runs under loopscope.\n"],
    );
    assert.deepEqual(json((await place.run(["ps", "--json"])).stdout), { sessions: [] });
    const tree = await place.run(["tree"]);
    assert.equal(tree.code, 1);
    assert.match(tree.stderr, /No program runs under loopscope; start one/);
  });

  it("attach to a program that runs with node --inspect, and leave it unharmed", async () => {
    const program = place.file(
      "inspected.mjs",
      `import * as asyncio from "loopscope";
      await asyncio.run((function* main() { yield* asyncio.sleep(3600); })());
      `,
    );
    const child = spawn(process.execPath, ["--inspect=0", program], {
      cwd: place.folder,
      env: place.environment(),
      stdio: ["ignore", "inherit", "pipe"],
    });
    try {
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      await until("the inspector listens", () => /ws:\/\/127\.0\.0\.1:\d+/.test(said));
      const port = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)![1]!;
      await until("its task is seen", async () =>
        /1 task: .*\n.*main/.test((await place.run(["tree", "--port", port])).stdout),
      );
      assert.equal(child.exitCode, null);
    } finally {
      child.kill("SIGKILL");
      await exitOf(child);
    }
  });

  it("say that a port has nobody behind it", async () => {
    const { code, stdout, stderr } = await place.run(["tree", "--port", "1"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^loopscope: .*\b1\b.*\n$/);
  });

  it("exit with 2 when the command line is wrong", async () => {
    const wrong = [["walk"], ["run"], ["run", "--speed", "9", "a.ts"], ["cancel"]];
    for (const { code, stdout, stderr } of await Promise.all(wrong.map((args) => place.run(args)))) {
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^loopscope: .*`loopscope --help` shows how it is used\.\n$/);
    }
  });

  it("explain themselves, exit codes included", async () => {
    const names = ["run", "ps", "tree", "where", "cancel", "diagnose", "dump", "show", "compare"];
    const results = await Promise.all(names.map((name) => place.run([name, "--help"])));
    for (const [index, { code, stdout }] of results.entries()) {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: loopscope ${names[index]}`));
      assert.match(stdout, /Exit codes: [\s\S]*3/);
      for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
    }
    assert.match((await place.run(["--version"])).stdout, /^loopscope \d+\.\d+\.\d+\n$/);
  });
});
