/** A client of the Debug Adapter Protocol over two byte streams. */
import type { Readable, Writable } from "node:stream";
import { messageOf } from "../errors.js";
import { encodeFrame, FrameReader } from "./framing.js";

/** The adapter refused a request; the message is its own text. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
}

/** The adapter went away before it answered. */
export class ConnectionClosed extends Error {
  override readonly name = "ConnectionClosed";
}

interface Waiting {
  readonly command: string;
  resolve(body: unknown): void;
  reject(error: Error): void;
}

export type EventListener = (event: string, body: unknown) => void;

export class DapConnection {
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #reader = new FrameReader();
  readonly #waiting = new Map<number, Waiting>();
  readonly #listener: EventListener;
  #seq = 0;
  #closed: ConnectionClosed | undefined;

  /** `listener` gets the events in the order in which they came. */
  constructor(input: Readable, output: Writable, listener: EventListener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
    input.on("data", (chunk: Buffer) => this.#take(chunk));
    input.on("error", (error) => this.close(error.message));
    // Writing to an adapter that has just gone is answered by `close`, which rejects what was asked.
    output.on("error", (error) => this.close(error.message));
  }

  /**
   * Sends a request and answers the body of its response.
   * @throws RequestRefused, ConnectionClosed
   */
  request<T = unknown>(command: string, args: object = {}): Promise<T> {
    const closed = this.#closed;
    if (closed !== undefined) return Promise.reject(closed);
    const seq = ++this.#seq;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(seq, { command, resolve: (body) => resolve(body as T), reject });
      this.#output.write(encodeFrame({ seq, type: "request", command, arguments: args }));
    });
  }

  /** Stops reading, so that a flood waits in the adapter's pipe rather than in this process's memory. */
  pause(): void {
    this.#input.pause();
  }

  /** Undoes `pause`. */
  resume(): void {
    this.#input.resume();
  }

  /** Rejects whatever is unanswered; safe to repeat. */
  close(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = new ConnectionClosed(reason);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#closed);
    this.#waiting.clear();
  }

  #take(chunk: Buffer): void {
    if (this.#closed !== undefined) return;
    try {
      for (const message of this.#reader.push(chunk)) this.#dispatch(message);
    } catch (error) {
      this.close(`the debug adapter sent something else than the protocol: ${messageOf(error)}`);
    }
  }

  #dispatch(message: Record<string, unknown>): void {
    if (message["type"] === "event" && typeof message["event"] === "string") {
      this.#listener(message["event"], message["body"]);
      return;
    }
    if (message["type"] === "request") {
      // Such as runInTerminal, which this client does not offer at `initialize`.
      const answer = { type: "response", request_seq: message["seq"], command: message["command"] };
      this.#output.write(
        encodeFrame({ seq: ++this.#seq, ...answer, success: false, message: "not supported by this client" }),
      );
      return;
    }
    const seq = message["request_seq"];
    if (message["type"] !== "response" || typeof seq !== "number") return;
    const waiting = this.#waiting.get(seq);
    if (waiting === undefined) return;
    this.#waiting.delete(seq);
    if (message["success"] === true) waiting.resolve(message["body"]);
    else waiting.reject(new RequestRefused(refusalText(message, waiting.command)));
  }
}

/** DAP puts the readable text into `body.error.format`, with `{name}` for its variables; `message` is a short form. */
function refusalText(message: Record<string, unknown>, command: string): string {
  const body = message["body"] as
    | { error?: { format?: string; variables?: Record<string, string> } }
    | undefined;
  const format = body?.error?.format;
  if (typeof format === "string")
    return format.replace(/\{(\w+)\}/g, (whole, name: string) => body?.error?.variables?.[name] ?? whole);
  return typeof message["message"] === "string" ? message["message"] : `${command} was refused`;
}
