/** Steps of a task among others, through the real adapter: from the request to the event that the program has stopped. */
import { readFileSync } from "node:fs";
import { DapConnection, type DapMessage } from "./dap-connection.js";
import { path } from "./paths.js";
import type { Row } from "./report.js";
import { median } from "./statistics.js";

const GOAL_MS = 20;
const STEPS_PER_ROUND = 40;
/** Until code that steps run often is compiled. */
const WARM_UP_STEPS = 20;

export type StepCommand = "next" | "stepIn" | "stepOut";

/** Milliseconds of each step, by the kind of step. */
export type StepTimes = Readonly<Record<"next" | "stepIn", readonly number[]>>;

interface Stopped {
  readonly threadId: number;
}

/** Runs `bench/programs/steps.ts` under `dist/adapter.cjs`, and steps through one of its three tasks. */
export async function measureSteps(rounds: number): Promise<StepTimes> {
  const program = path("bench/programs/steps.ts");
  const line =
    readFileSync(program, "utf8")
      .split("\n")
      .findIndex((text) => text.includes("// begin")) + 1;
  let onEvent: (message: DapMessage) => void = () => {};
  const event = (name: string): Promise<unknown> =>
    new Promise((resolve) => {
      const others = onEvent;
      onEvent = (message) => {
        others(message);
        if (message.event !== name) return;
        onEvent = others;
        resolve(message.body);
      };
    });
  const connection = new DapConnection(path("dist/adapter.cjs"), (message) => onEvent(message));
  try {
    const initialized = event("initialized");
    await connection.request("initialize", { adapterID: "asyncio", clientID: "bench", pathFormat: "path" });
    const launched = connection.request("launch", { program });
    await initialized;
    await connection.request("setBreakpoints", {
      source: { path: program },
      breakpoints: [{ line, condition: 'name === "B"' }],
    });
    const first = event("stopped");
    await connection.request("configurationDone");
    await launched;
    let { threadId } = (await first) as Stopped;
    const step = async (command: StepCommand): Promise<number> => {
      const stopped = event("stopped");
      const started = performance.now();
      await connection.request(command, { threadId });
      ({ threadId } = (await stopped) as Stopped);
      return performance.now() - started;
    };
    for (let i = 0; i < WARM_UP_STEPS; i++) await step("next");
    const times = { next: [] as number[], stepIn: [] as number[] };
    for (let i = 0; i < rounds * STEPS_PER_ROUND; i++) {
      times.next.push(await step("next"));
      times.stepIn.push(await step("stepIn"));
    }
    return times;
  } finally {
    await connection.close();
  }
}

/** The rows of the report. */
export function stepGoals(times: StepTimes): readonly Row[] {
  return (["next", "stepIn"] as const).map((command) => {
    const medianMs = median(times[command]);
    return {
      benchmark: "a step of one task among three, stopped to stopped",
      what: command,
      measured: `${medianMs.toFixed(1)} ms`,
      goal: `≤ ${GOAL_MS} ms`,
      met: medianMs <= GOAL_MS,
    };
  });
}
