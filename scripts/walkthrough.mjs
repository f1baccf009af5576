// `npm start`: the hanging example under the debugger. On a terminal it is shown live. Without one, this walks through
// what a user does in a second terminal: looks at the tasks, finds the deadlock, cancels one of its tasks, and sees the
// rest go on. Every step is a command of the terminal client; this only types them and checks what becomes of them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
/** The example in either language: `npm start -- examples/python/order-service.py` for its twin. */
const PROGRAM = process.argv[2] ?? "examples/order-service.ts";
/** Of the two tasks that hold each other up, the one that the README cancels. */
const TASK = "refunds";
/** Orders that must be placed after the cancellation: as many as there are clerks show that all of them go on. */
const ORDERS_AFTER = 3;
/** Something is badly wrong when the whole takes longer; it takes a few seconds. */
const LIMIT_MS = 90_000;

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

if (process.stdout.isTTY && process.stdin.isTTY) {
  const child = spawn(process.execPath, [CLI, "run", PROGRAM], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exit(code ?? 1);
}

const say = (text) => process.stdout.write(`\n${text}\n`);

function fail(text) {
  process.stderr.write(`\nThe walk-through failed: ${text}\n`);
  process.exitCode = 1;
}

/** Runs one command, shows it as it is typed, and answers its exit code and output. */
async function type(...args) {
  say(`$ loopscope ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(" ")}`);
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
    process.stdout.write(chunk);
  });
  const [code] = await once(child, "close");
  return { code, text };
}

/** The program, run as in a first terminal. */
class Running {
  text = "";
  #said = "";
  #child;
  #watchers = new Set();

  constructor() {
    say(`$ loopscope run --keep ${PROGRAM} &`);
    this.#child = spawn(process.execPath, [CLI, "run", "--keep", PROGRAM], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout.setEncoding("utf8").on("data", (chunk) => {
      this.text += chunk;
      process.stdout.write(chunk);
      this.#look();
    });
    this.#child.stderr.setEncoding("utf8").on("data", (chunk) => {
      this.#said += chunk;
      process.stderr.write(chunk);
      this.#look();
    });
    this.ended = once(this.#child, "close").then(([code]) => {
      this.code = code;
      this.#look();
    });
  }

  #look() {
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Waits until the output, from a position on, contains this so many times. */
  until(what, pattern, { from = 0, times = 1, inErrors = false } = {}) {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        const matches = [...(inErrors ? this.#said : this.text).slice(from).matchAll(pattern)];
        if (matches.length >= times) resolve(matches[times - 1]);
        else if (this.code !== undefined) reject(new Error(`the program ended before ${what}`));
        else return;
        this.#watchers.delete(watcher);
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }

  async end() {
    if (this.code === undefined) this.#child.kill("SIGINT");
    await this.ended;
  }
}

async function walk(running) {
  const [, pid] = await running.until("it said its process id", /runs as process (\d+)/g, { inErrors: true });
  await running.until("the deadlock was found", /^Cancelling one of its tasks.*\n/gm);

  say("# Nothing failed, and yet no order is placed. Which programs run, and what is wrong with this one?");
  if ((await type("ps")).code !== 0) throw new Error("loopscope ps failed");
  const found = await type("diagnose", pid);
  if (found.code !== 3 || !found.text.includes("deadlock")) throw new Error("the deadlock was not found");

  say(`# Where does ${TASK} wait, and with what in its hands?`);
  if ((await type("where", pid, TASK)).code !== 0) throw new Error("loopscope where failed");

  say("# Cancelled, it lets go of its lock.");
  const before = running.text.length;
  if ((await type("cancel", pid, TASK, "--message", "let go of the ledger")).code !== 0)
    throw new Error("loopscope cancel failed");
  await running.until("orders were placed again", /: order \d+ placed/g, {
    from: before,
    times: ORDERS_AFTER,
  });

  say("# The clerks go on, and the supervisor has started the cancelled task anew.");
  if ((await type("tree", pid)).code !== 0) throw new Error("loopscope tree failed");
  if ((await type("diagnose", pid)).code !== 0) throw new Error("something is still wrong");
}

const running = new Running();
const limit = setTimeout(() => {
  fail(`it took longer than ${LIMIT_MS / 1000} s`);
  void running.end();
}, LIMIT_MS);
try {
  await walk(running);
  say("# That is all: the deadlock was found, and undone while the program ran.");
} catch (error) {
  fail(error.message);
} finally {
  clearTimeout(limit);
  await running.end();
}
