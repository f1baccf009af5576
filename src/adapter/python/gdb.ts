/**
 * Running a line of Python in a process that was not prepared, through gdb.
 *
 * Prior art: what pyrasite and debugpy do, calling `PyGILState_Ensure` and `PyRun_SimpleString` wherever the main thread
 * happens to be. That deadlocks or corrupts a program that is caught inside of malloc. So:
 *
 *     main thread waits in a system call   → it has no lock of the interpreter's or of malloc's: run it there, at once
 *     it computes, or queues for the lock  → `Py_AddPendingCall`, which is made for signal handlers: the interpreter
 *                                            runs it between two bytecodes, when it comes to one
 *
 * The text lies in memory of its own, from mmap: gdb's own strings are put where malloc says.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { systemCallOf } from "../target/process-facts.js";

/** gdb reads the symbols of everything that is loaded, which takes seconds on a busy machine. */
const ATTACH_TIMEOUT_MS = 60_000;
/** A call that has not returned by then waits for the interpreter's lock, which somebody keeps. */
const CALL_TIMEOUT_MS = 10_000;
const PAGE_BYTES = 4096;

/** System calls in which a thread waits for something, by architecture (Linux: unistd.h). */
const WAITING: Readonly<Record<string, ReadonlySet<number>>> = {
  // read poll select nanosleep accept recvfrom recvmsg wait4 rt_sigtimedwait futex clock_nanosleep epoll_wait waitid
  // pselect6 ppoll epoll_pwait accept4 io_uring_enter epoll_pwait2
  x64: new Set([0, 7, 23, 35, 43, 45, 47, 61, 128, 202, 230, 232, 247, 270, 271, 281, 288, 426, 441]),
  arm64: new Set([22, 63, 72, 73, 95, 98, 101, 115, 137, 202, 207, 212, 242, 260, 426, 441]),
};

/**
 * In the stack of a thread that waits for the interpreter's lock, whoever has it. A call there would wait behind it, and
 * one that is interrupted while it does leaves the lock in disorder.
 */
const QUEUEING =
  /\b(?:take_gil|PyEval_RestoreThread|PyEval_AcquireThread|_PyThreadState_Attach|PyGILState_Ensure)\b/;

/** Whether the main thread of a process waits for something in the system. */
export function isWaiting(pid: number): boolean {
  return WAITING[process.arch]?.has(systemCallOf(pid)) === true;
}

/** The system does not let us in. */
export class TracingRefused extends Error {}

/**
 * Runs one line of Python, of printable ASCII without quotes other than `'`. It has run when this resolves, or it will
 * when the main thread comes to its next bytecode.
 * @param gdb its executable.
 * @throws TracingRefused, or Error with gdb's own words.
 */
export async function runThroughGdb(gdb: string, pid: number, line: string): Promise<void> {
  if (!/^[\x20-\x7e]*$/.test(line) || /["\\]/.test(line)) throw new Error("the line cannot be handed to gdb");
  const conversation = new Conversation(spawn(gdb, ["-q", "-nx", "-iex", "set auto-load off"]));
  try {
    for (const setting of ["confirm off", "pagination off", "unwindonsignal on", "debuginfod enabled off"]) {
      await conversation.say(`set ${setting}`);
    }
    await conversation.say("handle all nostop noprint pass");
    const attached = await conversation.say(`attach ${pid}`, ATTACH_TIMEOUT_MS);
    if (/ptrace: |Could not attach/.test(attached)) throw new TracingRefused(lastLine(attached));
    const waits = isWaiting(pid);
    const queues = waits && QUEUEING.test(await conversation.say("backtrace 16"));
    const sizeBytes = Math.ceil((line.length + 1) / PAGE_BYTES) * PAGE_BYTES;
    const map = "((void*(*)(void*,unsigned long,int,int,int,long))mmap)";
    // Readable and writable, private and anonymous.
    const mapped = await conversation.say(`print $text = ${map}(0, ${sizeBytes}, 3, 0x22, -1, 0)`);
    if (!/= \(void \*\) 0x[0-9a-f]{4}/.test(mapped)) throw new Error(lastLine(mapped));
    await conversation.say(`set var *(char(*)[${line.length + 1}])$text = "${line}"`);
    await (waits && !queues ? runNow(conversation, sizeBytes) : runLater(conversation));
  } finally {
    await conversation.end();
  }
}

async function runNow(gdb: Conversation, sizeBytes: number): Promise<void> {
  const taken = await gdb.say("print $state = ((int(*)(void))PyGILState_Ensure)()");
  if (!/= \d+\s*$/m.test(taken)) throw new Error(lastLine(taken));
  const ran = await gdb.say("print ((int(*)(void*))PyRun_SimpleString)($text)");
  await gdb.say("call ((void(*)(int))PyGILState_Release)($state)");
  await gdb.say(`call ((int(*)(void*,unsigned long))munmap)($text, ${sizeBytes})`);
  if (!/= -?\d+\s*$/m.test(ran)) throw new Error(lastLine(ran));
}

/** The page stays: nobody can tell when the interpreter has read it. */
async function runLater(gdb: Conversation): Promise<void> {
  const added = await gdb.say(
    "print ((int(*)(void*,void*))Py_AddPendingCall)((void*)&PyRun_SimpleString, $text)",
  );
  if (!/= 0\s*$/m.test(added)) throw new Error(lastLine(added));
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** One gdb, told a command at a time. */
class Conversation {
  readonly #gdb: ChildProcess;
  readonly #ended: Promise<void>;
  #text = "";
  #heard: () => void = () => {};
  #said = 0;
  #over = false;

  constructor(gdb: ChildProcess) {
    this.#gdb = gdb;
    for (const stream of [gdb.stdout, gdb.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        this.#text += chunk;
        this.#heard();
      });
    }
    gdb.stdin?.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      const over = (): void => {
        this.#over = true;
        this.#heard();
        resolve();
      };
      gdb.once("exit", over);
      gdb.once("error", over);
    });
  }

  /** What gdb answers. One that takes too long is interrupted: it puts the program back to where it was. */
  async say(command: string, timeoutMs = CALL_TIMEOUT_MS): Promise<string> {
    const mark = `<<${++this.#said}>>`;
    this.#text = "";
    this.#gdb.stdin?.write(`${command}\necho ${mark}\\n\n`);
    const answer = await this.#until(mark, timeoutMs);
    if (answer !== undefined) return answer.replaceAll("(gdb) ", "");
    this.#gdb.kill("SIGINT");
    await this.#until(mark, timeoutMs);
    throw new Error(
      this.#over ? `gdb has ended: ${lastLine(this.#text)}` : "the program does not answer gdb",
    );
  }

  /** Lets go of the program, which goes on. */
  async end(): Promise<void> {
    if (!this.#over) this.#gdb.stdin?.end("detach\nquit\n");
    const patience = setTimeout(() => this.#gdb.kill("SIGKILL"), ATTACH_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(patience);
  }

  #until(mark: string, timeoutMs: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => finish(undefined), timeoutMs);
      const finish = (answer: string | undefined): void => {
        clearTimeout(patience);
        this.#heard = () => {};
        resolve(answer);
      };
      this.#heard = () => {
        const end = this.#text.indexOf(mark);
        if (end >= 0) finish(this.#text.slice(0, end));
        else if (this.#over) finish(undefined);
      };
      this.#heard();
    });
  }
}
