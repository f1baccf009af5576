/**
 * What debug mode needs: whether the environment asks for it, and stacks that are formatted only when read.
 *
 * Source: CPython `Lib/asyncio/coroutines.py` (`_is_debug_mode`), `format_helpers.extract_stack`.
 */
import { host } from "./host.js";
import { fileOf } from "./host_inspector.js";

/** How many frames a creation stack keeps; CPython's `constants.DEBUG_STACK_DEPTH`. */
export const DEBUG_STACK_DEPTH = 10;

/** Frames of this library, above the user's own, that a stack may start with and that are cut off. */
const OWN_FRAMES = 8;

/** Whether `ASYNCIODEBUG` or `PYTHONASYNCIODEBUG` is set to something other than nothing. */
export function isDebugMode(): boolean {
  return Boolean(host.env("ASYNCIODEBUG") || host.env("PYTHONASYNCIODEBUG"));
}

/** A stack at the moment of its capture. V8 formats it (and maps it to sources) when it is first read. */
export class CapturedStack {
  readonly #holder: { stack?: string } = {};
  #lines: readonly string[] | null = null;
  constructor() {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = DEBUG_STACK_DEPTH + OWN_FRAMES;
    Error.captureStackTrace(this.#holder, captureStack);
    Error.stackTraceLimit = limit;
  }
  /** Its frames outside of this library, as V8 writes them (`at name (file:line:column)`), innermost first. */
  get lines(): readonly string[] {
    this.#lines ??= userFrames(this.#holder.stack ?? "").slice(0, DEBUG_STACK_DEPTH);
    return this.#lines;
  }
  /**
   * Formats it now. Until then it keeps alive what the frames refer to, `this` above all: do so before it is kept by
   * something that waits for one of those to be collected.
   */
  release(): this {
    void this.lines;
    return this;
  }
  /** `file:line:column` of the innermost frame. */
  get innermost(): string {
    return /\(?([^\s()]+:\d+:\d+)\)?$/.exec(this.lines[0] ?? "")?.[1] ?? "<unknown>";
  }
  /** Most recent call last, as CPython prints tracebacks. */
  toString(): string {
    return [...this.lines]
      .reverse()
      .map((line) => `  ${line}`)
      .join("\n");
  }
}

/** The folder or bundle that this library runs from: frames in it are not the user's. */
const HERE = /^(.*[/\\])[^/\\]*$/.exec(ownFile())?.[1] ?? "\0";

const HERE_AS_PATH = fileOf(HERE);

function ownFile(): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder);
  return /\(?([^\s()]+):\d+:\d+\)?\s*$/m.exec((holder.stack ?? "").split("\n")[1] ?? "")?.[1] ?? "";
}

/** Whether a line of a stack, or a file's path or URL, is of this library. */
export function isOwn(text: string): boolean {
  return text.includes(HERE) || text.includes(HERE_AS_PATH);
}

/** Lines of Node, and of the engine's built-in functions: `at main.next (<anonymous>)` for a generator that is resumed. */
const FOREIGN = /\(node:|^at (?:async )?node:|\(<anonymous>\)$/;

function userFrames(stack: string): string[] {
  const lines = stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at ") && !FOREIGN.test(line));
  const own = lines.filter((line) => !isOwn(line));
  return own.length > 0 ? own : lines; // all of it is in one bundle: there is no telling whose is what
}

/** The stack of the caller's caller, without this library's frames; costs some microseconds, so: in debug mode only. */
export function captureStack(): CapturedStack {
  return new CapturedStack();
}
