import type { Finding, SessionFile } from "../../protocol/index.js";
import type { Console } from "../console.js";
import { DebugSession } from "../debug/session.js";
import { EXIT } from "../exit-codes.js";
import { runningSessions } from "../sessions/folder.js";
import { formatDuration } from "../text/duration.js";
import { type Line, printable, segment } from "../text/line.js";
import { tableLines } from "../text/table.js";
import { badgeOf, countTasks, type TaskCounts } from "../text/tree-lines.js";

/** A program that does not answer within this time is listed without its tasks. */
const ANSWER_WITHIN_MS = 8000;

/** One program in the JSON form of `ps`. */
export interface ListedSession {
  readonly pid: number;
  readonly program: string;
  readonly startedMs: number;
  /** Absent, as `findings`, when the program did not answer. */
  readonly tasks?: TaskCounts;
  readonly findings?: readonly Finding[];
}

async function ask(file: SessionFile): Promise<ListedSession> {
  const listed = { pid: file.pid, program: file.program, startedMs: file.startedMs };
  let overdue: NodeJS.Timeout | undefined;
  const late = new Promise<ListedSession>((resolve) => {
    overdue = setTimeout(() => resolve(listed), ANSWER_WITHIN_MS);
  });
  const answer = (async (): Promise<ListedSession> => {
    const session = await DebugSession.attach({ processId: file.pid });
    try {
      const { findings } = await session.diagnose();
      return { ...listed, tasks: countTasks(session.table), findings };
    } finally {
      await session.end();
    }
  })().catch(() => listed);
  const result = await Promise.race([answer, late]);
  clearTimeout(overdue);
  return result;
}

function row(session: ListedSession, nowMs: number): Line[] {
  const { tasks, findings } = session;
  const live = tasks === undefined ? "?" : (tasks.pending + tasks.running).toLocaleString("en");
  const kinds = [...new Set((findings ?? []).map((finding) => badgeOf(finding.kind)))];
  return [
    [segment(String(session.pid), "name")],
    [segment(live)],
    [segment(formatDuration(nowMs - session.startedMs))],
    [segment(printable(session.program))],
    findings === undefined
      ? [segment("does not answer", "warning")]
      : [segment(kinds.join(", "), kinds.length > 0 ? "error" : "dim")],
  ];
}

/** `loopscope ps`: the programs that run for this user. */
export async function ps(console: Console, json: boolean): Promise<number> {
  const sessions = await Promise.all((await runningSessions()).map(ask));
  if (json) console.printJson({ sessions });
  else if (sessions.length === 0) console.say("no program runs under loopscope.");
  else
    console.print(
      tableLines(
        ["PID", "TASKS", "UP", "PROGRAM", "FINDINGS"],
        sessions.map((session) => row(session, Date.now())),
      ),
    );
  return EXIT.ok;
}
