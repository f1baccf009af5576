/**
 * Task-aware stepping: over `yield*`, into an awaited coroutine, out to the one that awaits.
 *
 * V8 alone is wrong for generators that a loop drives: stepping over lands in whatever runs next, stepping in skips the
 * first line, stepping out ends in the loop. So the runtime is blackboxed, and before a step the agent is armed with the
 * task and a depth: when the loop resumes (or starts) such a coroutine, it calls a tiny function in a script of its own
 * that is not blackboxed and says `debugger`. V8 stops there, and one step in leads into the coroutine. Stops in other
 * tasks on the way are resumed without a word. Guards by conditional breakpoints were measured at 0.2 to 0.6 ms for
 * each false one, which is too slow for code that many tasks share.
 */
import type { CurrentTask } from "../../protocol/index.js";
import type { CallFrame, Location } from "../cdp/types.js";

export type StepKind = "over" | "into" | "out";

/** What to do with a pause while a step is under way: send this command and wait on, or let the user see it. */
export type StepDecision = StepCommand | "stop";

/** How to let a paused program go on. */
export type StepCommand = "Debugger.resume" | "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** Where the program is, as the agent says: null outside of every task. */
export type Current = CurrentTask | null;

/** What tells frames apart. */
export interface FrameKinds {
  isUser(frame: CallFrame): boolean;
  /** The line of the user's source where a frame stands, as a text of its own. */
  lineOf(frame: CallFrame): string;
}

/** Arguments of the agent's `armStep`. A depth of -1 traps nothing. */
export interface StepArming {
  readonly taskId: number;
  readonly resumeDepth: number;
  readonly startDepth: number;
  /** It counts from the task's next step on. */
  readonly next?: boolean;
}

const COMMANDS = {
  over: "Debugger.stepOver",
  into: "Debugger.stepInto",
  out: "Debugger.stepOut",
} as const;

/** V8 stops this often inside of Node's own code at most, before a step is given up and the program runs. */
const INTERNAL_LIMIT = 1_000;

/** Places within one line that a step in goes past at most: a loop in one line would have it go on for ever. */
const SAME_LINE_LIMIT = 50;

/** Deeper than any coroutine is nested. */
const ANY_DEPTH = Number.MAX_SAFE_INTEGER;

/** A pause while a step is under way. */
export interface StepPause {
  readonly callFrames: readonly CallFrame[];
  readonly current: Current;
  /** It was an exception, or a breakpoint, that made V8 pause and forget its own step. */
  readonly unwanted: "exception" | "breakpoint" | undefined;
  /** Whether a native `async` function awaits the one that runs; undefined when that cannot be told here. */
  readonly hasAwaiter?: boolean | undefined;
}

/** What steps have found out about native `async` code that runs outside of every task. */
export interface NativeCall {
  /** The task that has called it. */
  readonly caller: Current;
  /** Another native function awaits it: V8 steps into that by itself. */
  readonly hasAwaiter: boolean;
}

/** One step, from the request to its end. It decides only; the caller talks to the program. */
export class Step {
  readonly #kinds: FrameKinds;
  readonly #nothingBelow: boolean;
  /** It began in a function that a coroutine, or another function, has called, or called once. */
  readonly #isCalled: boolean;
  /** It began in native code that runs outside of every task, with nothing of the user's below. */
  readonly #isNative: boolean;
  readonly #function: Location | undefined;
  readonly #line: string | undefined;
  #kind: StepKind;
  #origin: Current;
  #height: number;
  #arming: StepArming | undefined;
  #awaits: number | undefined;
  /** V8 does not step: whatever it stops for, the step has not arrived, until the trap has. */
  #waitsForTrap: boolean;
  #hasAwaiter = false;
  /** V8 steps from a native function to the one that awaits it. */
  #returned = false;
  #internal = 0;

