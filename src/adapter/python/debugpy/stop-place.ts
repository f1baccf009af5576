/** What debugpy and the agent together know of a place where the program has stopped. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { PythonAssignment } from "../../../protocol/index.js";
import type { DapPeer } from "./peer.js";

/** Python that is the agent; an error where the program has not loaded it. */
const AGENT = "__import__('sys').modules['loopscope_agent.agent'].instance";

/** What the agent is asked in the program, by conditions of breakpoints. */
export const questions = {
  /** A caller of the step's innermost coroutine goes on, or who awaits the task that has ended. */
  stepLeaves: `${AGENT}.step_ends()`,
  /** Any coroutine of the step's goes on. */
  stepEnds: `${AGENT}.step_ends(True)`,
  breaks: `${AGENT}.breaks()`,
  awaits: `${AGENT}.awaits()`,
} as const;

/** Evaluations that the agent makes in the thread that debugpy holds. */
export const evaluation = {
  /** The value of a text in a frame of a suspended task. */
  inFrame: (taskId: number, index: number, text: string): string =>
    `${AGENT}.evaluate(${taskId}, ${index}, ${JSON.stringify(text)})`,
  /** Sets something of a suspended task, and gives the new value. */
  assign: (place: PythonAssignment): string => `${AGENT}.assign(${JSON.stringify(JSON.stringify(place))})`,
  /** Has the text awaited in the scope of the frame where this is evaluated: the number to ask by, 0 for no await. */
  awaitHere: (text: string): string => `${AGENT}.await_in(${JSON.stringify(text)}, globals(), locals())`,
} as const;

export interface StopPlace {
  readonly frameId: number | undefined;
  readonly path: string | undefined;
  readonly line: number;
  /** Undefined outside of tasks. */
  readonly taskId: number | undefined;
  /** A line begins there. */
  readonly isLine: boolean;
  /** It is the agent that holds the program. */
  readonly isHeld: boolean;
}

export async function stopPlace(peer: DapPeer, threadId: number): Promise<StopPlace> {
  const { stackFrames } = (await peer.request("stackTrace", { threadId, startFrame: 0, levels: 1 })) as {
    stackFrames: DebugProtocol.StackFrame[];
  };
  const top = stackFrames[0];

  const answer = await ask(peer, top?.id, `${AGENT}.stopped_at()`);
  const [, taskId, isLine, isHeld] = /^\((\d+), (True|False), (True|False)\)$/.exec(answer ?? "") ?? [];
  return {
    frameId: top?.id,
    path: top?.source?.path,
    line: top?.line ?? 0,
    taskId: Number(taskId) || undefined,
    isLine: isLine !== "False",
    isHeld: isHeld === "True",
  };
}

/** Whether the error of an exception stop was raised further inside: it has been shown there. */
export async function exceptionPasses(peer: DapPeer, frameId: number): Promise<boolean> {
  return (await ask(peer, frameId, `${AGENT}.exception_passes(__exception__)`)) === "True";
}

/** Undefined where the program has no agent: it has not imported asyncio. */
async function ask(
  peer: DapPeer,
  frameId: number | undefined,
  expression: string,
): Promise<string | undefined> {
  if (frameId === undefined) return undefined;
  try {
    const { result } = await peer.request("evaluate", { expression, frameId, context: "watch" });
    return String(result);
  } catch {
    return undefined;
  }
}
