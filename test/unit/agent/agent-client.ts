/** A debugger's view of the agent in this very process: commands, and what its batches add up to. */
import {
  AGENT_SYMBOL,
  type AgentCommandName,
  type AgentCommands,
  type AgentRegistry,
  type ChangesMessage,
  decodeAgentMessage,
  decodeCommandReply,
  type HelloMessage,
  type LoopInfo,
  type ResourceInfo,
  SEND_BINDING,
  type TaskInfo,
  type WarningInfo,
} from "../../../src/protocol/index.js";

const slots = globalThis as unknown as Record<string | symbol, unknown>;

/** The registry of this process: `src/runtime/index.js` has made it. */
export function registry(): AgentRegistry {
  return slots[Symbol.for(AGENT_SYMBOL)] as AgentRegistry;
}

/** Sends a command as a text. */
export function rawCommand(text: string): unknown {
  return JSON.parse(registry().command(text));
}

export class AgentClient {
  readonly hellos: HelloMessage[] = [];
  readonly batches: ChangesMessage[] = [];
  readonly tasks = new Map<number, TaskInfo>();
  readonly resources = new Map<number, ResourceInfo>();
  readonly loops = new Map<number, LoopInfo>();
  readonly warnings: WarningInfo[] = [];
  #arrived: (() => void)[] = [];

  /** Subscribes. Whoever does must `close`. */
  constructor() {
    slots[SEND_BINDING] = (text: string) => this.#receive(text);
    this.command("subscribe", {});
  }

  /** @throws Error when the command is refused. */
  command<N extends AgentCommandName>(
    method: N,
    params: AgentCommands[N]["params"],
  ): AgentCommands[N]["result"] {
    const reply = decodeCommandReply(registry().command(JSON.stringify({ method, params })));
    if (!reply.ok) throw new Error(reply.error);
    return reply.result as AgentCommands[N]["result"];
  }

  /** Makes the agent send what it has. */
  flush(): this {
    registry().flush?.();
    return this;
  }

  /** The one task of this name, as it is now. */
  task(name: string): TaskInfo {
    this.flush();
    const found = [...this.tasks.values()].filter((task) => task.name === name);
    if (found.length !== 1) throw new Error(`${found.length} tasks are called ${name}`);
    return found[0] as TaskInfo;
  }

  resource(label: string): ResourceInfo {
    this.flush();
    const found = [...this.resources.values()].find((resource) => resource.label === label);
    if (found === undefined) throw new Error(`no resource is called ${label}`);
    return found;
  }

  /** Names for ids. */
  names(ids: readonly number[] | undefined): string[] {
    return (ids ?? []).map((id) => this.tasks.get(id)?.name ?? `#${id}`);
  }

  /** All pages of a snapshot. */
  snapshot(limit: number): { pages: number; tasks: TaskInfo[]; resources: ResourceInfo[] } {
    const all = { pages: 0, tasks: [] as TaskInfo[], resources: [] as ResourceInfo[] };
    let cursor: number | undefined;
    do {
      const page = this.command("snapshot", { limit, ...(cursor === undefined ? {} : { cursor }) });
      all.pages++;
      all.tasks.push(...page.tasks);
      all.resources.push(...page.resources);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return all;
  }

  /** Resolves when a batch, sent by the agent on its own account, makes the condition true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#arrived.push(resolve));
  }

  close(): void {
    this.command("unsubscribe", {});
    delete slots[SEND_BINDING];
  }

  #receive(text: string): void {
    const message = decodeAgentMessage(text);
    if (message.kind === "hello") this.hellos.push(message);
    else this.#apply(message);
    for (const arrived of this.#arrived.splice(0)) arrived();
  }

  #apply(batch: ChangesMessage): void {
    this.batches.push(batch);
    for (const task of batch.tasks) this.tasks.set(task.id, task);
    for (const resource of batch.resources) this.resources.set(resource.id, resource);
    for (const loop of batch.loops) this.loops.set(loop.id, loop);
    for (const id of batch.forgottenTasks) this.tasks.delete(id);
    for (const id of batch.forgottenResources) this.resources.delete(id);
    this.warnings.push(...batch.warnings);
  }
}
