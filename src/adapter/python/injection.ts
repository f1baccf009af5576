/** Bringing the agent into a Python program that was started without it: by `sys.remote_exec`, or through gdb. */
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errors } from "../dap/errors.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { findExecutable } from "../target/executable.js";
import { isAlive } from "../target/process-end.js";
import { nameOf, ownerOf, type ProcessOwner, tracingLimit } from "../target/process-facts.js";
import { isWaiting, runThroughGdb, TracingRefused } from "./gdb.js";
import { executeRemotely, readsFromOutside } from "./outside.js";

/** A program that comes to no bytecode within this time is inside native code, milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;
/** A loop that is woken up answers at once, but for one that is not asyncio's own, milliseconds. */
const WAKING_TIMEOUT_MS = 2_000;
const LOOK_EVERY_MS = 20;

const NO_LINE =
  "its main thread has come to no line of Python within 10 s, as it, or who has the interpreter's lock, is inside native code";

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
  const gdb = findExecutable("gdb", process.cwd(), process.env);
  let words = "";
  if (readsFromOutside(pid)) {
    const asked = await executeRemotely(pid, code, owner);
    if ("refused" in asked) words = `sys.remote_exec says '${asked.refused}'; otherwise `;
    else {
      const report = await answer(pid, file, () => gdb !== undefined && isWaiting(pid));
      asked.over(report !== undefined);
      if (report !== undefined) return report;
      if (gdb === undefined || !isWaiting(pid)) throw missing(pid, refuse);
    }
  }
  if (gdb === undefined) throw refuse(`${words}that takes gdb, which is not installed (apt-get install gdb)`);
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
  const report = await answer(pid, file, () => false);
  if (report !== undefined) return report;
  throw missing(pid, refuse);
}

/** Why there is no report. */
function missing(pid: number, refuse: (why: string) => Error): Error {
  return isAlive(pid) ? refuse(NO_LINE) : errors.attachNoProcess(pid);
}

/** What the program reports; undefined when nothing comes. `vain`: whether there is no use in waiting for long. */
async function answer(pid: number, file: string, vain: () => boolean): Promise<Report | undefined> {
  const start = Date.now();
  for (let lastedMs = 0; lastedMs < ANSWER_TIMEOUT_MS && isAlive(pid); lastedMs = Date.now() - start) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Report;
    if (lastedMs > WAKING_TIMEOUT_MS && vain()) return undefined;
    await delay(LOOK_EVERY_MS);
  }
  return undefined;
}

/** Python that executes the injection without a name in the program's `__main__`. */
function injection(script: string, report: string): string {
  const path = `__import__("builtins").bytes.fromhex("${hex(script)}").decode()`;
  const scope = `{"__file__": p, "report": b.bytes.fromhex("${hex(report)}").decode(), "early": True}`;
  const source = `__import__("importlib.machinery").machinery.SourceFileLoader("loopscope", p).get_data(p)`;
  return `(lambda b, p: b.exec(b.compile(${source}, p, "exec"), ${scope}))(__import__("builtins"), ${path})`;
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
