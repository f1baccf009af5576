/** Bringing the agent into a Python program that was started without it: by `sys.remote_exec`, or through gdb. */
import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errors } from "../dap/errors.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { findExecutable } from "../target/executable.js";
import { isAlive, signal } from "../target/process-end.js";
import { executableOf, nameOf, ownerOf, type ProcessOwner, tracingLimit } from "../target/process-facts.js";
import { runThroughGdb, TracingRefused } from "./gdb.js";

/** A program that comes to no bytecode within this time is inside native code, milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 20;
/** An interpreter of 3.14 or later, by its name: it can run a script in another process of its version. */
const REMOTE_EXEC = /^python3\.(?:1[4-9]|[2-9]\d)/;

/** What `python/inject.py` reports. */
interface Report {
  readonly problem?: string;
  readonly sessionFile?: string | null;
}

/**
 * Brings the agent in, for guests; it leaves by itself when they have gone.
 * @returns the program's session file.
 * @throws UserError that says what is in the way, and what to do.
 */
export async function inject(pid: number): Promise<string> {
  const refuse = (why: string): Error => errors.attachNoPython(pid, why);
  if (process.platform !== "linux")
    throw refuse("on this system nothing can be brought into a running program");
  const owner = ownerOf(pid);
  const uid = process.getuid?.();
  if (owner === undefined || (uid !== 0 && uid !== owner.uid)) throw refuse("it belongs to another user");
  if (!owner.near) throw refuse("it runs in a container: attach from inside of it");
  if (owner.tracer !== 0)
    throw refuse(`'${nameOf(owner.tracer)}' (process ${owner.tracer}) debugs it already`);
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-inject-"));
  try {
    if (uid !== owner.uid) chownSync(folder, owner.uid, owner.gid);
    const report = await runInside(pid, folder, owner, refuse);
    if (report.problem !== undefined) throw refuse(report.problem);
    if (!report.sessionFile) throw refuse("it does not say where it can be reached");
    return report.sessionFile;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInside(
  pid: number,
  folder: string,
  owner: ProcessOwner,
  refuse: (why: string) => Error,
): Promise<Report> {
  const file = path.join(folder, "report");
  const code = injection(path.join(path.dirname(INSTALLED_FOLDER), "python", "inject.py"), file);
  const remote = REMOTE_EXEC.test(path.basename(executableOf(pid)))
    ? await runRemotely(pid, path.join(folder, "script.py"), code, owner)
    : false;
  if (!remote) {
    const gdb = findExecutable("gdb", process.cwd(), process.env);
    if (gdb === undefined) throw refuse("that takes gdb, which is not installed (apt-get install gdb)");
    try {
      await runThroughGdb(
        gdb,
        pid,
        `(lambda b: b.exec(b.bytes.fromhex('${hex(code)}')))(__import__('builtins'))`,
      );
    } catch (failure) {
      if (failure instanceof TracingRefused) throw refuse(notPermitted(failure.message));
      throw refuse(`gdb says: ${(failure as Error).message}`);
    }
  }
  for (const end = Date.now() + ANSWER_TIMEOUT_MS; Date.now() < end && isAlive(pid); ) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Report;
    await delay(LOOK_EVERY_MS);
  }
  if (!isAlive(pid)) throw errors.attachNoProcess(pid);
  throw refuse(
    "its main thread has come to no line of Python within 10 s, as it, or who has the interpreter's lock, is inside native code",
  );
}

/** Python that executes the injection without a name in the program's `__main__`. */
function injection(script: string, report: string): string {
  const path = `__import__("builtins").bytes.fromhex("${hex(script)}").decode()`;
  const scope = `{"__file__": p, "report": b.bytes.fromhex("${hex(report)}").decode(), "early": True}`;
  const source = `__import__("importlib.machinery").machinery.SourceFileLoader("loopscope", p).get_data(p)`;
  return `(lambda b, p: b.exec(b.compile(${source}, p, "exec"), ${scope}))(__import__("builtins"), ${path})`;
}

/** By the interpreter's own `sys.remote_exec`. False when that is not permitted, or was left out of it. */
async function runRemotely(pid: number, script: string, code: string, owner: ProcessOwner): Promise<boolean> {
  writeFileSync(script, `${code}\n`, { mode: 0o600 });
  if (process.getuid?.() !== owner.uid) chownSync(script, owner.uid, owner.gid);
  const command = "import sys; sys.remote_exec(int(sys.argv[1]), sys.argv[2])";
  const args = ["-I", "-S", "-c", command, String(pid), script];
  const asked = await new Promise<boolean>((resolve) => {
    execFile(executableOf(pid), args, { timeout: ANSWER_TIMEOUT_MS }, (error) => resolve(error === null));
  });
  // It runs at the main thread's next bytecode. A loop that waits in its selector comes to one when that is interrupted.
  if (asked && signal(pid, "SIGSTOP", false)) signal(pid, "SIGCONT", false);
  return asked;
}

function notPermitted(words: string): string {
  const scope = tracingLimit();
  if (scope === undefined) return `the system does not permit it (${words})`;
  return `the system does not permit it: kernel.yama.ptrace_scope is ${scope}; as root it is, or after sysctl -w kernel.yama.ptrace_scope=0`;
}

/** Texts go as digits, whatever is in them. */
function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}
