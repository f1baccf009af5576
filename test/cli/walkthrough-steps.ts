/** `npm start` without a terminal: the commands that the README shows, one after the other. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Workplace } from "./workplace.js";

const SCRIPT = fileURLToPath(new URL("../../scripts/walkthrough.mjs", import.meta.url));

/** The hanging example in one of its languages. */
export interface HangingExample {
  readonly program: string;
  /** The function in which the task waits that is cancelled. */
  readonly coroutine: string;
}

/** Goes the way, and fails when a step does not show what the README says. */
export async function walkThrough(place: Workplace, example?: HangingExample): Promise<void> {
  const { program, coroutine } = example ?? { program: "examples/order-service.ts", coroutine: "payBack" };
  const args = example === undefined ? [] : [program];
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>(
    (done) => {
      execFile(process.execPath, [SCRIPT, ...args], { env: place.environment() }, (error, out, err) =>
        done({ code: error === null ? 0 : error.code, stdout: out, stderr: err }),
      );
    },
  );
  assert.equal(code, 0, stdout + stderr);
  const file = program.replaceAll(/[./]/g, "\\$&");
  const inOrder = [
    /order \d+ placed/,
    new RegExp(`${file} hangs\\.`),
    /▲ refunds .*\[deadlock\]/,
    /▲ Deadlock: .*'refunds'/,
    new RegExp(
      `refunds .*holds .*lock '[\\w.]*ledger', awaits lock '[\\w.]*inventory' {2}at ${file}:\\d+:\\d+`,
    ),
    /\$ loopscope ps\n/,
    /\$ loopscope where \d+ refunds\n/,
    new RegExp(`at ${coroutine.replaceAll(".", "\\.")} \\(${file}:\\d+:\\d+\\)`),
    /\$ loopscope cancel \d+ refunds --message "let go of the ledger"\n/,
    /supervisor: refunds was cancelled; starting it anew/,
    /order \d+ placed/,
    /\$ loopscope tree \d+\n/,
    /No deadlock, no task that never wakes, no blocked loop\./,
  ];
  let rest = stdout;
  for (const pattern of inOrder) {
    const match = pattern.exec(rest);
    assert.ok(match, `${pattern} is missing, or too early:\n${stdout}\n${stderr}`);
    rest = rest.slice(match.index + match[0].length);
  }
}
