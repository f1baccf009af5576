/** Attaching to a Python program that listens for guests: one that was started with the agent. */
import { execFileSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import path from "node:path";
import { decodeAgentMessage, type HelloMessage } from "../../protocol/index.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { errors } from "../errors.js";
import { isAlive } from "../target/process-end.js";
import { readSessionFile } from "../target/session-file.js";

/** A program that does not greet within this time is inside native code, milliseconds. */
const GREETING_TIMEOUT_MS = 5_000;

export interface Guest {
  readonly name: string;
  readonly transport: Transport;
  readonly hello: HelloMessage;
}

/**
 * Whether a process is a Python program. One that was not prepared must be told from a Node program too: the signal that
 * opens Node's inspector ends it.
 */
export function isPythonProcess(pid: number): boolean {
  const session = readSessionFile(pid);
  return session === undefined ? INTERPRETER.test(executableOf(pid)) : session.language === "python";
}

const INTERPRETER = /^(?:python|pypy)[\d.]*(?:-\w+)?(?:\.exe)?$/i;

/** The name of a process's executable; '' when the system does not tell. */
function executableOf(pid: number): string {
  try {
    if (process.platform === "linux") return path.basename(readlinkSync(`/proc/${pid}/exe`));
    if (process.platform === "win32") return "";
    return path.basename(execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim());
  } catch {
    return "";
  }
}

/** @throws UserError when the program cannot be reached. */
export async function connectGuest(pid: number): Promise<Guest> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) throw errors.attachNoProcess(pid);
  const session = readSessionFile(pid);
  if (session === undefined) throw errors.attachNoPython(pid);
  const socket = connectSocket(session.socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", () => reject(errors.attachNoPython(pid)));
  });
  const transport = lineTransport(socket);
  const hello = await new Promise<HelloMessage>((resolve, reject) => {
    const patience = setTimeout(() => {
      transport.close();
      reject(errors.unresponsivePython(GREETING_TIMEOUT_MS / 1000));
    }, GREETING_TIMEOUT_MS);
    transport.onClose(() => reject(errors.attachNoPython(pid)));
    transport.onMessage((text) => {
      clearTimeout(patience);
      try {
        const message = decodeAgentMessage(text);
        if (message.kind === "hello") resolve(message);
      } catch (failure) {
        reject(errors.agentMalformed((failure as Error).message));
      }
    });
  });
  return { name: session.program, transport, hello };
}
