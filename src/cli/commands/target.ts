/** Which process and which task a command line means. */
import type { DapTask, SessionFile } from "../../protocol/index.js";
import type { Target } from "../arguments.js";
import { ConnectionClosed, RequestRefused } from "../debug/connection.js";
import { DebugSession } from "../debug/session.js";
import { isLive, type TaskTable } from "../debug/task-table.js";
import { UsageError, UserError } from "../errors.js";
import { isAlive, runningSessions } from "../sessions/folder.js";

export interface ResolvedTarget {
  readonly target: Target;
  /** The task's id or name, when one was given. */
  readonly task?: string;
}

/**
 * Sorts out `[pid] [task]`. Of two words the first is the process. One word alone is the task for a command that
 * needs one; otherwise it is a process when a session, or in default of sessions a process, has that id.
 * @throws UsageError when a process is named twice.
 */
export function resolveWords(
  target: Target,
  words: readonly string[],
  needsTask: boolean,
  sessions: readonly Pick<SessionFile, "pid">[],
): ResolvedTarget {
  const named = target.pid !== undefined || target.port !== undefined;
  const [first, second] = words;
  if (second !== undefined) {
    if (named) throw new UsageError("Name the process once.");
    if (!/^\d+$/.test(first!)) throw new UsageError(`A process id must be a number, not '${first}'.`);
    return { target: { pid: Number(first) }, task: second };
  }
  if (first === undefined) return { target };
  const pid = Number(first);
  const isProcess =
    !named &&
    !needsTask &&
    /^\d+$/.test(first) &&
    (sessions.some((session) => session.pid === pid) || (sessions.length === 0 && isAlive(pid)));
  return isProcess ? { target: { pid } } : { target, task: first };
}

/**
 * The process to attach to: the one that was named, or the only session.
 * @throws UserError when it does not exist, or when none or several could be meant.
 */
export function chooseProcess(target: Target, sessions: readonly SessionFile[]): Target {
  if (target.port !== undefined) return target;
  if (target.pid !== undefined) {
    if (!isAlive(target.pid))
      throw new UserError(`There is no process ${target.pid}; \`loopscope ps\` lists the programs that run.`);
    return target;
  }
  const [only, another] = sessions;
  if (only === undefined)
    throw new UserError(
      "No program runs under loopscope; start one with `loopscope run`, or name a Node or Python process by its id.",
    );
  if (another !== undefined) {
    const list = sessions.map((session) => `${session.pid} (${session.program})`).join(", ");
    throw new UserError(`Several programs run: ${list}; name one of them by its id.`);
  }
  return { pid: only.pid };
}

/**
 * Attaches, works, and detaches; the program goes on.
 * @throws UserError with the adapter's reason when attaching, or a request, is refused.
 */
export async function withAttached<T>(
  target: Target,
  work: (session: DebugSession) => Promise<T>,
): Promise<T> {
  const chosen = chooseProcess(target, await runningSessions());
  let session: DebugSession | undefined;
  try {
    session = await DebugSession.attach(
      chosen.port === undefined ? { processId: chosen.pid! } : { port: chosen.port },
    );
    return await work(session);
  } catch (error) {
    if (error instanceof RequestRefused || error instanceof ConnectionClosed)
      throw new UserError(error.message);
    throw error;
  } finally {
    await session?.end();
  }
}

const CANDIDATES_SHOWN = 5;

/**
 * The task that a word means: its id, or its name; live tasks come before ended ones.
 * @throws UserError when there is none, or several of that name.
 */
export function findTask(table: TaskTable, word: string): DapTask {
  if (/^\d+$/.test(word)) {
    const task = table.tasks.get(Number(word));
    if (task !== undefined) return task;
  }
  const named = [...table.tasks.values()].filter((task) => task.name === word);
  const live = named.filter(isLive);
  const candidates = live.length > 0 ? live : named;
  const [only, another] = candidates;
  if (only === undefined)
    throw new UserError(`There is no task '${word}'; \`loopscope tree\` shows the tasks with their names.`);
  if (another !== undefined) {
    const ids = candidates.slice(0, CANDIDATES_SHOWN).map((task) => task.id);
    const more = candidates.length > CANDIDATES_SHOWN ? ", …" : "";
    throw new UserError(
      `${candidates.length} tasks are named '${word}': ids ${ids.join(", ")}${more}; name one by its id.`,
    );
  }
  return only;
}
