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
import type { CallFrame } from "./cdp/types.js";

export type StepKind = "over" | "into" | "out";

/** What to do with a pause while a step is under way: send this command and wait on, or let the user see it. */
export type StepDecision = StepCommand | "stop";

/** How to let a paused program go on. */
export type StepCommand = "Debugger.resume" | "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** Where the program is, as the agent says: null outside of every task. */
export type Current = { readonly taskId: number; readonly depth: number } | null;

/** What tells frames apart. */
export interface FrameKinds {
  isUser(frame: CallFrame): boolean;
}

/** Arguments of the agent's `armStep`. A depth of -1 traps nothing. */
export interface StepArming {
  readonly taskId: number;
  readonly resumeDepth: number;
  readonly startDepth: number;
}

const COMMANDS = {
  over: "Debugger.stepOver",
  into: "Debugger.stepInto",
  out: "Debugger.stepOut",
} as const;

/** V8 stops this often inside of Node's own code at most, before a step is given up and the program runs. */
const INTERNAL_LIMIT = 1_000;

/** A pause while a step is under way. */
export interface StepPause {
  readonly callFrames: readonly CallFrame[];
  readonly current: Current;
  /** It was an exception, or a breakpoint, that made V8 pause and forget its own step. */
  readonly unwanted: "exception" | "breakpoint" | undefined;
}

/** One step, from the request to its end. It decides only; the caller talks to the program. */
export class Step {
  readonly kind: StepKind;
  readonly origin: Current;
  readonly #kinds: FrameKinds;
  readonly #nothingBelow: boolean;
  readonly #height: number;
  #internal = 0;

  /** @param callFrames V8's stack where the step begins. */
  constructor(kind: StepKind, origin: Current, callFrames: readonly CallFrame[], kinds: FrameKinds) {
    this.kind = kind;
    this.origin = origin;
    this.#kinds = kinds;
    this.#height = callFrames.length;
    this.#nothingBelow = origin !== null && !callFrames.slice(1).some((frame) => kinds.isUser(frame));
  }

  /** How to arm the agent; undefined when the step begins outside of every task. */
  arming(): StepArming | undefined {
    if (this.origin === null) return undefined;
    const { taskId, depth } = this.origin;
    return {
      taskId,
      // Out of a plain function called by the coroutine V8 finds the way alone: nothing suspends on it.
      resumeDepth: this.kind === "out" ? depth - 1 : depth,
      startDepth: this.kind === "into" ? depth + 1 : -1,
    };
  }

  /** The first command. */
  first(callFrames: readonly CallFrame[]): StepCommand {
    // Nothing of the user's is below: V8 would stop in whatever runs next, while the trap knows the way.
    const leaves = this.kind === "out" || callFrames[0]?.returnValue !== undefined;
    return this.#nothingBelow && leaves ? "Debugger.resume" : COMMANDS[this.kind];
  }

  /** Whether the step has arrived, or what leads on. */
  decide({ callFrames, current, unwanted }: StepPause): StepDecision {
    const top = callFrames[0];
    if (top === undefined) return "Debugger.resume";
    const { origin } = this;
    if (origin === null) {
      if (current !== null && this.kind !== "into") return "Debugger.resume";
    } else {
      if (current?.taskId !== origin.taskId) return "Debugger.resume";
      // Over and out never end deeper than they began; the trap waits on the way up.
      if (this.kind !== "into" && current.depth > origin.depth) return "Debugger.resume";
    }
    if (unwanted === "exception") return COMMANDS[this.kind];
    if (unwanted === "breakpoint" && this.kind !== "into" && callFrames.length > this.#height) {
      return "Debugger.stepOut";
    }
    if (this.#kinds.isUser(top)) return "stop";
    return ++this.#internal > INTERNAL_LIMIT ? "Debugger.resume" : "Debugger.stepOut";
  }
}
