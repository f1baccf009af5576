import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { injectionExpression } from "../../../src/extension/sessions/companion-configuration.js";
import { interpreters } from "../../support/python.js";

describe("the expression that brings the agent into a program", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is one expression of Python, whatever the folder is called, and leaves no name behind", () => {
    const script = path.join(folder, `quote'd "ü 🐍.py`);
    const report = path.join(folder, "report");
    writeFileSync(script, "with open(report, 'w') as file: file.write(__file__)\n");
    const expression = injectionExpression(script, report);
    const program = `
before = open = exec = None
before = set(globals())
eval(${JSON.stringify(expression)})
print(set(globals()) == before)
`;
    assert.equal(
      execFileSync(interpreters()[0]!, ["-X", "dev", "-W", "error", "-c", program], { encoding: "utf8" }),
      "True\n",
    );
    assert.equal(readFileSync(report, "utf8"), script);
  });
});
