/**
 * From the start of a session to its first stop at a breakpoint, compared with VS Code's own JavaScript debugger: in the
 * same window, in turns. A measurement, run by its name: `node test/e2e/run.mjs speed`.
 */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { stopAll, workspaceFile, workspaceFolder } from "../host/sessions.js";

const ROUNDS = 7;
const RATIO_GOAL = 1.2;
const TYPES = ["asyncio", "pwa-node"] as const;

/** Resolves at the next stop of any session of this type. */
const stopOf = new Map<string, () => void>();
for (const type of TYPES) {
  vscode.debug.registerDebugAdapterTrackerFactory(type, {
    createDebugAdapterTracker: () => ({
      onDidSendMessage(message: { event?: string }) {
        if (message.event === "stopped") stopOf.get(type)?.();
      },
    }),
  });
}

async function firstStopMs(type: string): Promise<number> {
  const stopped = new Promise<void>((resolve) => stopOf.set(type, resolve));
  const program = workspaceFile("first-stop.mjs").fsPath;
  const started = performance.now();
  await vscode.debug.startDebugging(workspaceFolder(), {
    type,
    request: "launch",
    name: type,
    program,
    cwd: workspaceFolder().uri.fsPath,
    console: "internalConsole",
  });
  await stopped;
  const ms = performance.now() - started;
  await vscode.debug.stopDebugging();
  return ms;
}

describe("the first stop at a breakpoint", () => {
  afterEach(stopAll);

  it(`comes within ${RATIO_GOAL} times of VS Code's own debugger`, async function () {
    this.timeout(240_000);
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(
        new vscode.Location(workspaceFile("first-stop.mjs"), new vscode.Position(4, 0)),
      ),
    ]);
    const times: Record<string, number[]> = { asyncio: [], "pwa-node": [] };
    for (const type of TYPES) await firstStopMs(type);
    for (let round = 0; round < ROUNDS; round++) {
      for (const type of TYPES) times[type]!.push(await firstStopMs(type));
    }
    const medianOf = (values: number[]) => [...values].sort((a, b) => a - b)[ROUNDS >> 1]!;
    const [ours, theirs] = TYPES.map((type) => medianOf(times[type]!));
    const report = `asyncio ${ours!.toFixed(0)} ms, VS Code's own ${theirs!.toFixed(0)} ms`;
    // The report shows titles.
    this.test!.title += `: ${report}`;
    assert.ok(ours! <= RATIO_GOAL * theirs!, report);
  });
});