  /**
   * @param origin the task that is stepped; of native `async` code that a task has called, that task
   * @param callFrames V8's stack where the step begins; empty for a task that does not run
   * @param inTask whether a task runs where it begins
   */
  constructor(
    kind: StepKind,
    origin: Current,
    callFrames: readonly CallFrame[],
    kinds: FrameKinds,
    inTask = origin !== null,
  ) {
    this.#kind = kind;
    this.#origin = origin;
    this.#kinds = kinds;
    this.#height = callFrames.length || Number.POSITIVE_INFINITY;
    this.#waitsForTrap = callFrames.length === 0;
    this.#function = callFrames[0]?.functionLocation;
    this.#line = callFrames[0] === undefined ? undefined : kinds.lineOf(callFrames[0]);
    this.#nothingBelow = !callFrames.slice(1).some((frame) => kinds.isUser(frame));
    this.#isCalled = !inTask || (callFrames[1] !== undefined && kinds.isUser(callFrames[1]));
    this.#isNative = !inTask && this.#nothingBelow;
  }

  /** A step to the next line that a task runs which does not run now. */
  static resuming(taskId: number, kinds: FrameKinds): Step {
    const step = new Step("into", { taskId, depth: 0 }, [], kinds);
    step.#arming = { taskId, resumeDepth: ANY_DEPTH, startDepth: 0, next: true };
    return step;
  }

  /** A step to the next line of the coroutine that awaits the one at `depth`, in a task that does not run now. */
  static leaving(taskId: number, depth: number, kinds: FrameKinds): Step {
    return new Step("over", { taskId, depth: depth - 1 }, [], kinds);
  }

  /** A step to the next suspension of a task: the agent tells of that. It ends first: as a step out of it. */
  static toAwait(taskId: number, kinds: FrameKinds): Step {
    const step = Step.leaving(taskId, 0, kinds);
    step.#awaits = taskId;
    return step;
  }

  /** The task whose next suspension is waited for, and nothing else. */
  get awaits(): number | undefined {
    return this.#awaits;
  }

  /** The task that is stepped. */
  get taskId(): number | undefined {
    return this.#origin?.taskId;
  }

