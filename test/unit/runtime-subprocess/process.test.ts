import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as asyncio from "../../../src/runtime/index.js";
import {
  bytes,
  children,
  DEVNULL,
  newChildren,
  openDescriptors,
  PIPE,
  raised,
  SLEEPER,
  STDOUT,
  text,
  until,
} from "./support.js";

describe("a process", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "process-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has pipes for what was asked for, and null for the rest", () =>
    asyncio.run(
      (function* main() {
        const cat = yield* asyncio.createSubprocessExec("cat", {
          stdin: PIPE,
          stdout: PIPE,
          stderr: DEVNULL,
        });
        assert.ok(cat.stdin instanceof asyncio.StreamWriter);
        assert.ok(cat.stdout instanceof asyncio.StreamReader);
        assert.equal(cat.stderr, null);
        assert.equal(cat.returncode, null);
        cat.stdin.write(bytes("one\ntwo"));
        cat.stdin.writeEof();
        assert.equal(text(yield* cat.stdout.readline()), "one\n");
        assert.equal(text(yield* cat.stdout.read()), "two");
        assert.equal(yield* cat.wait(), 0);
        assert.equal(cat.returncode, 0);
        assert.equal(yield* cat.wait(), 0);
        assert.equal(String(cat), `<Process ${cat.pid}>`);
      })(),
    ));

  it("has the streams of its parent by default", () =>
    asyncio.run(
      (function* main() {
        const shell = yield* asyncio.createSubprocessShell("exit 7");
        assert.deepEqual([shell.stdin, shell.stdout, shell.stderr], [null, null, null]);
        assert.deepEqual(yield* shell.communicate(), [null, null]);
        assert.equal(shell.returncode, 7);
      })(),
    ));

  it("is fed and read at once by communicate, however much it is", () =>
    asyncio.run(
      (function* main() {
        const input = new Uint8Array(3_000_000).fill(120);
        const cat = yield* asyncio.createSubprocessExec("cat", { stdin: PIPE, stdout: PIPE });
        const [stdout, stderr] = yield* cat.communicate(input);
        assert.deepEqual([stdout.length, stderr], [input.length, null]);
      })(),
    ));

  it("writes its errors behind its output, in order, with stderr: STDOUT", () =>
    asyncio.run(
      (function* main() {
        const options = { stdout: PIPE, stderr: STDOUT } as const;
        const script = "for i in 1 2 3; do echo out $i; echo err $i >&2; done; echo $0";
        const exec = yield* asyncio.createSubprocessExec("sh", "-c", script, 'it\'s "me"', options);
        const [output, nothing] = yield* exec.communicate();
        const lines = [1, 2, 3].map((i) => `out ${i}\nerr ${i}\n`).join("");
        assert.equal(text(output), `${lines}it's "me"\n`);
        assert.equal(nothing, null);
        const shell = yield* asyncio.createSubprocessShell("echo out; echo err >&2; exit 3", options);
        assert.equal(text((yield* shell.communicate())[0]), "out\nerr\n");
        assert.equal(shell.returncode, 3);
      })(),
    ));

  it("runs in the folder and with the environment that it is given", () =>
    asyncio.run(
      (function* main() {
        for (const cwd of [folder, pathToFileURL(folder)]) {
          const shell = yield* asyncio.createSubprocessShell("pwd; echo $COLOUR; echo $HOME.", {
            stdout: PIPE,
            cwd,
            env: { COLOUR: "blue", PATH: process.env.PATH },
          });
          assert.equal(text((yield* shell.communicate())[0]), `${folder}\nblue\n.\n`);
        }
      })(),
    ));

  it("reads from and writes to open files, by descriptor or by handle", () =>
    asyncio.run(
      (function* main() {
        const input = join(folder, "input");
        const output = join(folder, "output");
        writeFileSync(input, "from a file");
        const descriptor = openSync(input, "r");
        const handle = yield* asyncio.fromPromise(
          import("node:fs/promises").then((fs) => fs.open(output, "w")),
        );
        const cat = yield* asyncio.createSubprocessExec("cat", { stdin: descriptor, stdout: handle });
        assert.equal(yield* cat.wait(), 0);
        closeSync(descriptor);
        yield* asyncio.fromPromise(handle.close());
        assert.equal(readFileSync(output, "utf8"), "from a file");
      })(),
    ));

  it("is told its name by its first argument, when another program is run in its place", () =>
    asyncio.run(
      (function* main() {
        const options = { executable: "/bin/sh", stdout: PIPE } as const;
        const shell = yield* asyncio.createSubprocessExec("my-shell", "-c", "echo $0", options);
        assert.equal(text((yield* shell.communicate())[0]), "my-shell\n");
      })(),
    ));

  it("leads a session of its own when asked to", () =>
    asyncio.run(
      (function* main() {
        for (const startNewSession of [true, false]) {
          const script = "cut -d' ' -f6 /proc/self/stat";
          const shell = yield* asyncio.createSubprocessShell(script, { stdout: PIPE, startNewSession });
          const session = Number(text((yield* shell.communicate())[0]));
          assert.equal(session === shell.pid, startNewSession);
        }
      })(),
    ));

  it("that a signal ends has a negative return code", () =>
    asyncio.run(
      (function* main() {
        const cases: [(process: asyncio.subprocess.Process) => void, number][] = [
          [(process) => process.terminate(), -15],
          [(process) => process.kill(), -9],
          [(process) => process.sendSignal("SIGUSR1"), -10],
          [(process) => process.sendSignal(2), -2],
        ];
        for (const [end, code] of cases) {
          const sleeper = yield* asyncio.createSubprocessExec(...SLEEPER);
          end(sleeper);
          assert.equal(yield* sleeper.wait(), code);
          assert.equal(sleeper.returncode, code);
        }
      })(),
    ));

  it("that was waited for gets no signal any more", () =>
    asyncio.run(
      (function* main() {
        const done = yield* asyncio.createSubprocessExec("true");
        yield* done.wait();
        assert.throws(() => done.kill(), asyncio.ProcessLookupError);
      })(),
    ));

  it("refuses signals that there are not", () =>
    asyncio.run(
      (function* main() {
        const sleeper = yield* asyncio.createSubprocessExec(...SLEEPER);
        assert.throws(() => sleeper.sendSignal(999), { name: "OSError", errno: 22 });
        assert.throws(() => sleeper.sendSignal("SIGNOT" as NodeJS.Signals), asyncio.ValueError);
        assert.equal(sleeper.returncode, null);
        sleeper.kill();
        yield* sleeper.wait();
      })(),
    ));

  it("leaves no zombie, whether or not anybody waits for it", () =>
    asyncio.run(
      (function* main() {
        const before = children();
        const waited = yield* asyncio.createSubprocessExec("true");
        const ignored = yield* asyncio.createSubprocessExec("true");
        yield* waited.wait();
        yield* until(() => ignored.returncode !== null);
        assert.deepEqual(newChildren(before), []);
      })(),
    ));

  it("is held up once nobody reads what it writes", () =>
    asyncio.run(
      (function* main() {
        // It writes for ever; what nobody reads fills the buffer and the pipe, and holds it up.
        const yes = yield* asyncio.createSubprocessExec("yes", { stdout: PIPE, limit: 1024 });
        yield* until(() => /\bpaused\b/.test(String(yes.stdout)));
        const buffered = () => Number(/(\d+) bytes/.exec(String(yes.stdout))?.[1]);
        const before = buffered();
        for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
        assert.equal(buffered(), before);
        yield* yes.stdout.readexactly(before * 4);
        yes.kill();
        assert.equal(text((yield* yes.communicate())[0]).replaceAll("y\n", "").length, 0);
        assert.equal(yes.returncode, -9);
      })(),
    ));

  it("holds up who writes to it until it reads", () =>
    asyncio.run(
      (function* main() {
        const sleeper = yield* asyncio.createSubprocessExec(...SLEEPER, { stdin: PIPE });
        sleeper.stdin.write(new Uint8Array(4_000_000));
        const draining = asyncio.createTask(sleeper.stdin.drain());
        for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
        assert.equal(draining.done(), false);
        sleeper.kill();
        const [error] = yield* asyncio.gather([draining], { returnExceptions: true });
        assert.ok(error instanceof asyncio.ConnectionError, String(error));
        yield* sleeper.wait();
      })(),
    ));

  it("that reads nothing breaks the pipe of who writes, and communicate does not mind", () =>
    asyncio.run(
      (function* main() {
        const input = new Uint8Array(2_000_000);
        const deaf = yield* asyncio.createSubprocessExec("true", { stdin: PIPE, stdout: PIPE });
        const [stdout] = yield* deaf.communicate(input);
        assert.equal(stdout.length, 0);
        const closing = yield* asyncio.createSubprocessShell("exec <&-; echo; exec sleep 600", {
          stdin: PIPE,
          stdout: PIPE,
        });
        yield* closing.stdout.readline();
        const error = yield* raised(function* () {
          for (;;) {
            closing.stdin.write(input);
            yield* closing.stdin.drain();
          }
        });
        assert.ok(error instanceof asyncio.ConnectionError, String(error));
        assert.ok((yield* raised(() => closing.stdin.waitClosed())) instanceof asyncio.BrokenPipeError);
        closing.kill();
        yield* closing.wait();
      })(),
    ));

  it("is killed when whoever starts it is cancelled meanwhile", () =>
    asyncio.run(
      (function* main() {
        const before = children();
        const starting = asyncio.createTask(asyncio.createSubprocessExec(...SLEEPER, { stdin: PIPE }));
        yield* asyncio.sleep(0);
        assert.equal(newChildren(before).length, 1);
        starting.cancel("enough");
        const error = yield* raised(function* () {
          yield* starting;
        });
        assert.ok(error instanceof asyncio.CancelledError, String(error));
        assert.deepEqual(newChildren(before), []);
      })(),
    ));

  it("goes on when whoever waits for it is cancelled", () =>
    asyncio.run(
      (function* main() {
        const sleeper = yield* asyncio.createSubprocessExec(...SLEEPER);
        assert.ok(
          (yield* raised(() => asyncio.waitFor(sleeper.wait(), 0.01))) instanceof asyncio.TimeoutError,
        );
        assert.equal(sleeper.returncode, null);
        sleeper.kill();
        assert.equal(yield* sleeper.wait(), -9);
      })(),
    ));

  describe("that cannot be started", () => {
    const start =
      (program: string, options: asyncio.SubprocessOptions = {}) =>
      () =>
        asyncio.createSubprocessExec(program, options);

    it("raises an error that names what is wrong, leaks nothing, and leaves the loop alive", () => {
      const file = join(folder, "plain-file");
      writeFileSync(file, "");
      const loopLink = join(folder, "loop-link");
      symlinkSync(loopLink, loopLink);
      const missing = join(folder, "missing");
      const pipes = { stdin: PIPE, stdout: PIPE, stderr: PIPE };
      const merged = { stdout: PIPE, stderr: STDOUT };
      const cases: [body: () => asyncio.Coroutine<unknown>, name: string, message: string][] = [];
      for (const options of [{}, pipes, merged]) {
        cases.push(
          [
            start("no-such-program", options),
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'no-such-program'",
          ],
          [start("", options), "FileNotFoundError", "[Errno 2] No such file or directory: ''"],
          [start(file, options), "PermissionError", `[Errno 13] Permission denied: '${file}'`],
          [start(folder, options), "PermissionError", `[Errno 13] Permission denied: '${folder}'`],
          [
            start("ls", { ...options, cwd: missing }),
            "FileNotFoundError",
            `[Errno 2] No such file or directory: '${missing}'`,
          ],
          [
            start("ls", { ...options, cwd: file }),
            "NotADirectoryError",
            `[Errno 20] Not a directory: '${file}'`,
          ],
          [
            start("ls", { ...options, env: { PATH: folder } }),
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'ls'",
          ],
          [start("a\0b", options), "ValueError", "embedded null byte"],
          [
            start("ls", { ...options, env: { "a=b": "" } }),
            "ValueError",
            "illegal environment variable name",
          ],
          [start(5 as never, options), "TypeError", "expected str, bytes or os.PathLike object, not int"],
        );
      }
      cases.push(
        [start("ls", { stdout: STDOUT }), "ValueError", "STDOUT can only be used for stderr"],
        [start("ls", { stdin: -7 }), "ValueError", "invalid file descriptor -7"],
        [
          () => asyncio.createSubprocessExec("ls", "x".repeat(3_000_000)),
          "OSError",
          "[Errno 7] Argument list too long: 'ls'",
        ],
        [() => asyncio.createSubprocessShell(5 as never), "ValueError", "cmd must be a string"],
      );
      return asyncio.run(
        (function* main() {
          const [descriptors, before] = [openDescriptors(), children()];
          for (const [body, name, message] of cases) {
            const error = yield* raised(body);
            assert.deepEqual([error.name, error.message], [name, message]);
          }
          yield* until(() => openDescriptors() <= descriptors);
          assert.deepEqual(newChildren(before), []);
          assert.deepEqual([...asyncio.allTasks()], [asyncio.currentTask()]);
          const next = yield* asyncio.createSubprocessExec("true");
          assert.equal(yield* next.wait(), 0);
        })(),
      );
    });

    it("tells by the error's fields what the system has said", () =>
      asyncio.run(
        (function* main() {
          const error = (yield* raised(start("no-such-program"))) as asyncio.OSError;
          assert.deepEqual(
            [error.errno, error.code, error.strerror, error.filename],
            [2, "ENOENT", "No such file or directory", "no-such-program"],
          );
        })(),
      ));
  });

  it("refuses the options of Popen that make no sense with a loop", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const factory = () => new asyncio.SubprocessProtocol();
        const cases: [options: object, message: string][] = [
          [{ universalNewlines: true }, "universal_newlines must be False"],
          [{ shell: true }, "shell must be False"],
          [{ bufsize: 1 }, "bufsize must be 0"],
          [{ text: true }, "text must be False"],
          [{ encoding: "utf-8" }, "encoding must be None"],
          [{ errors: "strict" }, "errors must be None"],
        ];
        for (const [options, message] of cases) {
          const error = yield* raised(() => loop.subprocessExec(factory, "true", options));
          assert.deepEqual([error.name, error.message], ["ValueError", message]);
        }
        const error = yield* raised(() => loop.subprocessShell(factory, "true", { shell: false } as object));
        assert.equal(error.message, "shell must be True");
      })(),
    ));
});
