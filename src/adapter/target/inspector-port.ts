/** Where a process has its inspector: the port is not asked for, it is found. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { errors } from "../dap/errors.js";

/** Node's default; `--inspect-port` and another program on it move it. */
const DEFAULT_PORT = 9229;
/** After `SIGUSR1` the inspector comes up within this time, milliseconds; a busy machine takes its share. */
const OPEN_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 50;
const HTTP_TIMEOUT_MS = 2_000;

export interface Inspector {
  readonly port: number;
  readonly url: string;
}

/** The websocket address of the inspector on a port. @throws UserError when there is none. */
export async function inspectorAt(port: number, address = "127.0.0.1"): Promise<string> {
  try {
    const host = address === "::1" ? "[::1]" : address;
    const response = await fetch(`http://${host}:${port}/json/list`, {
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
    });
    const [first] = (await response.json()) as { webSocketDebuggerUrl?: string }[];
    if (typeof first?.webSocketDebuggerUrl === "string") return first.webSocketDebuggerUrl;
    throw new Error("it is not an inspector");
  } catch (failure) {
    const { message, cause } = failure as Error;
    throw errors.attachPort(port, cause instanceof Error ? cause.message : message);
  }
}

/** Ports on which a process listens on the loopback interface, from the kernel (Linux); undefined elsewhere. */
function listeningPorts(pid: number): readonly number[] | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const inodes = new Set<string>();
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const link = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`));
      if (link?.[1] !== undefined) inodes.add(link[1]);
    }
    const ports: number[] = [];
    for (const table of ["tcp", "tcp6"]) {
      for (const line of readFileSync(`/proc/${pid}/net/${table}`, "utf8").split("\n").slice(1)) {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        // 0A: listening.
        if (state === "0A" && local !== undefined && inodes.has(inode ?? "")) {
          ports.push(Number.parseInt(local.split(":")[1] ?? "", 16));
        }
      }
    }
    return ports;
  } catch {
    return undefined;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** The inspector that a process has open; undefined when it has none, or nobody can tell. */
export async function findInspector(pid: number): Promise<Inspector | undefined> {
  for (const port of listeningPorts(pid) ?? []) {
    const url = await inspectorAt(port).catch(() => undefined);
    if (url !== undefined) return { port, url };
  }
  return undefined;
}

/** The inspector that a process is about to open. @throws UserError when it does not come up. */
export async function inspectorOf(pid: number): Promise<Inspector> {
  const canTell = listeningPorts(pid) !== undefined;
  for (let waitedMs = 0; waitedMs < OPEN_TIMEOUT_MS; waitedMs += LOOK_EVERY_MS) {
    const found = canTell
      ? await findInspector(pid)
      : await inspectorAt(DEFAULT_PORT)
          .then((url) => ({ port: DEFAULT_PORT, url }))
          .catch(() => undefined);
    if (found !== undefined) return found;
    await delay(LOOK_EVERY_MS);
  }
  throw errors.attachNoInspector(pid);
}
