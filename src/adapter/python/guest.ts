/** Attaching to a Python program that listens for guests: one that was started with the agent. */
import { connect as connectSocket } from "node:net";
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

/** Whether a process is a Python program that can be attached to. */
export const isPythonSession = (pid: number): boolean => readSessionFile(pid)?.language === "python";

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
