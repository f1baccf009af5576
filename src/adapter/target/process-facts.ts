/** What the system says of a process that is to be attached to. */
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import path from "node:path";

const LINUX = process.platform === "linux";
const INTERPRETER = /^(?:python|pypy)[\d.]*(?:-\w+)?(?:\.exe)?$/i;
/** In the list of a process's files: the interpreter as a library, inside of a program of another name. */
const EMBEDDED = /\/libpython3[\d.]*\.so/;
const EXECUTABLE_GONE = / \(deleted\)$/;

/** The path of a process's executable; '' when the system does not tell. */
export function executableOf(pid: number): string {
  try {
    if (LINUX) return readlinkSync(`/proc/${pid}/exe`).replace(EXECUTABLE_GONE, "");
    if (process.platform === "win32") return "";
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** Whether a process runs CPython, as its executable or inside of it. */
export function runsPython(pid: number): boolean {
  if (INTERPRETER.test(path.basename(executableOf(pid)))) return true;
  return LINUX && EMBEDDED.test(read(`/proc/${pid}/maps`) ?? "");
}

/** Whether a process handles a signal; undefined when the system does not tell. One that it does not handle ends it. */
export function handlesSignal(pid: number, signal: number): boolean | undefined {
  const [, mask] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(statusOf(pid)) ?? [];
  if (mask === undefined) return undefined;
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
  /** The process that debugs it; 0: none. */
  readonly tracer: number;
  /** It sees the same files and process ids as we do. */
  readonly near: boolean;
}

/** Linux only. Undefined when the process is gone, or is another user's. */
export function ownerOf(pid: number): ProcessOwner | undefined {
  const status = statusOf(pid);
  const number = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? Number.NaN);
  const [uid, gid, tracer] = [number("Uid"), number("Gid"), number("TracerPid")];
  if (Number.isNaN(uid)) return undefined;
  try {
    const near = ["mnt", "pid"].every(
      (space) => readlinkSync(`/proc/${pid}/ns/${space}`) === readlinkSync(`/proc/self/ns/${space}`),
    );
    return { uid, gid, tracer, near };
  } catch {
    return undefined;
  }
}

/** The name of a process, for a sentence. */
export function nameOf(pid: number): string {
  return read(`/proc/${pid}/comm`)?.trim() ?? `process ${pid}`;
}

/** What an interpreter runs, as it was told: a path, a module's name, or an option such as `-c`. Linux only. */
export function programOf(pid: number): string {
  const [executable = "", ...args] = (read(`/proc/${pid}/cmdline`) ?? "").split("\0");
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === "-m") return args[index + 1] ?? argument;
    if (argument === "-c" || !argument.startsWith("-")) return argument || executable;
    if (argument === "-X" || argument === "-W") index++;
  }
  return executable;
}

/** The number of the system call that the main thread is in; -1 when it computes. Linux only, of a stopped process. */
export function systemCallOf(pid: number): number {
  const [number] = (read(`/proc/${pid}/task/${pid}/syscall`) ?? "-1").split(" ");
  return number !== undefined && /^\d+$/.test(number) ? Number(number) : -1;
}

/** Why the system lets nobody into processes, as far as it says so. */
export function tracingLimit(): string | undefined {
  const scope = read("/proc/sys/kernel/yama/ptrace_scope")?.trim();
  return scope === undefined || scope === "0" ? undefined : scope;
}

function statusOf(pid: number): string {
  return LINUX ? (read(`/proc/${pid}/status`) ?? "") : "";
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
