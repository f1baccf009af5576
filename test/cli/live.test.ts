/** `loopscope run` on a real terminal. */
import assert from "node:assert/strict";
import { CLI } from "./cli-process.js";
import { PseudoTerminal } from "./pseudo-terminal.js";
import { until } from "./until.js";
import { ORDER_SERVICE, Workplace } from "./workplace.js";

const ENTER = "\r";
const DOWN = "\u001b[B";
const UP = "\u001b[A";
const CTRL_C = "\u0003";

describe("loopscope run on a terminal", () => {
  let place: Workplace;
  let terminal: PseudoTerminal | undefined;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(async () => {
    await terminal?.dispose();
    terminal = undefined;
    await place.dispose();
  });

  function run(...args: string[]): PseudoTerminal {
    terminal = new PseudoTerminal([process.execPath, CLI, "run", ...args], {
      folder: place.folder,
      env: place.environment(),
      rows: 24,
      columns: 110,
    });
    return terminal;
  }

  /** Moves the selection until it is on a row; rows come and go meanwhile, so each step is looked at. */
  async function select(screen: PseudoTerminal, row: RegExp): Promise<void> {
    let pressedAt = "";
    await until(`the selection is on ${row}`, () => {
      const lines = screen.screen();
      const selected = lines.findIndex((line) => line.startsWith("❯"));
      const wanted = lines.findIndex((line) => row.test(line));
      if (selected < 0 || wanted < 0) return false;
      if (selected === wanted) return true;
      // Place and name: in a list that is scrolled, the selection stays in the middle.
      const at = `${selected} ${lines[selected]?.slice(0, 20)}`;
      if (at !== pressedAt) screen.type(selected < wanted ? DOWN : UP);
      pressedAt = at;
      return false;
    });
  }

  it("finds and unsticks the order service, and gives the terminal back", async () => {
    const screen = run(ORDER_SERVICE);
    await screen.shows(/▲ Deadlock: /);
    assert.ok(screen.fullScreen());
    await screen.shows(/▲ refunds .*held by 'clerk-\d'.*\[deadlock\]/);

    await select(screen, /▲ refunds/);
    screen.type(ENTER);
    await screen.shows(/── details ──/);
    await screen.shows(/at payBack \(.*order-service\.ts:\d+:\d+\)/);

    screen.type("c");
    await screen.shows(/Cancel 'refunds'\? +y yes +n no/);
    screen.type("n");
    await screen.shows(/Enter inspect/);
    screen.type("cy");
    await screen.shows(/Asked refunds to cancel/);
    screen.type("o");
    // High enough for all of the output: the backlog drains fast, and the line in question is soon out of sight.
    screen.resize(200, 110);
    await screen.shows(/refunds: order 98 was interrupted[\s\S]*clerk-\d: order \d+ placed/);
    await screen.shows(/^loopscope .*\n(?!▲)/);

    screen.type("q");
    assert.equal(await screen.ended(), 0);
    assert.ok(!screen.fullScreen());
    assert.ok(screen.settingsRestored());
    assert.equal(screen.screen().join("").trim(), "", "nothing is left on the screen");
  });

  it("follows the terminal's size", async () => {
    const screen = run(ORDER_SERVICE);
    await screen.shows(/metrics/);
    screen.resize(8, 40);
    await screen.shows(/^loopscope .{0,29}…\n[\s\S]*↑↓ move {2}Enter inspect/);
    screen.resize(30, 120);
    await screen.shows(/o output {2}d debug mode/);
    screen.type(CTRL_C);
    assert.equal(await screen.ended(), 0);
    assert.ok(screen.settingsRestored());
  });

  it("shows all keys, and switches debug mode", async () => {
    const screen = run(ORDER_SERVICE);
    await screen.shows(/metrics/);
    screen.type("?");
    await screen.shows(/── keys ──/);
    screen.type("?d");
    await screen.shows(/; debug mode/);
    screen.type("q");
    assert.equal(await screen.ended(), 0);
  });

  it("stays when the program ends, shows what it said last, and passes its exit code on", async () => {
    const program = place.program(`
      function* main() {
        yield* asyncio.sleep(0.05);
        throw new Error("broken on purpose");
      }
      await asyncio.run(main());
    `);
    const screen = run(program);
    await screen.shows(/ended with exit code 1/);
    await screen.shows(/── output ──/);
    screen.type("KKKK");
    await screen.shows(/── output ──[\s\S]*Error: broken on purpose/);
    screen.type("q");
    assert.equal(await screen.ended(), 1);
    assert.ok(!screen.fullScreen());
    await screen.shows(/Error: broken on purpose[\s\S]*program\.ts ended with exit code 1\./);
  });

  const TURNS = `
    function* count(name) {
      let turns = 0;
      while (true) {
        yield* asyncio.sleep(0.02);
        turns += 1;
        const said = name + turns;
        if (said === "b0") console.log(said);
      }
    }
    function* main() {
      yield* asyncio.gather([
        asyncio.createTask(count("a"), { name: "ann" }),
        asyncio.createTask(count("b"), { name: "bob" }),
      ]);
    }
    await asyncio.run(main());
  `;

  it("stops in the task that is meant, steps through it, and lets the program go on", async () => {
    const screen = run(place.program(TURNS));
    await screen.shows(/bob/);
    await select(screen, /bob/);
    screen.type("r");
    await screen.shows(/^loopscope .*stopped in count, program\.ts:7:/);
    await screen.shows(/── details ──[\s\S]*name = 'b'/);
    screen.type(".");
    await screen.shows(/^loopscope .*stopped in count, program\.ts:8:/);
    screen.type("n");
    await screen.shows(/^loopscope .*stopped in count, program\.ts:6:/);
    screen.type("p");
    await screen.shows(/^loopscope .*\) {2}[\d.]+ m?s /);
    screen.type(".");
    await screen.shows(/The program runs: p, r or n stop it/);
    screen.type("p");
    await screen.shows(/^loopscope .*stopped/);
    screen.type("q");
    assert.equal(await screen.ended(), 0);
    assert.ok(screen.settingsRestored());
  });

  it("freezes a task, which stays where it is until it is thawed", async () => {
    const screen = run(place.program(TURNS));
    await screen.shows(/bob/);
    await select(screen, /bob/);
    screen.type("f");
    await screen.shows(/bob is frozen: it does not run until f/);
    await screen.shows(/^❯.*bob.*\[frozen\]/m);
    screen.type("r");
    await screen.shows(/'bob' is frozen/);
    screen.type("f");
    await screen.shows(/bob is thawed/);
    screen.type("r");
    await screen.shows(/^loopscope .*stopped in count/);
    screen.type("q");
    assert.equal(await screen.ended(), 0);
  });

  it("goes on at a stop that nobody asked for", async () => {
    const screen = run(
      place.program(`debugger; await asyncio.run(asyncio.sleep(0)); console.log("went on");`),
    );
    await screen.shows(/ended with exit code 0/);
    screen.type("o");
    await screen.shows(/went on/);
    screen.type("q");
    assert.equal(await screen.ended(), 0);
  });

  it("stays usable under a flood of output and of tasks", async () => {
    const program = place.program(`
      function* blink() {
        yield* asyncio.sleep(0);
      }
      function* main() {
        for (let n = 0; ; n++) {
          console.log("line", n, "\\u001b[2J\\u001b[31m");
          for (let k = 0; k < 20; k++) asyncio.createTask(blink());
          yield* asyncio.sleep(0.001);
        }
      }
      await asyncio.run(main());
    `);
    const screen = run(program);
    await screen.shows(/main/);
    screen.type("o");
    await screen.shows(/── output ──[\s\S]*line \d+/);
    screen.type("q");
    assert.equal(await screen.ended(), 0);
    assert.ok(!screen.fullScreen());
  });

  it("gives the terminal back, and ends the program, when it is asked to end", async () => {
    const screen = run(ORDER_SERVICE);
    await screen.shows(/metrics/);
    screen.signal("SIGTERM");
    assert.equal(await screen.ended(), 143);
    assert.ok(!screen.fullScreen());
    assert.ok(screen.settingsRestored());
  });

  it("gives the terminal back when the program cannot be started", async () => {
    const screen = run("--node", "/nowhere/node", place.program("await asyncio.run(asyncio.sleep(1));"));
    assert.equal(await screen.ended(), 1);
    assert.ok(!screen.fullScreen());
    assert.ok(screen.settingsRestored());
    await screen.shows(/^loopscope: .*\/nowhere\/node/m);
  });
});
