import assert from "node:assert/strict";
import { parseCommandLine } from "../../../src/cli/arguments.js";
import { UsageError } from "../../../src/cli/errors.js";

function refused(argv: readonly string[], message: RegExp): void {
  assert.throws(
    () => parseCommandLine(argv),
    (error) => error instanceof UsageError && message.test(error.message),
  );
}

describe("the terminal client's command line", () => {
  it("runs a program with the usual settings", () => {
    assert.deepEqual(parseCommandLine(["run", "a.ts"]), {
      command: "run",
      program: "a.ts",
      args: [],
      settleMs: 2000,
      keep: false,
      debugMode: false,
      plain: false,
      json: false,
    });
  });

  it("takes options of run before the program, and leaves what follows to the program", () => {
    const command = parseCommandLine([
      "run",
      "--settle",
      "0.5",
      "--debug",
      "a.ts",
      "--json",
      "-h",
      "--",
      "x",
    ]);
    assert.equal(command.command, "run");
    assert.ok(command.command === "run");
    assert.equal(command.settleMs, 500);
    assert.equal(command.debugMode, true);
    assert.equal(command.json, false);
    assert.deepEqual(command.args, ["--json", "-h", "--", "x"]);
  });

  it("takes a program whose name begins with a dash after --", () => {
    const command = parseCommandLine(["run", "--plain", "--", "-odd.ts", "x"]);
    assert.ok(command.command === "run");
    assert.equal(command.program, "-odd.ts");
    assert.deepEqual(command.args, ["x"]);
    assert.equal(command.plain, true);
  });

  it("refuses durations that are none", () => {
    for (const given of ["x", "", "Infinity"])
      refused(["run", `--settle=${given}`, "a.ts"], /--settle takes a number of seconds/);
    refused(["run", "--timeout=-1", "a.ts"], /--timeout takes a number of seconds/);
  });

  it("says what is missing", () => {
    refused(["run"], /needs a program/);
    refused(["cancel"], /needs a task/);
    refused(["run", "--settle"], /--settle/);
  });

  it("says what is unknown", () => {
    refused(["walk"], /no command 'walk'/);
    refused(["--walk"], /no option '--walk'/);
    refused(["tree", "--deep"], /--deep/);
    refused(["help", "walk"], /no command 'walk'/);
    refused(["ps", "12"], /ps does not take '12'/);
    refused(["tree", "1", "2"], /tree does not take '2'/);
    refused(["where", "1", "2", "3"], /where does not take '3'/);
    refused(["tree", "--by", "age"], /--by takes/);
  });

  it("reads whom a command is about", () => {
    assert.deepEqual(parseCommandLine(["tree", "12"]), {
      command: "tree",
      target: { pid: 12 },
      json: false,
      all: false,
      byCreator: false,
    });
    assert.deepEqual(parseCommandLine(["diagnose", "--port", "9229", "--json"]), {
      command: "diagnose",
      target: { port: 9229 },
      json: true,
    });
    assert.deepEqual(parseCommandLine(["cancel", "--pid=7", "-m", "enough", "--subtree", "worker"]), {
      command: "cancel",
      target: { pid: 7 },
      words: ["worker"],
      json: false,
      message: "enough",
      subtree: true,
    });
  });

  it("refuses a process that is named twice, or not by a number", () => {
    refused(["tree", "12", "--pid", "13"], /once/);
    refused(["tree", "12", "--port", "9229"], /not both/);
    refused(["tree", "x"], /must be a number/);
    refused(["tree", "--pid", "0"], /must be a number/);
    refused(["tree", "--port", "70000"], /from 1 to 65535/);
  });

  it("shows help without a command, and for each command", () => {
    assert.deepEqual(parseCommandLine([]), { command: "help" });
    assert.deepEqual(parseCommandLine(["--help"]), { command: "help" });
    assert.deepEqual(parseCommandLine(["help", "ps"]), { command: "help", topic: "ps" });
    for (const name of ["run", "ps", "tree", "where", "cancel", "diagnose"])
      assert.deepEqual(parseCommandLine([name, "--help"]), { command: "help", topic: name });
    assert.deepEqual(parseCommandLine(["-V"]), { command: "version" });
  });
});

describe("the terminal client's commands for dumps", () => {
  it("take a process, a file, and a form", () => {
    assert.deepEqual(parseCommandLine(["dump", "42", "-o", "a.json", "--stacks", "7"]), {
      command: "dump",
      target: { pid: 42 },
      text: false,
      output: "a.json",
      stacks: 7,
    });
    assert.deepEqual(parseCommandLine(["dump", "--text"]), { command: "dump", target: {}, text: true });
    assert.deepEqual(parseCommandLine(["show", "a.json"]), { command: "show", file: "a.json", json: false });
    assert.deepEqual(parseCommandLine(["compare", "a.json", "b.json", "--json"]), {
      command: "compare",
      before: "a.json",
      after: "b.json",
      json: true,
    });
  });

  it("are refused without their files, or with two forms", () => {
    refused(["dump", "--text", "--json"], /--text or --json/);
    refused(["dump", "--stacks", "none"], /--stacks must be a number/);
    refused(["show"], /needs the file/);
    refused(["compare", "a.json"], /files of two dumps/);
  });
});
