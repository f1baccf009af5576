/** A client of the Debug Adapter Protocol for tests: it speaks to the real adapter's process, and awaits conditions. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { AsyncioEvents, AsyncioRequests } from "../../src/protocol/index.js";
import { violations } from "./dap-schema.js";

export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const ADAPTER = path.join(REPOSITORY, "dist/adapter.cjs");
/** No test waits longer than this for anything, milliseconds. */
const PATIENCE_MS = 15_000;

export interface DapEvent {
  readonly event: string;
  readonly body: unknown;
}

/** The adapter refused a request. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly response: DebugProtocol.Response;

  constructor(response: DebugProtocol.Response) {
    super(response.message ?? "refused");
    this.response = response;
  }
}

/** Bodies of events that tests look into. */
interface EventBodies extends AsyncioEvents {
  stopped: DebugProtocol.StoppedEvent["body"];
  continued: DebugProtocol.ContinuedEvent["body"];
  output: DebugProtocol.OutputEvent["body"];
  exited: DebugProtocol.ExitedEvent["body"];
  breakpoint: DebugProtocol.BreakpointEvent["body"];
  thread: DebugProtocol.ThreadEvent["body"];
  process: DebugProtocol.ProcessEvent["body"];
  terminated: undefined;
  initialized: undefined;
}

/** Bodies of the answers that tests look into, by command. */
interface ResponseBodies {
  initialize: DebugProtocol.Capabilities;
  threads: DebugProtocol.ThreadsResponse["body"];
  stackTrace: DebugProtocol.StackTraceResponse["body"];
  scopes: DebugProtocol.ScopesResponse["body"];
  variables: DebugProtocol.VariablesResponse["body"];
  setVariable: DebugProtocol.SetVariableResponse["body"];
  evaluate: DebugProtocol.EvaluateResponse["body"];
  setExpression: DebugProtocol.SetExpressionResponse["body"];
  completions: DebugProtocol.CompletionsResponse["body"];
  setBreakpoints: DebugProtocol.SetBreakpointsResponse["body"];
  setFunctionBreakpoints: DebugProtocol.SetBreakpointsResponse["body"];
  breakpointLocations: DebugProtocol.BreakpointLocationsResponse["body"];
  setExceptionBreakpoints: { readonly breakpoints?: readonly DebugProtocol.Breakpoint[] };
  exceptionInfo: DebugProtocol.ExceptionInfoResponse["body"];
  source: DebugProtocol.SourceResponse["body"];
  loadedSources: DebugProtocol.LoadedSourcesResponse["body"];
}

type Body<C extends string> = C extends keyof AsyncioRequests
  ? AsyncioRequests[C]["body"]
  : C extends keyof ResponseBodies
    ? ResponseBodies[C]
    : unknown;

interface Waiter {
  readonly look: () => boolean;
  readonly reject: (error: Error) => void;
}

export class DapClient {
  readonly adapter: ChildProcess;
  /** Every event so far, in order. */
  readonly events: DapEvent[] = [];
  /** Settles when the adapter's process is over. */
  readonly exited: Promise<number | null>;
  #seq = 0;
  #chunks: Buffer[] = [];
  #received = 0;
  /** Bytes up to the end of the message that is coming in; 0 when its header is not known yet. */
  #needed = 0;
  #stderr = "";
  /** What the adapter has sent that is not of the protocol. */
  readonly #violations: string[] = [];
  readonly #pending = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>();
  readonly #waiters = new Set<Waiter>();
  /** Events before this index were consumed by `next`. */
  #consumed = 0;
  /** Answers a reverse request of the adapter; by default it is refused. */
  onReverseRequest: (command: string, args: never) => Promise<unknown> = () =>
    Promise.reject(new Error("not supported"));

  constructor(options: { env?: NodeJS.ProcessEnv; adapterArgs?: readonly string[] } = {}) {
    this.adapter = spawn(process.execPath, [ADAPTER, ...(options.adapterArgs ?? [])], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
    });
    this.adapter.stdout!.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.adapter.stderr!.on("data", (chunk: Buffer) => {
      this.#stderr += chunk;
    });
    this.adapter.stdin!.on("error", () => {});
    this.exited = new Promise((resolve) => {
      this.adapter.once("exit", (code) => {
        for (const { reject } of this.#pending.values())
          reject(new Error(`the adapter ended: ${this.#stderr}`));
        for (const { reject } of this.#waiters) reject(new Error(`the adapter ended: ${this.#stderr}`));
        resolve(code);
      });
    });
  }

  /** What the adapter wrote to its own stderr: nothing, as long as all goes well. */
  get stderr(): string {
    return this.#stderr;
  }

  /** The number that the next request will have. */
  get nextSeq(): number {
    return this.#seq + 1;
  }

  /** Sends a request. @throws RefusedError when it is refused. */
  request<C extends string>(command: C, args?: unknown): Promise<Body<C>> {
    const seq = ++this.#seq;
    const answer = new Promise<Body<C>>((resolve, reject) => {
      this.#pending.set(seq, { resolve: resolve as (body: unknown) => void, reject });
    });
    this.write(
      JSON.stringify({ seq, type: "request", command, ...(args === undefined ? {} : { arguments: args }) }),
    );
    return answer;
  }

  /** The refusal of a request that must be refused. */
  async refused(command: string, args?: unknown): Promise<RefusedError> {
    try {
      await this.request(command, args);
    } catch (failure) {
      if (failure instanceof RefusedError) return failure;
      throw failure;
    }
    throw new Error(`${command} was not refused`);
  }

  /** Writes one message as it is, with its header. */
  write(text: string): void {
    this.adapter.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** Waits for a condition over what has been received; it is looked at after each message. */
  async until<T>(what: string, look: () => T | undefined | false, patienceMs = PATIENCE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        const last = this.events
          .slice(-8)
          .map(({ event, body }) => `${event} ${JSON.stringify(body)?.slice(0, 300)}`);
        reject(new Error(`waited in vain for ${what}; last events:\n${last.join("\n")}\n${this.#stderr}`));
      }, patienceMs);
      const waiter: Waiter = {
        look: () => {
          const found = look();
          if (found === undefined || found === false) return false;
          clearTimeout(timer);
          resolve(found);
          return true;
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      if (!waiter.look()) this.#waiters.add(waiter);
    });
  }

