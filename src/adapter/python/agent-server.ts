/** Where Python agents reach the adapter that launched their program: a loopback port and a token. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { decodeAgentMessage, type HelloMessage, ProtocolError } from "../../protocol/index.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { type Disposable, disposable } from "../dap/disposable.js";

/** Who connects must greet within this time, milliseconds. */
const GREETING_TIMEOUT_MS = 10_000;

/** What a program's environment needs, for its agent to find us. Pinned by a test to `loopscope_agent/names.py`. */
export const PYTHON_VARIABLES = {
  address: "LOOPSCOPE_PYTHON_ADDRESS",
  token: "LOOPSCOPE_PYTHON_TOKEN",
  /** Arms the agent for guests, without an adapter that listens. */
  arm: "LOOPSCOPE_PYTHON_ARM",
  /** Has the agent come at the interpreter's start, and not only once asyncio is imported. */
  early: "LOOPSCOPE_PYTHON_EARLY",
  /** The task breakpoints that there are from the beginning, as JSON. */
  breakpoints: "LOOPSCOPE_PYTHON_BREAKPOINTS",
} as const;

export interface AgentServer extends Disposable {
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Listens until disposed.
 * @param greeted gets every connection that proves itself, with its greeting: the program's, then its children's.
 */
export async function listenForAgents(
  greeted: (transport: Transport, hello: HelloMessage) => void,
): Promise<AgentServer> {
  const token = randomBytes(32).toString("hex");
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    receiveGreeting(socket, token, greeted);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    environment: {
      [PYTHON_VARIABLES.address]: `127.0.0.1:${address.port}`,
      [PYTHON_VARIABLES.token]: token,
    },
    ...disposable(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    }),
  };
}

/** Reads one line; whoever does not say the token is cut off without a word. */
function receiveGreeting(
  socket: Socket,
  token: string,
  greeted: (transport: Transport, hello: HelloMessage) => void,
): void {
  const transport = lineTransport(socket);
  const patience = setTimeout(() => transport.close(), GREETING_TIMEOUT_MS);
  transport.onClose(() => clearTimeout(patience));
  transport.onMessage((text) => {
    clearTimeout(patience);
    transport.onMessage(() => {});
    try {
      const hello = decodeAgentMessage(text);
      if (hello.kind === "hello" && hasToken(text, token)) return greeted(transport, hello);
    } catch (failure) {
      if (!(failure instanceof ProtocolError)) throw failure;
    }
    transport.close();
  });
}

function hasToken(text: string, token: string): boolean {
  const given = (JSON.parse(text) as { token?: unknown }).token;
  if (typeof given !== "string" || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
