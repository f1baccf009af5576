/**
 * Call graphs: the stack of a task, and the tasks that await it with theirs.
 *
 * Source: CPython 3.14 `Lib/asyncio/graph.py`, with its texts. A future that several await is one node, which all of
 * them share, and is printed once: there, each path to it is walked anew, which takes exponential time in the worst
 * case, and never ends when tasks await each other in a circle. Nothing is recursive, so a chain may have any length.
 */
import { awaitersOf } from "./awaited_by.js";
import { getRunningLoopOrNull } from "./events.js";
import { RuntimeError } from "./exceptions.js";
import { type Frame, runningFrames, suspendedFrames } from "./frames.js";
import { type Future, isFuture } from "./futures.js";
import { repr } from "./repr.js";
import { currentTaskOrNull, Task } from "./tasks.js";

/** One level of a future's call stack. */
export class FrameCallGraphEntry {
  constructor(
    /** Where it is, and what it runs. */
    readonly frame: Frame,
  ) {}
}

/** A future with its stack, and with those that await it. */
export class FutureCallGraph {
  constructor(
    /** The future or the task. */
    readonly future: Future<unknown>,
    /** Innermost first; empty for a future that is no task. */
    readonly callStack: readonly FrameCallGraphEntry[],
    /** The tasks and futures that await it. Whoever awaits several is one object in all of their lists. */
    readonly awaitedBy: readonly FutureCallGraph[],
  ) {}
}

/** Options of {@link captureCallGraph} and {@link formatCallGraph}. */
export interface CallGraphOptions {
  /** For the current task: where its stack begins. 1, the default, is the caller; 2 is the caller's caller … */
  readonly depth?: number | undefined;
  /**
   * How many levels of each stack are kept: when positive, those next to where the task began, when negative, the
   * innermost ones; 0 for none. By default, or for null, all.
   */
  readonly limit?: number | null | undefined;
}

/** Where text goes: `process.stdout`, for example. */
export interface TextFile {
  /** Takes a piece of text, line ends included. */
  write(text: string): unknown;
}

/** Options of {@link printCallGraph}. */
export interface PrintCallGraphOptions extends CallGraphOptions {
  /** By default the standard output. */
  readonly file?: TextFile | null | undefined;
}

/**
 * The call graph of a future, by default of the current task; null in a callback, which belongs to no task.
 * @throws {RuntimeError} without a future outside of a running loop.
 * @throws {TypeError} for what is no future.
 */
export function captureCallGraph(
  future: Future<unknown> | null = null,
  options: CallGraphOptions = {},
): FutureCallGraph | null {
  const current = currentTaskOrNull();
  const target = future ?? current;
  if (target === null) {
    if (getRunningLoopOrNull() !== null) return null;
    throw new RuntimeError(
      "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided",
    );
  }
  if (!isFuture(target)) {
    throw new TypeError(`${repr(target)} object does not appear to be compatible with asyncio.Future`);
  }
  const limit = options.limit ?? null;
  const root = node(target, () => stackOf(target, current, options.depth ?? 1, limit));
  const nodes = new Map<Future<unknown>, Node>([[target, root]]);
  // A map gives what is added while it is gone through, too.
  for (const [awaited, { awaitedBy }] of nodes) {
    for (const awaiter of awaitersOf(awaited)) {
      let graph = nodes.get(awaiter);
      if (graph === undefined) {
        graph = node(awaiter, () => stackOf(awaiter, null, 1, limit));
        nodes.set(awaiter, graph);
      }
      awaitedBy.push(graph.graph);
    }
  }
  return root.graph;
}

/** A node whose list of awaiters is still growing. */
interface Node {
  readonly graph: FutureCallGraph;
  readonly awaitedBy: FutureCallGraph[];
}

function node(future: Future<unknown>, stack: () => Frame[]): Node {
  const awaitedBy: FutureCallGraph[] = [];
  const entries = stack().map((frame) => new FrameCallGraphEntry(frame));
  return { graph: new FutureCallGraph(future, entries, awaitedBy), awaitedBy };
}

function stackOf(
  future: Future<unknown>,
  current: Future<unknown> | null,
  depth: number,
  limit: number | null,
): Frame[] {
  if (limit === 0 || !(future instanceof Task)) return [];
  const frames =
    future === current
      ? runningFrames(future).slice(Math.max(depth - 1, 0))
      : suspendedFrames(future.coroutineStack, future._coroutine);
  if (limit === null) return frames;
  return limit > 0 ? frames.slice(-limit) : frames.slice(0, -limit);
}

/**
 * The call graph as text, see {@link captureCallGraph}; empty in a callback. What was printed before, as several await
 * it, is named only, with `(shown above)`.
 * @throws {RuntimeError} without a future outside of a running loop.
 * @throws {TypeError} for what is no future.
 */
export function formatCallGraph(
  future: Future<unknown> | null = null,
  options: CallGraphOptions = {},
): string {
  const root = captureCallGraph(future, options);
  if (root === null) return "";
  const lines: string[] = [];
  const shown = new Set<FutureCallGraph>();
  const left: { graph: FutureCallGraph; level: number }[] = [{ graph: root, level: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { graph, level } = next;
    const indent = "    ".repeat(level);
    const { callStack, awaitedBy } = graph;
    const repeated = shown.has(graph) && callStack.length + awaitedBy.length > 0;
    lines.push(`${indent}* ${title(graph.future)}${repeated ? " (shown above)" : ""}`);
    if (repeated) continue;
    shown.add(graph);
    if (callStack.length > 0) lines.push(`${indent}  + Call stack:`);
    for (const { frame } of callStack) lines.push(`${indent}  |   ${describe(frame)}`);
    if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
    for (const awaiter of [...awaitedBy].reverse()) left.push({ graph: awaiter, level: level + 1 });
  }
  return lines.join("\n");
}

/**
 * Writes the call graph, see {@link formatCallGraph}.
 * @throws {RuntimeError} without a future outside of a running loop.
 * @throws {TypeError} for what is no future.
 */
export function printCallGraph(
  future: Future<unknown> | null = null,
  options: PrintCallGraphOptions = {},
): void {
  const text = formatCallGraph(future, options);
  if (options.file == null) console.log(text);
  else options.file.write(`${text}\n`);
}

/** Numbers in place of CPython's addresses: the same for an object as long as it lives. */
const identities = new WeakMap<object, number>();
let identityCount = 0;

function title(future: Future<unknown>): string {
  let identity = identities.get(future);
  if (identity === undefined) {
    identity = ++identityCount;
    identities.set(future, identity);
  }
  const id = `id=0x${identity.toString(16)}`;
  return future instanceof Task ? `Task(name=${repr(future.getName())}, ${id})` : `Future(${id})`;
}

function describe(frame: Frame): string {
  const place = frame.line === null ? "" : ` line ${frame.line},`;
  const tag = { function: "", coroutine: "async ", "async generator": "async generator " }[frame.kind];
  return `File ${repr(frame.file ?? "<unknown>")},${place} in ${tag}${frame.name}()`;
}
