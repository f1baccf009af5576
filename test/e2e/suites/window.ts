import type { RunningProcess } from "../workbench/processes.js";
import type { WindowOptions, Workbench } from "../workbench/workbench.js";

/** What a suite of user tests shares: one window, opened once, as opening takes longer than a scenario. */
export interface SuiteWindow {
  readonly workbench: Workbench;
  /** Opens one more window on the same folder; close its page at the end. */
  openWindow(options: WindowOptions): Promise<Workbench>;
  /** The folder that is open. */
  readonly folder: string;
  /** Debug adapters and debugged programs that run under this window. */
  debugProcesses(): RunningProcess[];
}

let current: SuiteWindow | undefined;

/** Called by the suite's runner before its tests. */
export function setSuiteWindow(window: SuiteWindow | undefined): void {
  current = window;
}

/** The window of the suite that runs; throws outside of one. */
export function suiteWindow(): SuiteWindow {
  if (current === undefined) throw new Error("no window is open: these tests are run by test/e2e/run.mjs");
  return current;
}
