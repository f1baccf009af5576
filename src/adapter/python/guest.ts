/** Attaching to a Python program as a guest: of one that was started with the agent, or into which it is brought. */
import { connect as connectSocket, type Socket } from "node:net";
import { type CompanionArguments, decodeAgentMessage, type HelloMessage } from "../../protocol/index.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { errors } from "../dap/errors.js";
import { isAlive } from "../target/process-end.js";
import { runsPython } from "../target/process-facts.js";
import { readSessionFile } from "../target/session-file.js";
import { inject } from "./injection.js";

/** A program that does not greet within this time is inside native code, milliseconds. */
const GREETING_TIMEOUT_MS = 5_000;

const NOT_REACHED = "it does not listen where it says that it does";

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
    session = readSessionFile(pid, await inject(pid));
    socket = session === undefined ? undefined : await open(session.socket);
    if (session === undefined || socket === undefined) throw errors.attachNoPython(pid, NOT_REACHED);
  }
  const transport = lineTransport(socket);
  const hello = await new Promise<HelloMessage>((resolve, reject) => {
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
  return { name: session.program, transport, hello };
}

/** Undefined when nobody listens: a program that has just ended, or was killed and left its file. */
function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}
