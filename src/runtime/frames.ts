/**
 * Frames: where coroutines are suspended, where the running code is, and where an error came from.
 *
 * CPython's frame objects, as plain data. A running frame is read off the engine's stack, a suspended one is asked of
 * the engine (`host_inspector.ts`): both give the places of the original sources where Node maps its stacks. A plain
 * generator that was awaited by another one while nobody looked stands behind it, and has no frame of its own, see
 * `coroutines.ts`.
 */
import { coroutineName, drivesByHand, isAsyncGeneratorBody, isNativeGenerator } from "./coroutines.js";
import { isOwn } from "./debug.js";
import { fileOf, generatorFunctionName, generatorLocation, type SourceLocation } from "./host_inspector.js";
import type { AnyGenerator } from "./stepping.js";

/** What a frame runs. */
export type FrameKind = "function" | "coroutine" | "async generator";

/** One level of a stack. */
export interface Frame {
  /** The function's name; CPython's `f_code.co_qualname`. */
  readonly name: string;
  /** What it runs. */
  readonly kind: FrameKind;
  /** A path, or what else the script is called; null when it is not known. CPython's `f_code.co_filename`. */
  readonly file: string | null;
  /** From 1; null when it is not known: of a task that is in the middle of a step, but is not the current one. */
  readonly line: number | null;
  /** From 1. */
  readonly column: number | null;
}

/** Shown for a function without a name. */
const ANONYMOUS = "<anonymous>";

/** Coroutines of this library that stand for syntax in Python, and so have no frame there. */
const SYNTAX: ReadonlySet<string> = new Set(["asyncWith", "asyncFor"]);

/** Methods that step an asynchronous generator: in Python they have no frame. */
const STEPPING: ReadonlySet<string> = new Set(["anext", "asend", "athrow", "aclose", "close"]);

/** How V8 writes a resumed generator: its own built-in method, below the generator's frame. */
const RESUMED = /^(?:\S+\.)?(?:next|throw|return) \(<anonymous>\)$/;

/** The library's functions between who iterates an asynchronous generator and its body, as V8 writes them. */
const STEPPERS = /^(?:asyncGeneratorStep|(?:AsyncGeneratorType|Body)\.\w+)$/;

