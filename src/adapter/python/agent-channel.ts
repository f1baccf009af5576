/** The adapter's end of the channel to a Python agent: commands out, batches in, over a socket of this machine. */
import {
  type AgentCommandName,
  type AgentCommands,
  type ChangesMessage,
  decodeAgentMessage,
  decodeCommandReply,
  type HelloMessage,
  ProtocolError,
  type PythonCommands,
} from "../../protocol/index.js";
import { type Agent, ANSWER_TIMEOUT_MS } from "../agent/agent.js";
import type { Transport } from "../cdp/transport.js";
import { errors } from "../dap/errors.js";

type Commands = AgentCommands & PythonCommands;

export interface ChannelListener {
  hello(message: HelloMessage): void;
  changes(message: ChangesMessage): void;
  /** A turn of a loop has lasted for too long, since the given time (Unix epoch, ms). */
  blocked(sinceMs: number): void;
  unblocked(): void;
  malformed(reason: string): void;
}

/** No look takes longer, however many tasks there are, milliseconds. */
const FLUSH_TIMEOUT_MS = 120_000;

interface Pending {
  readonly resolve: (text: string) => void;
  readonly reject: (failure: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** An agent that may not have come yet: a program reaches us when it imports asyncio. */
export class AgentChannel implements Agent {
  readonly #listener: ChannelListener;
  readonly #pending = new Map<number, Pending>();
  #transport: Transport | undefined;
  #hello: HelloMessage | undefined;
  #nextId = 0;
  /** Messages that have come. */
  #heard = 0;
  #closed = false;

  constructor(listener: ChannelListener) {
    this.#listener = listener;
  }

  get hello(): HelloMessage | undefined {
    return this.#hello;
  }

  /** The agent came, and has gone. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Takes a connection whose greeting has been read. `closed` is called once, when it ends. */
  connect(transport: Transport, greeting: HelloMessage, closed: () => void): void {
    this.#transport = transport;
    this.#hello = greeting;
    transport.onMessage((text) => this.#receive(text));
    transport.onClose(() => {
      this.#closed = true;
      for (const { reject, timer } of this.#pending.values()) {
        clearTimeout(timer);
        reject(errors.programEnded());
      }
      this.#pending.clear();
      closed();
    });
    this.#listener.hello(greeting);
  }

  /** Ends when all has come that had changed: a look at very many tasks takes longer than the limit, and is heard of. */
  async flush(timeoutMs: number, _calm: boolean): Promise<void> {
    const answered = this.ask("flush", {}, FLUSH_TIMEOUT_MS);
    answered.catch(() => {});
    for (;;) {
      const heard = this.#heard;
      const answer = await within(timeoutMs, answered);
      if (answer) return;
      if (this.#heard === heard) throw errors.unresponsivePython(timeoutMs / 1000);
    }
  }

  command<N extends AgentCommandName>(
    method: N,
    params: AgentCommands[N]["params"],
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<AgentCommands[N]["result"]> {
    return this.ask(method, params, timeoutMs);
  }

  /** As `command`, for Python's own commands too. */
  async ask<N extends keyof Commands>(
    method: N,
    params: Commands[N]["params"],
    timeoutMs = ANSWER_TIMEOUT_MS,
    late: (seconds: number) => Error = errors.unresponsivePython,
  ): Promise<Commands[N]["result"]> {
    const transport = this.#transport;
    if (this.#closed) throw errors.programEnded();
    if (transport === undefined) throw errors.noPythonAgent();
    const id = ++this.#nextId;
    const text = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(late(timeoutMs / 1000));
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      transport.send(JSON.stringify({ id, method, params }));
    });
    const reply = decodeCommandReply(text);
    if (!reply.ok) throw errors.agentRefused(reply.error);
    return reply.result as Commands[N]["result"];
  }

  close(): void {
    this.#transport?.close();
  }

  #receive(text: string): void {
    this.#heard++;
    try {
      const message = JSON.parse(text) as { kind?: unknown; id?: unknown; sinceMs?: unknown };
      if (message.kind === "reply") this.#answer(message.id, text);
      else if (message.kind === "blocked") this.#listener.blocked(Number(message.sinceMs));
      else if (message.kind === "unblocked") this.#listener.unblocked();
      else if (message.kind !== "looking") {
        const known = decodeAgentMessage(text);
        if (known.kind === "changes") this.#listener.changes(known);
      }
    } catch (failure) {
      if (!(failure instanceof ProtocolError || failure instanceof SyntaxError)) throw failure;
      this.#listener.malformed(failure.message);
    }
  }

  #answer(id: unknown, text: string): void {
    const pending = this.#pending.get(Number(id));
    if (pending === undefined) return;
    this.#pending.delete(Number(id));
    clearTimeout(pending.timer);
    pending.resolve(text);
  }
}

/** Whether a promise settles within this time. Rejects as it does. */
async function within(limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), patience]);
  } finally {
    clearTimeout(timer);
  }
}
