/** `asyncioTasks` on ten thousand tasks, through the real adapter: how long the client waits, and the program. */
import { DapConnection, type DapMessage } from "./dap-connection.js";
import { path } from "./paths.js";
import type { Row } from "./report.js";
import { median } from "./statistics.js";
import { Ticker } from "./ticker.js";

/** Milliseconds, one value a round. */
export interface Snapshots {
  readonly tasks: number;
  /** From the first request to its answer, while the adapter's table is filled. */
  readonly firstMs: number;
  readonly requestMs: readonly number[];
  /** The longest pause of the program's loop during each request. */
  readonly pauseMs: readonly number[];
  /** The same in as long a time without a request: what the machine does by itself. */
  readonly idlePauseMs: readonly number[];
}

const REQUEST_GOAL_MS = 250;
const PAUSE_GOAL_MS = 5;
/** Between two requests, so that what one leaves behind does not count for the next. */
const SETTLE_MS = 300;

const after = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** Starts the program under the adapter, up to its own word that all tasks are there. */
async function launch(ticker: Ticker): Promise<DapConnection> {
  let onInitialized: () => void = () => {};
  const initialized = new Promise<void>((resolve) => {
    onInitialized = resolve;
  });
  const connection = new DapConnection(path("dist/adapter.cjs"), ({ event, body }: DapMessage) => {
    if (event === "initialized") onInitialized();
    if (event === "output") ticker.read((body as { output: string }).output);
  });
  try {
    await connection.request("initialize", { adapterID: "asyncio", clientID: "bench" });
    const launched = connection.request("launch", { program: path("bench/programs/ten-thousand.ts") });
    await Promise.race([initialized, launched.then(() => initialized)]);
    await connection.request("configurationDone");
    await launched;
    await ticker.isReady;
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Runs the program under `dist/adapter.cjs`, and asks for its tasks twice a round. */
export async function measureSnapshots(rounds: number): Promise<Snapshots> {
  const ticker = new Ticker();
  const connection = await launch(ticker);
  try {
    const request = async (): Promise<{ tasks: number; startMs: number; ms: number }> => {
      const startMs = Date.now();
      const started = performance.now();
      const { tasks } = await connection.request<{ tasks: unknown[] }>("asyncioTasks");
      return { tasks: tasks.length, startMs, ms: performance.now() - started };
    };
    const first = await request();
    const windows: { startMs: number; endMs: number; ms: number }[] = [];
    for (let round = 0; round < rounds * 2; round++) {
      await after(SETTLE_MS);
      const { startMs, ms } = await request();
      windows.push({ startMs, endMs: Date.now(), ms });
      await after(SETTLE_MS + ms);
    }
    await after(SETTLE_MS);
    return {
      tasks: first.tasks,
      firstMs: first.ms,
      requestMs: windows.map(({ ms }) => ms),
      pauseMs: windows.map(({ startMs, endMs }) => ticker.longestPause(startMs, endMs)),
      idlePauseMs: windows.map(({ endMs, ms }) =>
        ticker.longestPause(endMs + SETTLE_MS / 2, endMs + SETTLE_MS / 2 + ms),
      ),
    };
  } finally {
    await connection.close();
  }
}

/** The measurements against their goals. */
export function snapshotGoals({ tasks, firstMs, requestMs, pauseMs, idlePauseMs }: Snapshots): Row[] {
  const benchmark = `asyncioTasks, ${tasks.toLocaleString("en")} tasks`;
  const inMs = (value: number): string => `${value.toFixed(1)} ms`;
  const [answered, paused] = [median(requestMs), median(pauseMs)];
  return [
    { benchmark, what: "first answer", measured: inMs(firstMs) },
    {
      benchmark,
      what: "answer",
      measured: inMs(answered),
      goal: `≤ ${REQUEST_GOAL_MS} ms`,
      met: answered <= REQUEST_GOAL_MS,
    },
    {
      benchmark,
      what: "longest loop pause",
      measured: inMs(paused),
      goal: `≤ ${PAUSE_GOAL_MS} ms`,
      met: paused <= PAUSE_GOAL_MS,
    },
    { benchmark, what: "the same without a request", measured: inMs(median(idlePauseMs)) },
  ];
}