/** The library's function that steps the body of an asynchronous generator. */
const BODY_STEP = /(?:^|\.)stepBody \(/;

/** The library's function that runs a task's step: below it are the loop, and whoever started the task eagerly. */
const STEP = /(?:^|\.)_resume \(/;

/**
 * Frames of the coroutines of a task that is suspended, or did not start, innermost first; of the `count` outermost ones,
 * by default of all.
 */
export function suspendedFrames(
  stack: readonly AnyGenerator[],
  coroutine: object,
  count = stack.length,
): Frame[] {
  const frames: Frame[] = [];
  stack.slice(0, count).forEach((generator, depth) => {
    // A coroutine that is another kind of object runs inside of a generator of the library.
    if (depth === 0 && !isNativeGenerator(coroutine)) {
      const name = coroutineName(coroutine) ?? coroutine.constructor.name;
      frames.push({ name, kind: "coroutine", file: null, line: null, column: null });
      return;
    }
    const name = coroutineName(generator) ?? generatorFunctionName(generator);
    const location = generatorLocation(generator);
    if (location !== null && isOwn(location.file) && name !== null) {
      if (SYNTAX.has(name) || stepsGenerator(stack, depth, name)) return;
    }
    const kind = isAsyncGeneratorBody(generator) ? "async generator" : "coroutine";
    frames.push(frame(name ?? "", kind, location));
  });
  return frames.reverse();
}

/** Whether this coroutine of the library is one of those between who iterates an asynchronous generator and its body. */
function stepsGenerator(stack: readonly AnyGenerator[], depth: number, name: string): boolean {
  if (drivesByHand(stack[depth])) return true;
  return STEPPING.has(name) && (drivesByHand(stack[depth + 1]) || drivesByHand(stack[depth + 2]));
}

/**
 * Frames of the running code, innermost first, down to the start of the current task's step, if there is one. After a
 * resume only the innermost coroutines run on the engine's stack: those of `task` that wait for them follow.
 */
export function runningFrames(task: RunningTask | null): Frame[] {
  const frames = engineFrames();
  if (task === null) return frames;
  const { _stack, _coroutine, _nesting } = task;
  return frames.concat(suspendedFrames(_stack, _coroutine, _stack.length - 1 - _nesting));
}

/** Of a task in the middle of a step: its stack, and how many of its coroutines were started by others in this step. */
interface RunningTask {
  readonly _stack: readonly AnyGenerator[];
  readonly _coroutine: object;
  readonly _nesting: number;
}

function engineFrames(): Frame[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  Error.captureStackTrace(holder, engineFrames);
  const text = holder.stack ?? "";
  Error.stackTraceLimit = limit;
  return framesOf(text);
}

/** Frames that the error came through, innermost first, as far as its stack tells; none when nothing else was thrown. */
export function errorFrames(error: unknown): Frame[] {
  return error instanceof Error ? framesOf(error.stack ?? "") : [];
}

interface Line {
  readonly own: boolean;
  readonly frame: Frame;
}

/** Reads `at name (file:line:column)`, V8's own form, and the `at await name (…)` that this library adds. */
function framesOf(stack: string): Frame[] {
  const texts = stack.split("\n").flatMap((line) => /^\s*at (.*)$/.exec(line)?.[1] ?? []);
  const lines: Line[] = [];
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string;
    const own = isOwn(text);
    if (own && STEP.test(text)) {
      // What follows is the coroutines that the error passed later, if any.
      for (let later = i + 1; later < texts.length; later++) {
        if ((texts[later] as string).startsWith("await ")) push(lines, texts[later] as string, "coroutine");
      }
      break;
    }
    const kind = stepsBody(texts, i + 1)
      ? "async generator"
      : RESUMED.test(texts[i + 1] ?? "") || text.startsWith("await ")
        ? "coroutine"
        : "function";
    push(lines, text, kind);
  }
  const shown = lines.filter(
    ({ own, frame }) =>
      !own || (frame.kind === "coroutine" && !SYNTAX.has(frame.name) && !STEPPERS.test(frame.name)),
  );
  return (shown.length > 0 ? shown : lines).map((line) => line.frame); // one bundle: no telling whose is what
}

/** Whether the frame before is the body of an asynchronous generator: below it is nothing but the library, which steps it. */
function stepsBody(texts: readonly string[], from: number): boolean {
  if (!RESUMED.test(texts[from] ?? "")) return false;
  for (let i = from + 1; i < texts.length && isOwn(texts[i] as string); i++) {
    if (BODY_STEP.test(texts[i] as string)) return true;
    if (RESUMED.test(texts[i] as string)) return false;
  }
  return false;
}

function push(lines: Line[], text: string, kind: FrameKind): void {
  const found = /^(?:(?:(?:await|async|new) )?(.+?) \()?([^()]+):(\d+):(\d+)\)?$/.exec(text);
  if (found === null || found[2]!.startsWith("node:")) return;
  const [, name = "", file, line, column] = found as unknown as [
    string,
    string | undefined,
    string,
    string,
    string,
  ];
  const location = {
    file: fileOf(file.replace(/^(?:await|async) /, "")),
    line: Number(line),
    column: Number(column),
  };
  lines.push({ own: isOwn(text), frame: frame(name, kind, location) });
}

function frame(name: string, kind: FrameKind, location: SourceLocation | null): Frame {
  return {
    // V8 says of a plain function what it was called on.
    name: name.replace(/^(?:Object|Module)\./, "") || ANONYMOUS,
    kind,
    file: location?.file ?? null,
    line: location?.line ?? null,
    column: location?.column ?? null,
  };
}