  /** The next event of a kind after the last one that `next` gave; events of other kinds in between are passed over. */
  async next<E extends keyof EventBodies>(
    event: E,
    test: (body: EventBodies[E]) => boolean = () => true,
  ): Promise<EventBodies[E]> {
    return this.until(`an event '${event}'`, () => {
      for (let i = this.#consumed; i < this.events.length; i++) {
        const candidate = this.events[i]!;
        const body = candidate.body as EventBodies[E];
        if (candidate.event !== event || !test(body)) continue;
        this.#consumed = i + 1;
        return { body };
      }
      return undefined;
    }).then(({ body }) => body);
  }

  /** The kind of the next event among these that `next` has not given yet; it stays to be given. */
  async upcoming(...kinds: readonly string[]): Promise<string> {
    return this.until(`one of ${kinds.join(", ")}`, () =>
      this.events.slice(this.#consumed).find(({ event }) => kinds.includes(event)),
    ).then(({ event }) => event);
  }

  /** All output so far of one category. */
  output(category: "stdout" | "stderr" | "console"): string {
    return this.events
      .filter(
        ({ event, body }) => event === "output" && (body as { category?: string }).category === category,
      )
      .map(({ body }) => (body as { output: string }).output)
      .join("");
  }

  /** Asks again until an answer passes. */
  async poll<T>(
    what: string,
    ask: () => Promise<T>,
    test: (answer: T) => boolean,
    patienceMs = PATIENCE_MS,
  ): Promise<T> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const answer = await ask();
      if (test(answer)) return answer;
      if (Date.now() > end)
        throw new Error(`asked in vain for ${what}: ${JSON.stringify(answer)?.slice(0, 2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /**
   * Ends the session as a client does, and waits for the adapter's end.
   * @throws when a message of the adapter was not as the protocol has it.
   */
  async close(): Promise<void> {
    if (this.adapter.exitCode === null && this.adapter.signalCode === null) {
      await this.request("disconnect").catch(() => {});
      this.adapter.stdin!.end();
    }
    const overdue = setTimeout(() => this.adapter.kill("SIGKILL"), PATIENCE_MS);
    await this.exited;
    clearTimeout(overdue);
    if (this.#violations.length > 0) {
      throw new Error(`messages that are not of the protocol: ${this.#violations.slice(0, 10).join("; ")}`);
    }
  }

  #receive(chunk: Buffer): void {
    // A large message comes in many chunks: they are joined once, when it is complete.
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    while (this.#received > 0 && this.#received >= this.#needed) {
      const buffer = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      this.#chunks = [buffer];
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString("utf8", 0, end))?.[1]);
      this.#needed = end + 4 + length;
      if (buffer.length < this.#needed) return;
      const text = buffer.toString("utf8", end + 4, this.#needed);
      this.#chunks = [buffer.subarray(this.#needed)];
      this.#received -= this.#needed;
      this.#needed = 0;
      this.#message(JSON.parse(text) as DebugProtocol.ProtocolMessage);
      if (this.#received === 0) this.#chunks = [];
    }
  }

  #message(message: DebugProtocol.ProtocolMessage): void {
    this.#violations.push(...violations(message as unknown as Record<string, unknown>));
    if (message.type === "response") {
      const response = message as DebugProtocol.Response;
      const pending = this.#pending.get(response.request_seq);
      this.#pending.delete(response.request_seq);
      if (response.success) pending?.resolve(response.body);
      else pending?.reject(new RefusedError(response));
    } else if (message.type === "event") this.events.push(message as unknown as DapEvent);
    else {
      const { seq, command, arguments: args } = message as DebugProtocol.Request;
      this.onReverseRequest(command, args as never).then(
        (body) => this.#respond(seq, command, { success: true, body }),
        (error: Error) => this.#respond(seq, command, { success: false, message: error.message }),
      );
    }
    for (const waiter of [...this.#waiters]) if (waiter.look()) this.#waiters.delete(waiter);
  }

  #respond(requestSeq: number, command: string, answer: object): void {
    this.write(
      JSON.stringify({ seq: ++this.#seq, type: "response", request_seq: requestSeq, command, ...answer }),
    );
  }
}
