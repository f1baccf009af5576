/** `npm start` without a terminal: the commands that the README shows, one after the other. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Workplace } from "./workplace.js";

const SCRIPT = fileURLToPath(new URL("../../scripts/walkthrough.mjs", import.meta.url));

describe("the walk-through", () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.dispose());

  it("finds the deadlock, cancels one of its tasks, and shows that the rest goes on", async function () {
    // A dozen processes one after the other, and a program that takes its time to deadlock.
    this.timeout(60_000);
    const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>(
      (done) => {
        execFile(process.execPath, [SCRIPT], { env: place.environment() }, (error, out, err) =>
          done({ code: error === null ? 0 : error.code, stdout: out, stderr: err }),
        );
      },
    );
    assert.equal(code, 0, stdout + stderr);
    const inOrder = [
      /order \d+ placed/,
      /order-service\.ts hangs\./,
      /▲ refunds .*\[deadlock\]/,
      /▲ Deadlock: .*'refunds'/,
      /refunds .*holds .*lock 'ledger', awaits lock 'inventory' {2}at examples\/order-service\.ts:\d+:\d+/,
      /\$ loopscope ps\n/,
      /\$ loopscope where \d+ refunds\n/,
      /at payBack \(examples\/order-service\.ts:\d+:\d+\)/,
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
  });
});