  /** What the next step of native code should know. */
  get nativeCall(): NativeCall {
    return { caller: this.#origin, hasAwaiter: this.#hasAwaiter };
  }

  /** How to arm the agent; undefined when the step begins outside of every task. */
  arming(): StepArming | undefined {
    if (this.#origin === null || this.#arming !== undefined) return this.#arming;
    const { taskId, depth } = this.#origin;
    return {
      taskId,
      // Out of what the coroutine has called V8 finds the way alone, unless that was native code which it awaits.
      resumeDepth: this.#kind === "out" && !this.#isCalled ? depth - 1 : depth,
      startDepth: this.#kind === "into" ? depth + 1 : -1,
    };
  }

  /** The first command. @param hasAwaiter as of the `NativeCall` */
  first(callFrames: readonly CallFrame[], hasAwaiter: boolean): StepCommand {
    this.#hasAwaiter = hasAwaiter;
    if (this.#waitsForTrap) return "Debugger.resume";
    if (this.#isNative) return this.#throughNative(callFrames);
    // Nothing of the user's is below: V8 would stop in whatever runs next, while the trap knows the way.
    const leaves = this.#kind === "out" || isReturning(callFrames);
    return this.#nothingBelow && leaves ? "Debugger.resume" : COMMANDS[this.#kind];
  }

  /** V8 follows one call of a native function over its awaits, and to the native function that awaits it; no further. */
  #throughNative(callFrames: readonly CallFrame[]): StepCommand {
    if (isReturning(callFrames)) {
      this.#returned = this.#hasAwaiter;
      return this.#hasAwaiter ? "Debugger.stepOver" : "Debugger.resume";
    }
    // Stepping out ends at the next await, wherever the thread goes then; stepping over stays in this call.
    return this.#kind === "out" ? "Debugger.stepOver" : COMMANDS[this.#kind];
  }

  /** The trap has stopped in another task: in one that the step has created, or that waited for one that has ended. */
  trappedIn(current: CurrentTask): void {
    this.#waitsForTrap = false;
    if (this.#arming !== undefined) this.#arming = { ...this.#arming, next: false };
    if (current.taskId === this.#origin?.taskId) return;
    this.#origin = { taskId: current.taskId, depth: current.depth };
    this.#arming = undefined;
    this.#awaits = undefined;
    this.#height = Number.POSITIVE_INFINITY;
    if (this.#kind === "out") this.#kind = "over";
  }

  /** Whether the step has arrived, or what leads on. */
  decide(pause: StepPause): StepDecision {
    const { callFrames, current, unwanted } = pause;
    const top = callFrames[0];
    if (top === undefined || this.#waitsForTrap) return "Debugger.resume";
    const origin = this.#origin;
    if (current === null) {
      if (origin !== null || this.#isNative) return this.#decideInNative(pause, top);
    } else if (origin === null) {
      if (this.#kind !== "into") return "Debugger.resume";
    } else {
      if (current.taskId !== origin.taskId) return "Debugger.resume";
      // Over and out never end deeper than they began; the trap waits on the way up.
      if (this.#kind !== "into" && current.depth > origin.depth) return "Debugger.resume";
      // A step in that has come past `createTask(f())` goes on to the first line of `f`.
      const past = this.#kind === "into" && current.created !== undefined && unwanted === undefined;
      if (past && current.depth === origin.depth && this.#isSameFunction(top)) return "Debugger.resume";
      if (unwanted === undefined && current.depth === origin.depth && this.#isSameLine(callFrames)) {
        if (++this.#internal < SAME_LINE_LIMIT) return COMMANDS.into;
      }
    }
    if (unwanted === "exception") return COMMANDS[this.#kind];
    if (unwanted === "breakpoint" && this.#kind !== "into" && callFrames.length > this.#height) {
      return "Debugger.stepOut";
    }
    return this.#arrive(top);
  }

  /** Outside of every task, on a step that a task has begun, or native code. */
  #decideInNative({ callFrames, unwanted, hasAwaiter }: StepPause, top: CallFrame): StepDecision {
    this.#hasAwaiter = hasAwaiter ?? this.#hasAwaiter;
    // V8 has forgotten its own step: what awaits this is the task's to say.
    if (unwanted !== undefined) return this.#kind === "into" ? COMMANDS.into : "Debugger.resume";
    if (this.#isSameFunction(top)) {
      if (!this.#isNative || this.#kind !== "out") return this.#arrive(top);
      return ++this.#internal > INTERNAL_LIMIT ? "Debugger.resume" : this.#throughNative(callFrames);
    }
    const isCalled = this.#kind === "into" && this.#isNative;
    return isCalled || this.#returned ? this.#arrive(top) : "Debugger.resume";
  }

  #arrive(top: CallFrame): StepDecision {
    if (this.#kinds.isUser(top)) return "stop";
    return ++this.#internal > INTERNAL_LIMIT ? "Debugger.resume" : "Debugger.stepOut";
  }

  /** V8 has a place for each call in a line: a step in goes on to the first one that leads anywhere. */
  #isSameLine(callFrames: readonly CallFrame[]): boolean {
    const [top] = callFrames;
    if (top === undefined || this.#kind !== "into" || callFrames.length !== this.#height) return false;
    return !isReturning(callFrames) && this.#isSameFunction(top) && this.#kinds.lineOf(top) === this.#line;
  }

  #isSameFunction({ functionLocation: at }: CallFrame): boolean {
    const from = this.#function;
    return (
      at !== undefined &&
      from?.scriptId === at.scriptId &&
      from.lineNumber === at.lineNumber &&
      from.columnNumber === at.columnNumber
    );
  }
}

/** V8's place of its own for returning: it has the value. */
export const isReturning = (callFrames: readonly CallFrame[]): boolean =>
  callFrames[0]?.returnValue !== undefined;
