/** A debug adapter behind this one: debugpy's, as a child that speaks DAP on its standard streams. */
import { type ChildProcess, spawn } from "node:child_process";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { errors } from "../../dap/errors.js";

const HEADER_END = "\r\n\r\n";

export type PeerEvent = DebugProtocol.Event & { readonly body?: Record<string, unknown> };
/** Answers a request of the peer to its client. */
export type ReverseHandler = (command: string, args: unknown) => Promise<unknown>;

export interface PeerListener {
  event(event: PeerEvent): void;
  reverse: ReverseHandler;
  /** The process is over. */
  closed(): void;
}

/** The peer refused a request. */
export class PeerRefusal extends Error {
  override readonly name = "PeerRefusal";
}

interface Pending {
  readonly resolve: (body: Record<string, unknown>) => void;
  readonly reject: (failure: Error) => void;
}

export class DapPeer {
  readonly #process: ChildProcess;
  readonly #listener: PeerListener;
  readonly #pending = new Map<number, Pending>();
  #buffer = Buffer.alloc(0);
  #seq = 0;
  #closed = false;

  private constructor(process: ChildProcess, listener: PeerListener) {
    this.#process = process;
    this.#listener = listener;
    process.stdout!.on("data", (chunk: Buffer) => this.#receive(chunk));
    process.stdin!.on("error", () => {});
    process.once("exit", () => this.#close());
  }

  /** @throws UserError when it cannot be started. */
  static async start(
    command: {
      readonly executable: string;
      readonly args: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    },
    listener: PeerListener,
  ): Promise<DapPeer> {
    const child = spawn(command.executable, command.args, {
      env: command.env,
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => reject(errors.startFailed(error.message)));
    });
    return new DapPeer(child, listener);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** @throws PeerRefusal with the peer's reason; UserError when it has ended. */
  request(command: string, args: unknown): Promise<Record<string, unknown>> {
    if (this.#closed) return Promise.reject(errors.programEnded());
    const seq = ++this.#seq;
    return new Promise((resolve, reject) => {
      this.#pending.set(seq, { resolve, reject });
      this.#write({ seq, type: "request", command, arguments: args });
    });
  }

  /** Ends the process; what it debugs ends with it. */
  kill(): void {
    this.#process.stdin?.end();
    this.#process.kill();
  }

  #write(message: object): void {
    const text = JSON.stringify(message);
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`);
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf(HEADER_END);
      if (end < 0) return;
      const length = Number(/Content-Length:\s*(\d+)/i.exec(this.#buffer.toString("latin1", 0, end))?.[1]);
      const start = end + HEADER_END.length;
      if (!(this.#buffer.length >= start + length)) return;
      const text = this.#buffer.toString("utf8", start, start + length);
      this.#buffer = this.#buffer.subarray(start + length);
      this.#dispatch(JSON.parse(text) as DebugProtocol.ProtocolMessage);
    }
  }

  #dispatch(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === "event") this.#listener.event(message as PeerEvent);
    else if (message.type === "request") this.#answer(message as DebugProtocol.Request);
    else {
      const response = message as DebugProtocol.Response;
      const pending = this.#pending.get(response.request_seq);
      this.#pending.delete(response.request_seq);
      if (response.success) pending?.resolve((response.body ?? {}) as Record<string, unknown>);
      else pending?.reject(new PeerRefusal(reasonOf(response)));
    }
  }

  #answer(request: DebugProtocol.Request): void {
    const response = {
      seq: ++this.#seq,
      type: "response",
      request_seq: request.seq,
      command: request.command,
    };
    this.#listener.reverse(request.command, request.arguments).then(
      (body) => this.#write({ ...response, success: true, body }),
      (failure: Error) => this.#write({ ...response, success: false, message: failure.message }),
    );
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(errors.programEnded());
    this.#pending.clear();
    this.#listener.closed();
  }
}

function reasonOf(response: DebugProtocol.ErrorResponse | DebugProtocol.Response): string {
  const format = (response.body as { error?: { format?: string } } | undefined)?.error?.format;
  return response.message || format || `${response.command} was refused`;
}
