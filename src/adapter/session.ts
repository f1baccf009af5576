/** The DAP side of the adapter: framing, dispatch and answers. What a request does is in `requests.ts`. */
import type { Writable } from "node:stream";
import { DebugSession, Event, Response } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { CdpClosedError, CdpError } from "./cdp/connection.js";
import { Arguments } from "./dap/arguments.js";
import type { Client, ClientEvents } from "./dap/client.js";
import { errors, UserError } from "./dap/errors.js";
import { EventPace } from "./dap/event-pace.js";
import { Languages } from "./languages.js";

const TERMINAL_TIMEOUT_MS = 30_000;
const START_TIMEOUT_MS = 15_000;
/** Answers about to be written are given this long when the client asks for the end. */
const LAST_WRITE_MS = 500;

/** What to tell the client of a failure; undefined when the adapter is at fault. */
function refusal(failure: unknown): UserError | undefined {
  if (failure instanceof UserError) return failure;
  if (failure instanceof CdpClosedError) return errors.programEnded();
  return failure instanceof CdpError && failure.isOutdated ? errors.wentOn() : undefined;
}

/** One debug session over a pair of streams. */
export class Session extends DebugSession {
  readonly #handlers: Languages;
  /** Requests that are being carried out, by their numbers. */
  readonly #running = new Map<number, AbortController>();
  #output: Writable | undefined;
  #canRunInTerminal = false;
  #canStartDebugging = false;
  #ended = false;
  /** Resolves when the client has gone and the program of the session is dealt with. */
  readonly finished: Promise<void>;
  #finish: () => void = () => {};

  constructor() {
    super();
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const client: Client = {
      send: (event, body) => this.#send(event, body),
      pace: new EventPace(),
      backlogBytes: 0,
      drained: () => this.#drained(),
      canRunInTerminal: false,
      canStartDebugging: false,
      startDebugging: (args) => this.#startDebugging(args),
      runInTerminal: (args) => this.#runInTerminal(args),
    };
    Object.defineProperties(client, {
      backlogBytes: { get: () => this.#output?.writableLength ?? 0 },
      canRunInTerminal: { get: () => this.#canRunInTerminal },
      canStartDebugging: { get: () => this.#canStartDebugging },
    });
    this.#handlers = new Languages(client);
    // The base class shuts down at the first malformed message. A bad message is no reason to end a program.
    this.removeAllListeners("error");
    this.on("error", (event: DebugProtocol.Event & { body?: unknown }) => {
      const detail = String(event.body ?? "unknown");
      if (detail.startsWith("outStream")) this.shutdown();
      else {
        this.#send("output", { category: "console", output: `Ignored a malformed message: ${detail}\n` });
      }
    });
  }

  override start(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
    this.#output = output as Writable;
    // A client that is killed ends its side without closing: both mean that nobody is there.
    input.on("end", () => this.shutdown());
    super.start(input, output);
  }

  /** Ends the session: a launched program ends, an attached one goes on. Safe to call twice. */
  override shutdown(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handlers.clientGone().finally(() => {
      const close = setTimeout(this.#finish, LAST_WRITE_MS);
      this.#drained().then(() => {
        clearTimeout(close);
        this.#finish();
      });
    });
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    const kind: unknown = (message as { type?: unknown } | null)?.type;
    if (kind !== "request" && kind !== "response") {
      throw new Error(`a message of type ${JSON.stringify(kind)}`);
    }
    // Without a number there is no answering it.
    if (kind === "request" && !Number.isSafeInteger(message.seq))
      throw new Error("a request without a number");
    super.handleMessage(message);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const response = new Response(request) as DebugProtocol.Response;
    response.command = String(request.command);
    this.#answer(request).then(
      (body) => {
        if (body !== undefined) response.body = body;
        this.sendResponse(response);
        // What may only follow the answer: the base class would not wait for it.
        if (request.command === "initialize") this.#send("initialized", undefined);
        if (request.command === "disconnect") this.shutdown();
      },
      (failure: unknown) => this.#refuse(response, failure),
    );
  }

  async #answer(request: DebugProtocol.Request): Promise<unknown> {
    if (typeof request.command !== "string") {
      throw errors.unknownRequest(JSON.stringify(request.command) ?? "undefined");
    }
    const args = Arguments.of(request.command, request.arguments);
    if (request.command === "initialize") {
      this.#canRunInTerminal = args.optionalBoolean("supportsRunInTerminalRequest") ?? false;
      this.#canStartDebugging = args.optionalBoolean("supportsStartDebuggingRequest") ?? false;
    }
    if (request.command === "cancel") return this.#cancel(args);
    const handler = this.#handlers.find(request.command);
    if (handler === undefined) throw errors.unknownRequest(request.command);
    const abort = new AbortController();
    this.#running.set(request.seq, abort);
    try {
      return await handler(args, abort.signal);
    } finally {
      this.#running.delete(request.seq);
    }
  }

  /** A request that can be given up is, and is refused then; the others are answered as ever. */
  #cancel(args: Arguments): object {
    const requestId = args.optionalInteger("requestId");
    if (requestId !== undefined) this.#running.get(requestId)?.abort();
    return {};
  }

  #refuse(response: DebugProtocol.Response, failure: unknown): void {
    const user = refusal(failure);
    if (user === undefined) process.stderr.write(`${(failure as Error)?.stack ?? failure}\n`);
    this.#tell(
      response,
      user ?? errors.internal(failure instanceof Error ? failure.message : String(failure)),
    );
  }

  #tell(response: DebugProtocol.Response, user: UserError): void {
    response.success = false;
    response.message = user.message;
    // Braces in a format would be taken for variables.
    response.body = {
      error: { id: user.id, format: "{text}", variables: { text: user.message }, showUser: user.isShown },
    };
    this.sendResponse(response);
  }

  #send<E extends keyof ClientEvents>(event: E, body: ClientEvents[E]): void {
    this.sendEvent(new Event(event, body));
  }

  async #drained(): Promise<void> {
    const output = this.#output;
    if (output === undefined || output.writableLength === 0 || !output.writable) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        output.removeListener("drain", done);
        output.removeListener("close", done);
        resolve();
      };
      // Below the high-water mark no "drain" comes: an empty write's callback tells that all before it is out.
      if (output.writableNeedDrain) output.once("drain", done);
      else output.write("", done);
      output.once("close", done);
    });
  }

  #runInTerminal(args: DebugProtocol.RunInTerminalRequestArguments): Promise<{ processId?: number }> {
    return new Promise((resolve, reject) => {
      this.runInTerminalRequest(args, TERMINAL_TIMEOUT_MS, (response) => {
        if (response.success) resolve(response.body ?? {});
        else reject(errors.terminalFailed(response.message ?? "no reason given"));
      });
    });
  }

  #startDebugging(args: DebugProtocol.StartDebuggingRequestArguments): Promise<void> {
    return new Promise((resolve, reject) => {
      this.sendRequest("startDebugging", args, START_TIMEOUT_MS, (response) => {
        if (response.success) resolve();
        else reject(new Error(response.message ?? "no reason given"));
      });
    });
  }
}
