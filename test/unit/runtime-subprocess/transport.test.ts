import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { collectGarbage } from "../../support/garbage.js";
import { runProgram } from "../runtime-outside/run-program.js";
import { bytes, children, DEVNULL, newChildren, SLEEPER, text, until } from "./support.js";

/** Writes down what it is told. */
class Recorder extends asyncio.SubprocessProtocol {
  readonly calls: string[] = [];
  readonly output = new Map<number, string>();
  readonly lost: asyncio.Future<void> = asyncio.getRunningLoop().createFuture();

  override connectionMade(): void {
    this.calls.push("connectionMade");
  }
  override pipeDataReceived(fd: number, data: Uint8Array): void {
    this.output.set(fd, (this.output.get(fd) ?? "") + text(data));
  }
  override pipeConnectionLost(fd: number, error: Error | null): void {
    this.calls.push(`pipeConnectionLost(${fd}, ${error})`);
  }
  override processExited(): void {
    this.calls.push("processExited");
  }
  override connectionLost(error: Error | null): void {
    this.calls.push(`connectionLost(${error})`);
    this.lost.setResult();
  }
}

describe("the transport to a process", () => {
  it("tells its protocol of the pipes, of the exit, and last of all that it is over", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const script = "read line; echo got $line; echo problem >&2; exit 4";
        const [transport, protocol] = yield* loop.subprocessShell(() => new Recorder(), script);
        assert.equal(transport.getReturncode(), null);
        assert.ok(transport.getPid() > 0);
        assert.equal(transport.getProtocol(), protocol);
        (transport.getPipeTransport(0) as asyncio.WriteTransport).write(bytes("it\n"));
        yield* protocol.lost;
        assert.deepEqual([...protocol.output].sort(), [
          [1, "got it\n"],
          [2, "problem\n"],
        ]);
        assert.equal(protocol.calls[0], "connectionMade");
        assert.equal(protocol.calls.at(-1), "connectionLost(null)");
        assert.deepEqual(protocol.calls.slice(1, -1).sort(), [
          "pipeConnectionLost(0, null)",
          "pipeConnectionLost(1, null)",
          "pipeConnectionLost(2, null)",
          "processExited",
        ]);
        assert.equal(transport.getReturncode(), 4);
        transport.close();
      })(),
    ));

  it("has transports for the descriptors that are pipes only", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const options = { stdin: null, stderr: DEVNULL };
        const [transport, protocol] = yield* loop.subprocessExec(() => new Recorder(), "true", options);
        const pipes = [0, 1, 2, 3].map((fd) => transport.getPipeTransport(fd) !== null);
        assert.deepEqual(pipes, [false, true, false, false]);
        assert.ok(transport.getExtraInfo("subprocess") !== null);
        yield* protocol.lost;
      })(),
    ));

  it("kills the process when it is closed, and twice is safe", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const [transport, protocol] = yield* loop.subprocessExec(() => new Recorder(), ...SLEEPER);
        assert.equal(transport.isClosing(), false);
        transport.close();
        transport.close();
        assert.equal(transport.isClosing(), true);
        yield* protocol.lost;
        assert.equal(transport.getReturncode(), -9);
      })(),
    ));

  it("says in its text what state it is in", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const options = { stdin: null, stderr: null };
        const [transport, protocol] = yield* loop.subprocessExec(() => new Recorder(), ...SLEEPER, options);
        const pid = transport.getPid();
        assert.match(
          String(transport),
          new RegExp(
            `^<\\w*SubprocessTransport pid=${pid} running stdout=<ReadPipeTransport fd=\\d+ read=polling>>$`,
          ),
        );
        transport.terminate();
        yield* protocol.lost;
        transport.close();
        assert.match(
          String(transport),
          new RegExp(
            `^<\\w*SubprocessTransport closed pid=${pid} returncode=-15 stdout=<ReadPipeTransport closed`,
          ),
        );
      })(),
    ));

  it("passes what a pipe says about writing to the protocol", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        class Held extends Recorder {
          override pauseWriting(): void {
            this.calls.push("pauseWriting");
          }
          override resumeWriting(): void {
            this.calls.push("resumeWriting");
          }
        }
        const script = "exec cat >/dev/null";
        const [transport, protocol] = yield* loop.subprocessShell(() => new Held(), script);
        const stdin = transport.getPipeTransport(0) as asyncio.WriteTransport;
        // 64 MB sometimes fitted, as `cat` emptied the pipe while one call filled it: it (exec: not its shell) is stopped meanwhile.
        transport.sendSignal("SIGSTOP");
        stdin.write(new Uint8Array(4_000_000));
        assert.deepEqual(protocol.calls.slice(1), ["pauseWriting"]);
        transport.sendSignal("SIGCONT");
        yield* until(() => protocol.calls.includes("resumeWriting"));
        stdin.close();
        yield* protocol.lost;
      })(),
    ));

  it("calls its protocol in the context in which it was made", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const variable = new asyncio.ContextVar("variable", { default: "outside" });
        const seen = new Set<string>();
        class Looking extends Recorder {
          override pipeDataReceived(): void {
            seen.add(variable.get());
          }
          override processExited(): void {
            seen.add(variable.get());
          }
        }
        const token = variable.set("at the start");
        const [, protocol] = yield* loop.subprocessExec(() => new Looking(), "echo", "x");
        variable.reset(token);
        yield* protocol.lost;
        assert.deepEqual([...seen], ["at the start"]);
      })(),
    ));

  it("that is left open with its loop is closed with it: its process is killed", async () => {
    const before = children();
    const loop = asyncio.newEventLoop();
    await loop.runUntilComplete(asyncio.createSubprocessExec(...SLEEPER, { stdin: -1, stdout: -1 }));
    loop.close();
    while (newChildren(before).length > 0) await new Promise(setImmediate);
  });

  it("that is left open is warned of in debug mode, with where it was made", async () => {
    const { errors, code } = await runProgram(`
      async function start() {
        const loop = asyncio.newEventLoop();
        loop.setDebug(true);
        function* main() {
          yield* asyncio.createSubprocessExec("sleep", "600");
        }
        await loop.runUntilComplete(main());
        loop.close();
      }
      await start();
    `);
    assert.equal(code, 0);
    assert.match(errors, /ResourceWarning: unclosed transport <\w*SubprocessTransport pid=\d+ running>/);
    assert.match(errors, /Object created at[\s\S]*program\.mjs/);
  });

  it("keeps the program alive while its loop runs, and not after", async () => {
    const { output, code } = await runProgram(`
      function* main() {
        const process = yield* asyncio.createSubprocessShell("read line; exit 5", { stdin: asyncio.subprocess.PIPE });
        const waiting = asyncio.createTask(process.wait());
        setTimeout(() => process.stdin.write(Buffer.from("go\\n")), 20).unref();
        console.log(yield* waiting);
      }
      await asyncio.run(main());
      const loop = asyncio.newEventLoop();
      await loop.runUntilComplete(asyncio.createSubprocessExec("sleep", "1", { stdin: asyncio.subprocess.PIPE }));
      console.log("over");
    `);
    assert.deepEqual([output, code], [["5", "over"], 0]);
  });
});

