/** Attaching to a Python program as a guest: of one that was started with the agent, or into which it is brought. */
import { connect as connectSocket, type Socket } from "node:net";
import { type CompanionArguments, decodeAgentMessage, type HelloMessage } from "../../protocol/index.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { errors } from "../dap/errors.js";
import { isAlive } from "../target/process-end.js";
import { programOf, runsPython } from "../target/process-facts.js";
import { readSessionFile } from "../target/session-file.js";
import { inject } from "./injection.js";
import { readFromOutside, readsFromOutside } from "./outside.js";

/** A program that does not greet within this time is inside native code, milliseconds. */
const GREETING_TIMEOUT_MS = 10_000;

const NOT_REACHED = "it does not listen where it says that it does";

export interface Guest {
  readonly name: string;
  readonly transport: Transport;
  readonly hello: HelloMessage;
  /** Why the program is only read, from outside; absent when the agent is in it. */
  readonly onlyRead?: string;
}

/**
 * Whether a process is a Python program. One that was not prepared must be told from a Node program too: the signal that
 * opens Node's inspector ends it.
 */
export function isPythonProcess(pid: number): boolean {
  const session = readSessionFile(pid);
  return session === undefined ? runsPython(pid) : session.language === "python";
}

/** @throws UserError when the program cannot be reached. */
export async function connectGuest(pid: number, companion: CompanionArguments): Promise<Guest> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) throw errors.attachNoProcess(pid);
  let session = readSessionFile(pid, companion.sessionFile);
  let socket = session === undefined ? undefined : await open(session.socket);
  if (session === undefined || socket === undefined) {
    // Another debugger has brought the agent in; where that is gone, so is the program.
    if (companion.companion === true) throw errors.attachNoPython(pid, NOT_REACHED);
    // It was started without the agent, or the agent has left it again.
    let file: string;
    try {
      file = await inject(pid);
    } catch (failure) {
      const reader = await readingGuest(pid, (failure as Error).message);
      if (reader === undefined) throw failure;
      return reader;
    }
    session = readSessionFile(pid, file);
    socket = session === undefined ? undefined : await open(session.socket);
    if (session === undefined || socket === undefined) throw errors.attachNoPython(pid, NOT_REACHED);
  }
  const transport = lineTransport(socket);
  try {
    return { name: session.program, transport, hello: await greeting(pid, transport) };
  } catch (failure) {
    // The agent is there, and does not come to run.
    const reader = await readingGuest(pid, (failure as Error).message);
    if (reader === undefined || companion.companion === true) throw failure;
    return reader;
  }
}

/** Undefined when the program cannot be read from outside either. @param why the agent could not be brought into it. */
async function readingGuest(pid: number, why: string): Promise<Guest | undefined> {
  if (!readsFromOutside(pid) || !isAlive(pid)) return undefined;
  const transport = readFromOutside(pid);
  const hello = await greeting(pid, transport).catch(() => undefined);
  if (hello === undefined) return undefined;
  return { name: programOf(pid), transport, hello, onlyRead: why };
}

function greeting(pid: number, transport: Transport): Promise<HelloMessage> {
  return new Promise<HelloMessage>((resolve, reject) => {
    const patience = setTimeout(() => {
      transport.close();
      reject(errors.unresponsivePython(GREETING_TIMEOUT_MS / 1000));
    }, GREETING_TIMEOUT_MS);
    transport.onClose(() => reject(errors.attachNoPython(pid, NOT_REACHED)));
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
}

/** Undefined when nobody listens: a program that has just ended, or was killed and left its file. */
function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}
