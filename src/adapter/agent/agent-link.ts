/** The adapter's end of the channel to the agent: commands out, batches in. */
import { randomUUID } from "node:crypto";
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
  type TaskBreakpoint,
} from "../../protocol/index.js";
import { type CdpConnection, CdpTimeoutError } from "../cdp/connection.js";
import { errors } from "../dap/errors.js";
import { asInternal } from "../sources/debugger-scripts.js";
import { type Agent, ANSWER_TIMEOUT_MS } from "./agent.js";

/** JavaScript that is the registry, or undefined. */
export const REGISTRY = `globalThis[Symbol.for(${JSON.stringify(AGENT_SYMBOL)})]`;

/** What the preload makes too: a registry without an agent, for the runtime to find when it is loaded. */
const EMPTY_REGISTRY = `{
  version: ${PROTOCOL_VERSION},
  command: () => '{"ok":false,"error":"the program has not loaded loopscope"}',
  coroutines: () => [],
}`;

/** Commands that read whole tables: in the middle of the runtime's own work these are in disorder. */
const CALM_COMMANDS = new Set<AgentCommandName>(["pulse", "snapshot", "inspect", "subscribe"]);
/** How long the program gets to finish the callback that runs, milliseconds. */
const CALM_TIMEOUT_MS = 300;
/** What has gathered is sent in slices of this length, milliseconds, of which one arrives within this time. */
const FLUSH_SLICE_MS = 2;
const FLUSH_TIMEOUT_MS = 2_000;
const FLUSH_PAUSE_MS = 10;
/** To undo what was asked a program gets so long, milliseconds. */
const LEAVE_TIMEOUT_MS = 2_000;

export interface AgentListener {
  hello(message: HelloMessage): void;
  changes(message: ChangesMessage): void;
  malformed(reason: string): void;
}

export class AgentLink implements Agent {
  /** What the agent knows us by. */
  readonly client: string = randomUUID();
  readonly #connection: CdpConnection;
  readonly #listener: AgentListener;
  #hello: HelloMessage | undefined;
  #paused = false;
  #tasksReceived = 0;

