/** A debugger's end of the bridge, for tests: requests, notifications, and raw lines. */
import { connect, type Socket } from "node:net";

export interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

export class CdpClient {
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #seen: Reply[] = [];
  readonly #waiting: { matches(message: Reply): boolean; take(message: Reply): void }[] = [];
  #nextId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {}); // the other side may be killed; `closed` tells
    let rest = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#received(JSON.parse(line) as Reply);
    });
  }

  static open(path: string): Promise<CdpClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new CdpClient(socket)));
      socket.once("error", reject);
    });
  }

  #received(message: Reply): void {
    const index = this.#waiting.findIndex(({ matches }) => matches(message));
    if (index < 0) this.#seen.push(message);
    else this.#waiting.splice(index, 1)[0]?.take(message);
  }

  /** The first message that matches, from those not yet taken on; each is taken once. */
  next(matches: (message: Reply) => boolean): Promise<Reply> {
    const index = this.#seen.findIndex(matches);
    const found = index < 0 ? undefined : this.#seen.splice(index, 1)[0];
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => this.#waiting.push({ matches, take: resolve }));
  }

  notification(method: string): Promise<Reply> {
    return this.next((message) => message.method === method);
  }

  /** Messages that have come and were not awaited. */
  get unread(): readonly Reply[] {
    return this.#seen;
  }

  /** Sends a request; resolves with the whole reply, an error included. */
  request(method: string, params: object = {}): Promise<Reply> {
    const id = ++this.#nextId;
    this.raw(JSON.stringify({ id, method, params }));
    return this.next((message) => message.id === id);
  }

  /** Evaluates an expression in the program. @throws Error when the program's code throws, or the request fails. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, error } = await this.request("Runtime.evaluate", { expression, returnByValue: true });
    if (error) throw new Error(error.message);
    const thrown = result?.exceptionDetails as { exception?: { description?: string } } | undefined;
    if (thrown) throw new Error(thrown.exception?.description ?? "thrown");
    return (result?.result as { value?: unknown } | undefined)?.value;
  }

  /** Gives the agent a command. @throws Error when it is refused. */
  async agent(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const call = JSON.stringify(JSON.stringify({ method, params }));
    const reply = JSON.parse(
      String(await this.evaluate(`globalThis[Symbol.for("loopscope.agent")].command(${call})`)),
    ) as { ok: boolean; error?: string; result?: Record<string, unknown> };
    if (!reply.ok) throw new Error(reply.error);
    return reply.result ?? {};
  }

  /** The next message of the agent that matches. */
  async agentMessage<T>(matches: (message: T & { kind: string }) => boolean): Promise<T> {
    const found = await this.next(
      ({ method, params }) =>
        method === "Runtime.bindingCalled" &&
        matches(JSON.parse(String(params?.payload)) as T & { kind: string }),
    );
    return JSON.parse(String(found.params?.payload)) as T;
  }

  raw(text: string): void {
    this.#socket.write(`${text}\n`);
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}
