/** `loopscope run` without a terminal, on real programs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { isAlive } from "../support/process-alive.js";
import { until } from "./until.js";
import { json, ORDER_SERVICE, Workplace } from "./workplace.js";

/** Deadlocks at once, while a heartbeat goes on. */
const DEADLOCK = `
const a = new asyncio.Lock({ name: "alpha" });
const b = new asyncio.Lock({ name: "beta" });
function* take(first: asyncio.Lock, second: asyncio.Lock) {
  yield* first.acquire();
  yield* asyncio.sleep(0.02);
  yield* second.acquire(); // here
}
function* heartbeat() {
  while (true) yield* asyncio.sleep(0.05);
}
function* main() {
  const tasks = [asyncio.createTask(take(a, b), { name: "ann" }), asyncio.createTask(take(b, a), { name: "bob" })];
  yield* asyncio.gather([...tasks, heartbeat()]);
}
await asyncio.run(main());
`;
const DEADLOCK_LINE = 1 + DEADLOCK.split("\n").findIndex((line) => line.includes("// here")) + 1;

describe("loopscope run without a terminal", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.dispose());

  it("passes a program's output and arguments through, and ends with its exit code", async () => {
    const program = place.program(`
      function* main() {
        yield* asyncio.sleep(0.01);
        console.log("out", process.argv.slice(2).join(" "));
        console.error("err");
        return 7;
      }
      process.exitCode = await asyncio.run(main());
    `);
    const result = await place.run(["run", program, "--json", "two words"]);
    assert.deepEqual(result, { code: 7, stdout: "out --json two words\n", stderr: "err\n" });
  });

  it("names a deadlock with its tasks, locks and lines, ends the program, and exits with 3", async () => {
    const program = place.program(DEADLOCK);
    const { code, stdout } = await place.run(["run", "--settle", "0.3", program]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /^program\.ts hangs\.$/m);
    assert.match(stdout, /ann take\(\) {2}awaiting lock 'beta' for .*, held by 'bob' {2}\[deadlock\]/);
    assert.match(stdout, /bob take\(\) {2}awaiting lock 'alpha' for .*, held by 'ann' {2}\[deadlock\]/);
    assert.match(stdout, /▲ Deadlock: /);
    for (const name of ["ann", "bob"])
      assert.match(
        stdout,
        new RegExp(`${name} take\\(\\) {2}holds lock .* at program\\.ts:${DEADLOCK_LINE}:`),
      );
  });

  it("finds the order service's deadlock", async () => {
    const { code, stdout } = await place.run(["run", "--settle", "0.5", ORDER_SERVICE]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /clerk-\d: order \d+ placed/);
    assert.match(
      stdout,
      /refunds .*holds .*lock 'ledger', awaits lock 'inventory' {2}at .*order-service\.ts:\d+:\d+/,
    );
    assert.match(
      stdout,
      /clerk-\d .*holds .*lock 'inventory', awaits lock 'ledger' {2}at .*order-service\.ts:\d+:\d+/,
    );
  });

  it("gives the same as one JSON document, with the program's output on stderr", async () => {
    const program = place.program(`console.log("hello");${DEADLOCK}`);
    const { code, stdout, stderr } = await place.run(["run", "--json", "--settle", "0.3", program]);
    assert.equal(code, 3);
    assert.equal(stderr, "hello\n");
    const report = json<{
      outcome: string;
      tasks: { tasks: { id: number; name: string }[]; resources: { label?: string }[] };
      findings: { kind: string; taskIds: number[] }[];
    }>(stdout);
    assert.equal(report.outcome, "hung");
    const [finding] = report.findings;
    assert.equal(finding?.kind, "deadlock");
    const names = finding.taskIds.map((id) => report.tasks.tasks.find((task) => task.id === id)?.name);
    assert.deepEqual(names.sort(), ["ann", "bob"]);
    assert.deepEqual(report.tasks.resources.map(({ label }) => label).sort(), ["alpha", "beta"]);
  });

  it("finds tasks that nothing can wake", async () => {
    const program = place.program(`
      function* main() {
        yield* new asyncio.Event({ name: "door" }).wait();
      }
      await asyncio.run(main());
    `);
    const { code, stdout } = await place.run(["run", "--settle", "0.3", program]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /awaiting event 'door'/);
    assert.match(stdout, /▲ 'Task-1' waits for event 'door', but nothing is left/);
  });

  it("finds a loop that is blocked, and the line that blocks it", async () => {
    const program = place.program(`
      function spin() {
        for (;;);
      }
      function* main() {
        yield* asyncio.sleep(0);
        spin();
      }
      await asyncio.run(main());
    `);
    const { code, stdout } = await place.run(["run", "--settle", "0.3", program]);
    assert.equal(code, 3, stdout);
    assert.match(stdout, /▲ 'Task-1' blocks the event loop/);
    assert.match(stdout, /at spin \(program\.ts:[34]:/);
  });

  it("shows the tree of a program that has come to rest, and lets it go on", async () => {
    const program = place.program(`
      function* visitor() {
        yield* asyncio.sleep(3600);
      }
      function* main() {
        yield* asyncio.wait([asyncio.createTask(visitor(), { name: "visitor" })]);
        console.log("over");
      }
      await asyncio.run(main());
    `);
    const cli = place.start(["run", "--settle", "0.3", program]);
    await cli.stdoutMatch(
      /program\.ts has come to rest, and runs on\.[\s\S]*└─ ○ visitor\(?\)? .*awaiting sleep/,
    );
    assert.equal((await place.run(["cancel", "visitor"])).code, 0);
    const { code, stdout } = await cli.result();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /awaiting sleep[\s\S]*over\n$/);
  });

  it("ends a program after --timeout", async () => {
    const program = place.program(`
      function* main() {
        for (let n = 0; ; n++) yield* asyncio.createTask(asyncio.sleep(0.02));
      }
      await asyncio.run(main());
    `);
    const { code, stdout } = await place.run(["run", "--timeout", "0.6", program]);
    assert.equal(code, 4, stdout);
    assert.match(stdout, /was still running after 0\.6 s\./);
  });

  it("says so when a program has no tasks", async () => {
    const program = place.file(
      "plain.mjs",
      `import { existsSync } from "node:fs";
      const looking = setInterval(() => {
        if (!existsSync("go")) return;
        clearInterval(looking);
        console.log("done");
      }, 20);
      `,
    );
    const cli = place.start(["run", "--settle", "0.2", program]);
    await cli.stderrMatch(/plain\.mjs has no asyncio tasks/);
    place.file("go", "");
    const { code, stdout } = await cli.result();
    assert.equal(code, 0);
    assert.equal(stdout, "done\n");
  });

  it("passes a crash on: its error and its exit code", async () => {
    const program = place.program(`
      function* main() {
        yield* asyncio.sleep(0.01);
        throw new TypeError("broken on purpose");
      }
      await asyncio.run(main());
    `);
    const { code, stderr } = await place.run(["run", program]);
    assert.equal(code, 1);
    assert.match(stderr, /TypeError: broken on purpose/);
    assert.match(stderr, /program\.ts:5/);
  });

  it("shows where a syntax error is", async () => {
    const program = place.file("broken.ts", "const answer: number = 42;\nfunction* main( {\n");
    const { code, stderr } = await place.run(["run", program]);
    assert.equal(code, 1);
    assert.match(stderr, /broken\.ts:[23]/);
  });

  it("says in one sentence that a program does not exist", async () => {
    const { code, stdout, stderr } = await place.run(["run", "nowhere.ts"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `loopscope: There is no program ${join(place.folder, "nowhere.ts")}; check its name.\n`,
    );
  });

  it("says in one sentence that a folder is none", async () => {
    const { code, stderr } = await place.run(["run", "."]);
    assert.equal(code, 1);
    assert.match(stderr, /is a folder/);
  });

  it("passes a flood of output through, all of it", async () => {
    const program = place.program(`
      function* main() {
        for (let n = 0; n < 200; n++) {
          process.stdout.write("0123456789".repeat(1000) + "\\n");
          yield* asyncio.sleep(0);
        }
      }
      await asyncio.run(main());
    `);
    const { code, stdout } = await place.run(["run", program]);
    assert.equal(code, 0);
    assert.equal(stdout.length, 200 * 10_001);
  });

  it("ends the program on Ctrl-C, and says 130", async () => {
    const { cli, pid } = await place.session([place.program(DEADLOCK)]);
    assert.ok(isAlive(pid));
    cli.signal("SIGINT");
    assert.equal((await cli.result()).code, 130);
    await until("the program is gone", () => !isAlive(pid));
  });

  it("ends the program when it is killed itself", async () => {
    const { cli, pid } = await place.session([place.program(DEADLOCK)]);
    cli.signal("SIGKILL");
    assert.equal((await cli.result()).code, null);
    await until("the program is gone", () => !isAlive(pid));
  });

  it("ends the program when nobody reads its output any more", async () => {
    const program = place.program(`
      function* main() {
        for (let n = 0; ; n++) {
          console.log(n);
          yield* asyncio.sleep(0.01);
        }
      }
      await asyncio.run(main());
    `);
    const { cli, pid } = await place.session([program]);
    await cli.stdoutMatch(/^3$/m);
    cli.closeOutput();
    assert.equal((await cli.result()).code, 141);
    await until("the program is gone", () => !isAlive(pid));
  });

  it("ends the program that floods, when nobody reads its output any more", async () => {
    // It used to wait for the broken pipe to drain, and never read that the session had ended.
    const program = place.program(`
      function* main() {
        for (let n = 0; ; n++) {
          console.log("line ".repeat(2_000));
          yield* asyncio.sleep(0);
        }
      }
      await asyncio.run(main());
    `);
    const { cli, pid } = await place.session([program]);
    await cli.stdoutMatch(/line/);
    cli.closeOutput();
    assert.equal((await cli.result()).code, 141);
    await until("the program is gone", () => !isAlive(pid));
  });
});
