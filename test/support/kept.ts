/** What a test has started, and where its sessions are found: all of it goes with the test. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "mocha";
import type { DebugProgram } from "./debug-program.js";

const programs: DebugProgram[] = [];
const processes: ChildProcess[] = [];
let folder: string | undefined;

afterEach(async () => {
  for (const program of programs.splice(0).reverse()) {
    await program.close();
    assert.equal(program.client.stderr, "", "the adapter is silent on stderr");
  }
  for (const child of processes.splice(0)) child.kill("SIGKILL");
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** Its session ends with the test, in which its adapter is to write nothing to stderr. */
export function keep(program: DebugProgram): DebugProgram {
  programs.push(program);
  return program;
}

/** It is killed at the end of the test. */
export function keepProcess<C extends ChildProcess>(child: C): C {
  processes.push(child);
  return child;
}

/** What an adapter's environment has, so that its sessions are in a folder of the test's own. */
export function ownSessions(): NodeJS.ProcessEnv {
  folder ??= mkdtempSync(path.join(tmpdir(), "ls-test-"));
  return { LOOPSCOPE_SESSIONS: path.join(folder, "sessions") };
}
