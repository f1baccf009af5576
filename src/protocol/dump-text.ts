/**
 * A dump as a tree for people, in the manner of CPython 3.14's `python -m asyncio pstree`: a task, below it its
 * coroutines from the outermost to the innermost, below that what it awaits. Each task is shown once; where it would be
 * shown again, also in a circle, stands a reference.
 */
import type { DapSite } from "./dap.js";
import type { Dump, DumpTask } from "./dump.js";
import type { DumpComparison, DumpPair } from "./dump-comparison.js";

/** A subtree is not drawn deeper than this: further tasks are drawn as roots. */
const MAX_DEPTH_TASKS = 50;

/** Tasks in one list of a comparison. */
const LISTED_TASKS = 50;

/** What the lists of a comparison are called. */
type Titles = Readonly<Record<"stillStuck" | "added" | "ended" | "gone" | "moved", string>>;

const ONE_RUN: Titles = {
  stillStuck: "Still stuck",
  added: "Added",
  ended: "Ended",
  gone: "Gone",
  moved: "Went on",
};

/** A task of another run has not gone on, nor stayed where it was. */
const TWO_RUNS: Titles = {
  stillStuck: "Waits for the same in both",
  added: "Only in the second",
  ended: "Ended in the second",
  gone: "Only in the first",
  moved: "Waits for something else in the second",
};

/** One line, whatever the program calls its things. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

const place = (site: DapSite): string => `${site.source?.path ?? site.source?.name ?? "?"}:${site.line}`;

const isPending = ({ state }: DumpTask): boolean => state === "pending" || state === "running";

/** The whole dump, lines without a trailing break. */
export function dumpText(dump: Dump): string {
  const { program, tasks, findings } = dump;
  const pending = tasks.filter(isPending);
  const host =
    program.host === undefined
      ? ""
      : `, ${program.language === "python" ? "Python" : "Node"} ${program.host}`;
  const lines = [
    clean(`${program.name ?? "program"}${program.pid === undefined ? "" : ` (pid ${program.pid})`}${host}`),
    `${new Date(dump.takenMs).toISOString()}${dump.stopped ? ", stopped by the debugger" : ""}: ${pending.length} pending, ${tasks.length - pending.length} ended`,
    ...(dump.dropped > 0 ? [`${dump.dropped} records were dropped: there was too much to tell`] : []),
    ...findings.map(({ severity, message }) => `${severity}: ${clean(message)}`),
    "",
    ...new Tree(dump).lines(),
  ];
  return lines.join("\n");
}

/** A comparison, lines without a trailing break. */
export function comparisonText(comparison: DumpComparison): string {
  const { by, elapsedMs, added, gone, ended, moved, stillStuck, newFindings, goneFindings } = comparison;
  const list = (title: string, tasks: readonly DumpTask[]): string[] => {
    if (tasks.length === 0) return [];
    const shown = tasks.slice(0, LISTED_TASKS).map((task) => `  ${describe(task)}`);
    const more = tasks.length - shown.length;
    return [`${title}: ${tasks.length}`, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
  };
  const titles = by === "id" ? ONE_RUN : TWO_RUNS;
  const later = (pairs: readonly DumpPair[]): DumpTask[] => pairs.map(({ after }) => after);
  return [
    by === "id"
      ? `The same process, ${duration(elapsedMs)} later`
      : "Two runs: no task is in both; they are matched by name, coroutine and place of creation",
    ...list(titles.stillStuck, later(stillStuck)),
    ...list(titles.added, added),
    ...list(titles.ended, later(ended)),
    ...list(titles.gone, gone),
    ...list(titles.moved, later(moved)),
    ...newFindings.map(({ message }) => `New: ${clean(message)}`),
    ...goneFindings.map(({ message }) => `No more: ${clean(message)}`),
  ].join("\n");
}

/** `worker (work), awaits lock 'orders'` */
function describe(task: DumpTask): string {
  const { awaiting, outcome } = task;
  const coroutine = task.coroutine === task.name ? "" : ` (${task.coroutine})`;
  const waits =
    awaiting === undefined
      ? ""
      : `, awaits ${awaiting.kind}${awaiting.label === undefined ? "" : ` '${awaiting.label}'`}`;
  const end = isPending(task)
    ? ""
    : `, ${task.state}${outcome?.exception === undefined ? "" : `: ${outcome.exception}`}`;
  return clean(`${task.name}${coroutine}${waits}${end}`);
}

class Tree {
  readonly #dump: Dump;
  readonly #tasks: ReadonlyMap<number, DumpTask>;
  readonly #resources;
  readonly #drawn = new Set<number>();
  readonly #lines: string[] = [];

  constructor(dump: Dump) {
    this.#dump = dump;
    this.#tasks = new Map(dump.tasks.filter(isPending).map((task) => [task.id, task]));
    this.#resources = new Map(dump.resources.map((resource) => [resource.id, resource]));
  }

  /** Roots are the tasks that nobody waits for; what hangs in a circle begins with its oldest one. */
  lines(): string[] {
    const ordered = [...this.#tasks.values()].sort((a, b) => a.id - b.id);
    for (const task of ordered) if (task.awaitedBy.length === 0) this.#task(task, "", true, 0);
    for (const task of ordered) if (!this.#drawn.has(task.id)) this.#task(task, "", true, 0);
    return this.#lines;
  }

  #task(task: DumpTask, guides: string, last: boolean, depth: number): void {
    const branch = `${guides}${last ? "└── " : "├── "}`;
    const name = clean(`(T) ${task.name}`);
    if (this.#drawn.has(task.id)) {
      this.#lines.push(`${branch}${name} (shown elsewhere)`);
      return;
    }
    this.#drawn.add(task.id);
    this.#lines.push(`${branch}${name}${this.#wait(task)}`);
    let inner = `${guides}${last ? "    " : "│   "}`;
    const awaited = (task.awaiting?.taskIds ?? []).flatMap((id) => this.#tasks.get(id) ?? []);
    const frames = [...(task.stack ?? [])].reverse();
    const names =
      frames.length > 0 ? frames.map((frame) => `${frame.name} ${place(frame)}`) : [`${task.coroutine}()`];
    for (const frame of names) {
      this.#lines.push(`${inner}└──  ${clean(frame)}`);
      inner += "    ";
    }
    if (depth >= MAX_DEPTH_TASKS) {
      if (awaited.length > 0) this.#lines.push(`${inner}└── … (shown below)`);
      return;
    }
    for (const [index, each] of awaited.entries())
      this.#task(each, inner, index === awaited.length - 1, depth + 1);
  }

  /** What it waits for, for how long, and who has it. */
  #wait(task: DumpTask): string {
    const { awaiting } = task;
    if (task.state === "running") return " running";
    if (awaiting === undefined) return " ready to run";
    const label = awaiting.label === undefined ? "" : ` '${awaiting.label}'`;
    const since =
      awaiting.sinceMs === undefined ? "" : ` for ${duration(this.#dump.takenMs - awaiting.sinceMs)}`;
    const resource = awaiting.resourceId === undefined ? undefined : this.#resources.get(awaiting.resourceId);
    const holders = (resource?.holders ?? []).map((id) => `'${this.#tasks.get(id)?.name ?? `task ${id}`}'`);
    const held = holders.length === 0 ? "" : `, held by ${holders.join(", ")}`;
    return clean(` awaits ${awaiting.kind}${label}${since}${held}`);
  }
}
