/** A hundred thousand tasks through the real adapter: the first tree, an update, the program's pauses, memory, a flood. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { recordsOf, type TasksResponse } from "../src/protocol/index.js";
import { DapConnection, type DapMessage } from "./dap-connection.js";
import { path } from "./paths.js";
import type { Row } from "./report.js";
import { median } from "./statistics.js";
import { Ticker } from "./ticker.js";

export interface Scale {
  readonly tasks: number;
  /** From the first request to the last page of all tasks. */
  readonly firstTreeMs: number;
  /** From a change in the program to the event that has it. */
  readonly updateMs: readonly number[];
  /** The longest pause of the program's loop in each second of being watched. */
  readonly pauseMs: readonly number[];
  /** The same of the program by itself: what the machine and the garbage collector do. */
  readonly alonePauseMs: readonly number[];
  readonly adapterMb: number;
  readonly flood: { readonly tasksPerSecond: number; readonly dropped: number; readonly adapterMb: number };
}

const TREE_GOAL_MS = 3_000;
const UPDATE_GOAL_MS = 1_000;
const PAUSE_GOAL_MS = 5;
const WORST_PAUSE_GOAL_MS = 50;
const MEMORY_GOAL_MB = 1_024;

/** Records of one page of `asyncioTasks`. */
const PAGE_RECORDS = 5_000;
const SECONDS_WATCHED = 10;
const SETTLE_MS = 3_000;
const PROGRAM = path("bench/programs/hundred-thousand.ts");

const after = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

interface Task {
  readonly id: number;
  readonly name: string;
  readonly state: string;
}

interface Changes {
  readonly tasks: readonly Task[];
  readonly dropped: number;
}

class Watched {
  readonly ticker = new Ticker();
  readonly connection: DapConnection;
  #output = "";
  #dropped = 0;
  #onChanges: (changes: Changes) => void = () => {};
  #onOutput: () => void = () => {};
  readonly #initialized: Promise<void>;