describe("debug mode, with processes", () => {
  it("logs what is started, read and ended, but no arguments", async () => {
    const lines: string[] = [];
    const put = (line: string) =>
      void lines.push(line.replace(/\d+/g, "N").replace(/<\w+Transport.*>/, "<transport>"));
    const restore = asyncio.setLogger({ debug: put, info: put, warning: put, error: put });
    try {
      await asyncio.run(
        (function* main() {
          asyncio.getRunningLoop().slowCallbackDuration = 60;
          const options = { stdin: -1, stdout: -1, stderr: -2 };
          const cat = yield* asyncio.createSubprocessExec("cat", "-u", options);
          yield* cat.communicate(bytes("secret"));
        })(),
        { debug: true },
      );
      // No task of the library's own is said to be forgotten.
      let collections = 0;
      await collectGarbage(() => ++collections > 5);
    } finally {
      restore();
    }
    const expected = [
      "execute program 'cat' stdin=<pipe> stdout=stderr=<pipe>",
      "process 'cat' created: pid N",
      "execute program 'cat': <transport>",
      "<Process N> communicate: feed stdin (N bytes)",
      "<Process N> communicate: close stdin",
      "<Process N> communicate: read stdout",
      "<Process N> communicate: close stdout",
      "<transport> exited with return code N",
    ];
    assert.deepEqual(
      expected.filter((line) => !lines.includes(line)),
      [],
    );
    assert.deepEqual(
      lines.filter((line) => line.includes("nobody")),
      [],
    );
    assert.ok(!lines.some((line) => line.includes("secret") || line.includes("-u")));
  });
});
