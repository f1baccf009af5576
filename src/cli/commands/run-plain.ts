/** `loopscope run` without a terminal: the program's output, then its task tree and the diagnosis. */
import { setTimeout as delay } from "node:timers/promises";
import type { Finding, LaunchArguments, TasksResponse } from "../../protocol/index.js";
import type { RunCommand } from "../arguments.js";
import type { Console } from "../console.js";
import { ConnectionClosed, RequestRefused } from "../debug/connection.js";
import { DebugSession, type OutputCategory, type SessionEnd } from "../debug/session.js";
import { hasLiveTasks } from "../debug/task-table.js";
import { UserError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { watchInterruption } from "../interruption.js";
import { isRunning, SettleWatch, shapeOf, type Verdict } from "../settle.js";
import { adviceFor } from "../text/finding-lines.js";
import { segment } from "../text/line.js";
import { diagnosisLines, treeLines } from "../text/report-lines.js";

/** How often the state is judged: fine enough for the settle time, and never a burden. */
const SHORTEST_CHECK_MS = 50;
const LONGEST_CHECK_MS = 500;

/** The JSON form of `run`. */
export interface RunReport {
  readonly outcome: "ended" | "hung" | "timeout" | "interrupted";
  /** The program's own, when it ended by itself. */
  readonly exitCode?: number;
  readonly tasks: TasksResponse;
  readonly findings: readonly Finding[];
}

/** Waits for a promise without keeping it alive afterwards: timers that lost a race are cleared. */
class Checks {
  readonly #stop = new AbortController();

  wait<T>(delayMs: number, value: T): Promise<T> {
    return delay(delayMs, value, { signal: this.#stop.signal }).catch(() => value);
  }

  dispose(): void {
    this.#stop.abort();
  }
}

type Step =
  | { readonly kind: "ended"; readonly end: SessionEnd }
  | { readonly kind: "interrupted"; readonly code: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "check" };

/** Writes through to our own streams; a full one holds the adapter back instead of filling memory. */
function passThrough(session: () => DebugSession | undefined, allToStderr: boolean) {
  const full = new Set<NodeJS.WriteStream>();
  return (text: string, category: OutputCategory) => {
    const stream = category === "stdout" && !allToStderr ? process.stdout : process.stderr;
    if (stream.write(text) || full.has(stream)) return;
    full.add(stream);
    session()?.pauseReading();
    // A broken pipe never drains, and the end of the session is still to be read.
    const goOn = (): void => {
      stream.off("drain", goOn).off("error", goOn);
      full.delete(stream);
      if (full.size === 0) session()?.resumeReading();
    };
    stream.on("drain", goOn).on("error", goOn);
  };
}

async function judge(session: DebugSession, watch: SettleWatch): Promise<Verdict> {
  try {
    const { findings } = await session.diagnose();
    const { table } = session;
    const observe = () => watch.observe(shapeOf(table), findings, performance.now(), isRunning(table));
    if (observe().kind === "busy") return { kind: "busy" };
    // What is about to be shown is of this moment; and a program that has moved on meanwhile is not at rest.
    await session.refresh();
    return observe();
  } catch (error) {
    // It is ending, or has not loaded the runtime yet.
    if (error instanceof RequestRefused || error instanceof ConnectionClosed) return { kind: "busy" };
    throw error;
  }
}

function printReport(console: Console, session: DebugSession, headline: string): void {
  const { table } = session;
  console.print([
    [],
    [segment(headline, "strong")],
    ...treeLines(table, Date.now()),
    [],
    ...diagnosisLines(table.findings, table, console.cwd, console.columns()),
  ]);
}

/** @throws UserError when the program cannot be started. */
export async function runPlain(
  console: Console,
  command: RunCommand,
  args: LaunchArguments,
): Promise<number> {
  const interruption = watchInterruption();
  const checks = new Checks();
  let session: DebugSession | undefined;
  try {
    const launched = DebugSession.launch(args, {
      output: passThrough(() => session, command.json),
    });
    const first = await Promise.race([launched, interruption.happened]);
    if (typeof first === "number") {
      void launched.then((late) => late.end()).catch(() => undefined);
      return first;
    }
    session = first;
    if (command.keep) console.say(`${command.program} runs as process ${session.processId ?? "?"}.`);
    return await watchUntilEnd(console, command, session, interruption.happened, checks);
  } catch (error) {
    if (error instanceof RequestRefused || error instanceof ConnectionClosed)
      throw new UserError(error.message);
    throw error;
  } finally {
    checks.dispose();
    await session?.end();
    interruption.dispose();
  }
}

async function watchUntilEnd(
  console: Console,
  command: RunCommand,
  session: DebugSession,
  interrupted: Promise<number>,
  checks: Checks,
): Promise<number> {
  const watch = new SettleWatch(command.settleMs);
  const checkMs = Math.min(LONGEST_CHECK_MS, Math.max(SHORTEST_CHECK_MS, command.settleMs / 4));
  const ended = session.ended.then((end): Step => ({ kind: "ended", end }));
  const stopped = interrupted.then((code): Step => ({ kind: "interrupted", code }));
  const late: Promise<Step>[] =
    command.timeoutMs === undefined ? [] : [checks.wait<Step>(command.timeoutMs, { kind: "timeout" })];
  const report = (outcome: RunReport["outcome"], headline: string | undefined, exitCode?: number) => {
    if (command.json) console.printJson(runReport(session, outcome, exitCode));
    else if (headline !== undefined) printReport(console, session, headline);
  };
  let reported = "";
  for (;;) {
    const step = await Promise.race([ended, stopped, ...late, checks.wait<Step>(checkMs, { kind: "check" })]);
    switch (step.kind) {
      case "ended":
        if (step.end.failure !== undefined) throw new UserError(sentence(step.end.failure));
        report("ended", undefined, step.end.exitCode);
        return step.end.exitCode ?? EXIT.ok;
      case "interrupted":
        report("interrupted", undefined);
        return step.code;
      case "timeout":
        report("timeout", `${command.program} was still running after ${command.timeoutMs! / 1000} s.`);
        return EXIT.timeout;
      case "check":
    }
    const verdict = await judge(session, watch);
    if (verdict.kind === "hung" && !command.keep) {
      report("hung", `${command.program} hangs.`);
      return EXIT.finding;
    }
    const state = verdict.kind === "busy" ? reported : `${verdict.kind} ${stateOf(session, verdict)}`;
    if (state === reported || command.json) continue;
    reported = state;
    if (verdict.kind === "hung") {
      printReport(console, session, `${command.program} hangs.`);
      const advice = adviceFor(verdict.findings, session.table);
      if (advice !== undefined) console.print([[segment(advice, "dim")]]);
    } else if (hasLiveTasks(session.table)) {
      printReport(console, session, `${command.program} has come to rest, and runs on.`);
    } else if (session.table.tasks.size === 0) {
      console.say(`${command.program} has no asyncio tasks: it runs no asyncio event loop.`);
    }
  }
}

/** What is told once, and again only when it is something else. */
function stateOf(session: DebugSession, verdict: Verdict): string {
  return verdict.kind === "hung"
    ? JSON.stringify(verdict.findings.map((finding) => [finding.kind, finding.taskIds]))
    : shapeOf(session.table);
}

function runReport(session: DebugSession, outcome: RunReport["outcome"], exitCode?: number): RunReport {
  const { table } = session;
  return {
    outcome,
    ...(exitCode === undefined ? {} : { exitCode }),
    tasks: {
      tasks: [...table.tasks.values()],
      resources: [...table.resources.values()],
      loops: table.loops,
      dropped: table.dropped,
    },
    findings: table.findings,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
