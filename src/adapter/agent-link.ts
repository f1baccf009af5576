/** The adapter's end of the channel to the agent: commands out, batches in. */
import {
  AGENT_SYMBOL,
  type AgentCommandName,
  type AgentCommands,
  type ChangesMessage,
  decodeAgentMessage,
  decodeCommandReply,
  type HelloMessage,
  PROTOCOL_VERSION,
  ProtocolError,
  SEND_BINDING,
} from "../protocol/index.js";
import { type CdpConnection, CdpTimeoutError } from "./cdp/connection.js";
import { errors } from "./errors.js";

/** JavaScript that is the registry, or undefined. */
export const REGISTRY = `globalThis[Symbol.for(${JSON.stringify(AGENT_SYMBOL)})]`;

/** What the preload makes too: a registry without an agent, for the runtime to find when it is loaded. */
const EMPTY_REGISTRY = `{
  version: ${PROTOCOL_VERSION},
  command: () => '{"ok":false,"error":"the program has not loaded loopscope"}',
  coroutines: () => [],
}`;

/** A program that answers nothing for this long is inside a native call. */
export const ANSWER_TIMEOUT_MS = 5_000;

export interface AgentListener {
  hello(message: HelloMessage): void;
  changes(message: ChangesMessage): void;
  malformed(reason: string): void;
}

export class AgentLink {
  readonly #connection: CdpConnection;
  readonly #listener: AgentListener;
  #hello: HelloMessage | undefined;

  constructor(connection: CdpConnection, listener: AgentListener) {
    this.#connection = connection;
    this.#listener = listener;
    connection.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === SEND_BINDING) this.#receive(payload);
    });
  }

  /** What the agent said of itself; undefined as long as the program has not loaded the runtime. */
  get hello(): HelloMessage | undefined {
    return this.#hello;
  }

  /** Opens the agent's way to us. */
  async open(): Promise<void> {
    await this.#connection.send("Runtime.addBinding", { name: SEND_BINDING });
  }

  /**
   * Wakes the agent of a program that runs already; false when it has not loaded the runtime. If it does so later, the
   * agent wakes then.
   */
  async wake(): Promise<boolean> {
    await this.#connection.send(
      "Runtime.evaluate",
      {
        expression: `(${REGISTRY} ??= ${EMPTY_REGISTRY}).wakeOnLoad = true`,
        silent: true,
        disableBreaks: true,
      },
      ANSWER_TIMEOUT_MS,
    );
    try {
      const hello = await this.command("subscribe", {});
      if (this.#hello === undefined) this.#greet(hello);
      return true;
    } catch {
      return false;
    }
  }

  /** Has the agent send what it has gathered, now: the table is of this moment afterwards. */
  async flush(timeoutMs: number): Promise<void> {
    const expression = `void ${REGISTRY}?.flush?.()`;
    await this.#connection.send(
      "Runtime.evaluate",
      { expression, silent: true, disableBreaks: true },
      timeoutMs,
    );
  }

  /**
   * Runs one command in the program, between any two bytecodes, whether it runs or is paused.
   * @throws UserError when there is no agent, it refuses, or the program does not answer in time.
   */
  async command<N extends AgentCommandName>(
    method: N,
    params: AgentCommands[N]["params"],
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<AgentCommands[N]["result"]> {
    const call = JSON.stringify(JSON.stringify({ method, params }));
    let value: unknown;
    try {
      const { result } = await this.#connection.send(
        "Runtime.evaluate",
        {
          expression: `${REGISTRY}?.command?.(${call})`,
          returnByValue: true,
          silent: true,
          disableBreaks: true,
        },
        timeoutMs,
      );
      value = result.value;
    } catch (failure) {
      if (failure instanceof CdpTimeoutError) throw errors.unresponsive(timeoutMs / 1000);
      throw this.#connection.isClosed ? errors.programEnded() : failure;
    }
    if (typeof value !== "string") throw errors.noAgent();
    let reply: ReturnType<typeof decodeCommandReply>;
    try {
      reply = decodeCommandReply(value);
    } catch (failure) {
      if (failure instanceof ProtocolError) throw errors.agentMalformed(failure.message);
      throw failure;
    }
    if (!reply.ok) throw errors.agentRefused(reply.error);
    return reply.result as AgentCommands[N]["result"];
  }

  #receive(payload: string): void {
    try {
      const message = decodeAgentMessage(payload);
      if (message.kind === "hello") this.#greet(message);
      else this.#listener.changes(message);
    } catch (failure) {
      if (!(failure instanceof ProtocolError)) throw failure;
      this.#listener.malformed(failure.message);
    }
  }

  #greet(message: HelloMessage): void {
    const scripts = new Set([...(this.#hello?.runtimeScripts ?? []), ...message.runtimeScripts]);
    this.#hello = { ...message, runtimeScripts: [...scripts] };
    this.#listener.hello(this.#hello);
  }
}
