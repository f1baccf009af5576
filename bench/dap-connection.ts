/** The least of a DAP client: starts an adapter on stdio, sends requests, hands on events. */
import { type ChildProcess, spawn } from "node:child_process";

export interface DapMessage {
  readonly seq: number;
  readonly type: "request" | "response" | "event";
  readonly command?: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

const HEADER_END = "\r\n\r\n";

export class DapConnection {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>();
  readonly #onEvent: (message: DapMessage) => void;
  /** What came and was not read yet; joined when a message is complete, as a large one comes in many pieces. */
  #chunks: Buffer[] = [];
  #received = 0;
  #needed = 0;
  #seq = 0;
  readonly #exited: Promise<void>;

  constructor(adapter: string, onEvent: (message: DapMessage) => void) {
    this.#onEvent = onEvent;
    this.#process = spawn(process.execPath, [adapter], { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout!.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#exited = new Promise((resolve) => {
      this.#process.once("exit", () => {
        for (const { reject } of this.#waiting.values()) reject(new Error("the adapter ended"));
        resolve();
      });
    });
  }

  /** The adapter's process. */
  get pid(): number {
    return this.#process.pid!;
  }

  /** @throws Error with the adapter's text when it refuses. */
  request<T>(command: string, args: object = {}): Promise<T> {
    const seq = ++this.#seq;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.#process.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(seq, { resolve: (body) => resolve(body as T), reject });
    });
  }

  /** Ends the adapter, and with it the program, also when the adapter does not answer any more. */
  async close(): Promise<void> {
    if (this.#process.exitCode === null) {
      await this.request("disconnect", { terminateDebuggee: true }).catch(() => this.#process.kill());
    }
    this.#process.stdin!.end();
    await this.#exited;
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    while (this.#received > 0 && this.#received >= this.#needed) {
      const buffer = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      this.#chunks = [buffer];
      const end = buffer.indexOf(HEADER_END);
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString("latin1", 0, end))?.[1]);
      const start = end + HEADER_END.length;
      this.#needed = start + length;
      if (buffer.length < this.#needed) return;
      const message = JSON.parse(buffer.toString("utf8", start, this.#needed)) as DapMessage;
      const rest = buffer.subarray(this.#needed);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#received = rest.length;
      this.#needed = 0;
      this.#dispatch(message);
    }
  }

  #dispatch(message: DapMessage): void {
    if (message.type === "event") {
      this.#onEvent(message);
      return;
    }
    const waiting = this.#waiting.get(message.request_seq ?? -1);
    if (waiting === undefined) return;
    this.#waiting.delete(message.request_seq!);
    if (message.success === true) waiting.resolve(message.body);
    else waiting.reject(new Error(`${message.command}: ${message.message}`));
  }
}