  constructor() {
    let initialized: () => void = () => {};
    this.#initialized = new Promise((resolve) => {
      initialized = resolve;
    });
    this.connection = new DapConnection(path("dist/adapter.cjs"), ({ event, body }: DapMessage) => {
      if (event === "initialized") initialized();
      if (event === "output") {
        const { output } = body as { output: string };
        this.ticker.read(output);
        this.#output += output;
        this.#onOutput();
      }
      if (event === "asyncioTasksChanged") {
        this.#dropped = (body as Changes).dropped;
        this.#onChanges(body as Changes);
      }
    });
  }

  get dropped(): number {
    return this.#dropped;
  }

  async launch(program: string): Promise<void> {
    await this.connection.request("initialize", { adapterID: "asyncio", clientID: "bench" });
    const launched = this.connection.request("launch", { program });
    await Promise.race([this.#initialized, launched.then(() => this.#initialized)]);
    await this.connection.request("configurationDone");
    await launched;
    await this.ticker.isReady;
  }

  async firstTree(): Promise<{ tasks: number; ms: number }> {
    const started = performance.now();
    let cursor: number | undefined;
    let tasks = 0;
    do {
      const page = await this.connection.request<TasksResponse>("asyncioTasks", {
        count: PAGE_RECORDS,
        columns: true,
        ...(cursor === undefined ? {} : { cursor }),
      });
      tasks += recordsOf(page.tasks, page.taskColumns).length;
      cursor = page.cursor;
    } while (cursor !== undefined);
    return { tasks, ms: performance.now() - started };
  }

  /** Evaluates in the program, and waits for the event that has what came of it. */
  async change(expression: string, is: (task: Task) => boolean): Promise<number> {
    const seen = new Promise<number>((resolve) => {
      this.#onChanges = ({ tasks }) => {
        if (tasks.some(is)) resolve(performance.now());
      };
    });
    const started = performance.now();
    await this.connection.request("evaluate", { expression, context: "repl" });
    return (await seen) - started;
  }

  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found !== null) return found;
      await new Promise<void>((resolve) => {
        this.#onOutput = resolve;
      });
    }
  }

  /** Resident memory of the adapter, megabytes. */
  adapterMb(): number {
    const status = readFileSync(`/proc/${this.connection.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
  }
}

/** The longest pause in each of so many seconds. */
async function pausesOf(ticker: Ticker): Promise<number[]> {
  const pauseMs: number[] = [];
  for (let second = 0; second < SECONDS_WATCHED; second++) {
    const startMs = Date.now();
    await after(1_000);
    pauseMs.push(ticker.longestPause(startMs, Date.now()));
  }
  return pauseMs;
}

/** The program by itself, without a debugger. */
async function pausesAlone(): Promise<number[]> {
  const ticker = new Ticker();
  const program = spawn(process.execPath, ["--import", "tsx", PROGRAM], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    program.stdout.setEncoding("utf8").on("data", (text: string) => ticker.read(text));
    await ticker.isReady;
    // As long as the first tree takes: until what the start has left behind is cleared away.
    await after(SETTLE_MS);
    return await pausesOf(ticker);
  } finally {
    program.kill();
  }
}

/** Runs the program under `dist/adapter.cjs`. Linux only: it reads the adapter's memory from `/proc`. */
export async function measureScale(): Promise<Scale> {
  const alonePauseMs = await pausesAlone();
  const watched = new Watched();
  try {
    await watched.launch(PROGRAM);
    const { tasks, ms: firstTreeMs } = await watched.firstTree();
    const updateMs = [
      await watched.change("wakeWatched()", ({ name, state }) => name === "watched" && state === "done"),
    ];
    const pauseMs = await pausesOf(watched.ticker);
    const adapterMb = watched.adapterMb();
    await watched.connection.request("evaluate", { expression: "startFlood()", context: "repl" });
    const [, count, seconds] = await watched.printed(/flood (\d+) ([\d.]+)/);
    updateMs.push(await watched.change("globalThis.later = 1", () => true));
    return {
      tasks,
      firstTreeMs,
      updateMs,
      pauseMs,
      alonePauseMs,
      adapterMb,
      flood: {
        tasksPerSecond: Number(count) / Number(seconds),
        dropped: watched.dropped,
        adapterMb: watched.adapterMb(),
      },
    };
  } finally {
    await watched.connection.close();
  }
}

/** The measurements against their goals. */
export function scaleGoals({
  tasks,
  firstTreeMs,
  updateMs,
  pauseMs,
  alonePauseMs,
  adapterMb,
  flood,
}: Scale): Row[] {
  const benchmark = `${tasks.toLocaleString("en")} tasks under the debugger`;
  const row = (what: string, measured: string, goal?: string, met?: boolean): Row => ({
    benchmark,
    what,
    measured,
    ...(goal === undefined ? {} : { goal }),
    ...(met === undefined ? {} : { met }),
  });
  const inMs = (value: number): string => `${value.toFixed(1)} ms`;
  const inMb = (value: number): string => `${value.toFixed(0)} MB`;
  const [paused, worst, update] = [median(pauseMs), Math.max(...pauseMs), Math.max(...updateMs)];
  return [
    row("first tree", inMs(firstTreeMs), `≤ ${TREE_GOAL_MS} ms`, firstTreeMs <= TREE_GOAL_MS),
    row("update", inMs(update), `≤ ${UPDATE_GOAL_MS} ms`, update <= UPDATE_GOAL_MS),
    row("longest pause in a second, median", inMs(paused), `≤ ${PAUSE_GOAL_MS} ms`, paused <= PAUSE_GOAL_MS),
    row("the same without a debugger", inMs(median(alonePauseMs))),
    row("longest pause, worst", inMs(worst), `≤ ${WORST_PAUSE_GOAL_MS} ms`, worst <= WORST_PAUSE_GOAL_MS),
    row("adapter's memory", inMb(adapterMb), `≤ ${MEMORY_GOAL_MB} MB`, adapterMb <= MEMORY_GOAL_MB),
    row("flood of short tasks", `${Math.round(flood.tasksPerSecond).toLocaleString("en")} a second`),
    row("records dropped, as shown", flood.dropped.toLocaleString("en"), "> 0", flood.dropped > 0),
    row(
      "adapter's memory afterwards",
      inMb(flood.adapterMb),
      `≤ ${MEMORY_GOAL_MB} MB`,
      flood.adapterMb <= MEMORY_GOAL_MB,
    ),
  ];
}