  constructor(connection: CdpConnection, listener: AgentListener) {
    this.#connection = connection;
    this.#listener = listener;
    connection.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === SEND_BINDING) this.#receive(payload);
    });
    connection.on("Debugger.paused", () => {
      this.#paused = true;
    });
    connection.on("Debugger.resumed", () => {
      this.#paused = false;
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
    // Only one that is not loaded needs to be told: the other can sleep again when we are gone.
    await this.#connection.send(
      "Runtime.evaluate",
      {
        expression: asInternal(
          `((registry) => {
            registry.readsColumns = true;
            if (registry.sources === undefined) registry.wakeOnLoad = true;
          })(${REGISTRY} ??= ${EMPTY_REGISTRY})`,
        ),
        silent: true,
        disableBreaks: true,
      },
      ANSWER_TIMEOUT_MS,
    );
    try {
      const hello = await this.command("subscribe", { client: this.client });
      if (this.#hello === undefined) this.#greet(hello);
      return true;
    } catch {
      return false;
    }
  }

  /** Has the agent take back all that we have asked for; it sleeps when nobody is left. Never rejects. */
  async leave(): Promise<void> {
    if (this.#hello === undefined) return;
    await this.command("leave", { client: this.client }, LEAVE_TIMEOUT_MS).catch(() => {});
  }

  /** Replaces one client's task breakpoints; a program that has not loaded the runtime gets them when it does. */
  async setTaskBreakpoints(client: string, breakpoints: readonly TaskBreakpoint[]): Promise<void> {
    const call = JSON.stringify({ method: "setTaskBreakpoints", params: { client, breakpoints } });
    const key = JSON.stringify(client);
    const value = breakpoints.length === 0 ? "undefined" : JSON.stringify(breakpoints);
    const expression = `((registry) => {
      const { [${key}]: _, ...others } = registry.taskBreakpoints ?? {};
      registry.taskBreakpoints = ${value} === undefined ? others : { ...others, [${key}]: ${value} };
      return registry.command(${JSON.stringify(call)});
    })(${REGISTRY} ??= ${EMPTY_REGISTRY})`;
    await this.#run(expression, false, ANSWER_TIMEOUT_MS);
  }

  /**
   * Has the agent send what it has gathered, in slices between which the program runs: the table is at least of this
   * moment afterwards.
   * @param calm between two callbacks, if one ends soon.
   * @param patienceMs after which what has not come yet is not waited for.
   * @throws CdpTimeoutError when the program is too busy; what is known is all there is then.
   */
  async flush(timeoutMs: number, calm: boolean, patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
    const enoughMs = Date.now() + patienceMs;
    // A program that is held is not held up.
    const expression = `${REGISTRY}?.flush?.(${this.#paused ? "" : FLUSH_SLICE_MS})`;
    /** What had changed when the first slice was sent: what changes later, changes forever in some programs. */
    let missing: number | undefined;
    let received = this.#tasksReceived;
    let endMs = Date.now() + FLUSH_TIMEOUT_MS;
    for (;;) {
      try {
        if ((await this.#runCalmly(expression, calm && !this.#paused, timeoutMs)) !== true) return;
        if (missing === undefined) {
          missing = Number(await this.#run(`${REGISTRY}?.backlog?.()`, false, timeoutMs));
          received = this.#tasksReceived; // the channel keeps its order: these were sent before
        }
      } catch (failure) {
        // As long as something comes, the answer is only behind much else.
        if (!(failure instanceof CdpTimeoutError) || this.#tasksReceived === received) throw failure;
      }
      // The rest is on its way by itself.
      if (Date.now() >= enoughMs) return;
      await new Promise((resolve) => setTimeout(resolve, FLUSH_PAUSE_MS));
      const arrived = this.#tasksReceived - received;
      received = this.#tasksReceived;
      if (missing !== undefined) missing -= arrived;
      if (missing !== undefined && missing <= 0) return;
      if (arrived > 0) endMs = Date.now() + FLUSH_TIMEOUT_MS;
      else if (Date.now() > endMs) throw new CdpTimeoutError(`no change came within ${FLUSH_TIMEOUT_MS} ms`);
    }
  }

  /**
   * Runs one command in the program, whether it runs or is paused: in between two of its callbacks where it matters and
   * the program comes to an end of one soon, otherwise between any two bytecodes.
   * @throws UserError when there is no agent, it refuses, or the program does not answer in time.
   */
  async command<N extends AgentCommandName>(
    method: N,
    params: AgentCommands[N]["params"],
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<AgentCommands[N]["result"]> {
    const call = JSON.stringify(JSON.stringify({ method, params }));
    const expression = `${REGISTRY}?.command?.(${call})`;
    let value: unknown;
    try {
      value = await this.#runCalmly(expression, CALM_COMMANDS.has(method) && !this.#paused, timeoutMs);
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

  async #runCalmly(expression: string, calm: boolean, timeoutMs: number): Promise<unknown> {
    if (!calm) return this.#run(expression, false, timeoutMs);
    try {
      return await this.#run(expression, true, CALM_TIMEOUT_MS);
    } catch (failure) {
      // One callback runs for long, or the program was paused meanwhile: no calm is to be had.
      if (failure instanceof CdpTimeoutError) return this.#run(expression, false, timeoutMs);
      throw failure;
    }
  }

  /** @param calm evaluates as a microtask: after the callback that runs now, when nothing is half done. */
  async #run(expression: string, calm: boolean, timeoutMs: number): Promise<unknown> {
    const { result } = await this.#connection.send(
      "Runtime.evaluate",
      {
        expression: asInternal(calm ? `Promise.resolve().then(() => ${expression})` : expression),
        returnByValue: true,
        silent: true,
        disableBreaks: true,
        ...(calm ? { awaitPromise: true } : {}),
      },
      timeoutMs,
    );
    return result.value;
  }

  #receive(payload: string): void {
    try {
      const message = decodeAgentMessage(payload);
      if (message.kind === "hello") this.#greet(message);
      else {
        this.#tasksReceived += message.tasks.length;
        this.#listener.changes(message);
      }
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
