/** What keys ask of the program, carried out over its session; each answers with what the user is told. */
import type { DebugSession } from "../debug/session.js";
import type { Effect } from "./state.js";

export interface Notice {
  readonly text: string;
  readonly bad: boolean;
}

/** An effect that the program has to carry out. */
export type ProgramEffect = Exclude<Effect, { kind: "quit" | "suspend" | "redraw" | "inspect" }>;

const good = (text: string): Notice => ({ text, bad: false });

/** @returns undefined where what comes of it is seen anyway. @throws RequestRefused, ConnectionClosed */
export async function askProgram(session: DebugSession, effect: ProgramEffect): Promise<Notice | undefined> {
  switch (effect.kind) {
    case "toggle-debug": {
      const enabled = !session.table.loops.some((loop) => loop.debug);
      const body = await session.ask("asyncioSetDebug", { enabled });
      return good(`asyncio's debug mode is ${body.enabled ? "on" : "off"}.`);
    }
    case "cancel": {
      const { kind: _, ...args } = effect;
      const { requested } = await session.ask("asyncioCancel", args);
      const name = nameOf(session, effect.taskId);
      if (requested === 0) return { text: `${name} has ended already.`, bad: true };
      return good(`Asked ${requested === 1 ? name : `${requested} tasks`} to cancel.`);
    }
    case "toggle-freeze": {
      const { taskId } = effect;
      const isFrozen = session.table.tasks.get(taskId)?.frozen === true;
      await session.ask(isFrozen ? "asyncioThaw" : "asyncioFreeze", { taskId });
      return good(
        `${nameOf(session, taskId)} is ${isFrozen ? "thawed" : "frozen: it does not run until f"}.`,
      );
    }
    case "run-to-resume":
      await session.stopIn("asyncioRunToResume", effect.taskId);
      return good(`Runs until ${nameOf(session, effect.taskId)} resumes.`);
    case "step-to-await":
      await session.stopIn("asyncioStepToAwait", effect.taskId);
      return good(`Runs until ${nameOf(session, effect.taskId)} has come to its next await.`);
    case "step":
      if (session.stop === undefined) return { text: "The program runs: p, r or n stop it.", bad: true };
      await session.step(effect.request);
      return undefined;
    case "pause-or-continue":
      await (session.stop === undefined ? session.pause() : session.continue());
      return undefined;
  }
}

function nameOf(session: DebugSession, taskId: number): string {
  return session.table.tasks.get(taskId)?.name ?? `task ${taskId}`;
}
