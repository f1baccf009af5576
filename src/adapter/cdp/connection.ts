/** One CDP session with a program, over any transport. */
import { type Disposable, disposable } from "../dap/disposable.js";
import type { Transport } from "./transport.js";
import type { Commands, Notifications } from "./types.js";

/** The program refused a command; `message` is V8's own. */
export class CdpError extends Error {
  override readonly name = "CdpError";

  /** Whether it was about something of a stop that is over: the program went on before the command reached it. */
  get isOutdated(): boolean {
    return OUTDATED.test(this.message);
  }
}

const OUTDATED =
  /^(?:Could not find (?:object|call frame) with given id|Can only perform operation while paused)/;

/** The connection ended before the answer came. */
export class CdpClosedError extends Error {
  override readonly name = "CdpClosedError";
}

/** The answer did not come in time: the program is inside a native call, or too busy. */
export class CdpTimeoutError extends Error {
  override readonly name = "CdpTimeoutError";
}

interface Pending {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout | undefined;
}

type Listener<N extends keyof Notifications> = (params: Notifications[N]) => void;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export class CdpConnection {
  readonly #transport: Transport;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(params: never) => void>>();
  readonly #onMalformed: (text: string) => void;
  #nextId = 0;
  #closed = false;
  /** Settles when the connection is gone; never rejects. */
  readonly closed: Promise<void>;

  /** @param onMalformed is told of each text that is not CDP; such texts are otherwise ignored. */
  constructor(transport: Transport, onMalformed: (text: string) => void = () => {}) {
    this.#transport = transport;
    this.#onMalformed = onMalformed;
    transport.onMessage((text) => this.#receive(text));
    this.closed = new Promise((resolve) => {
      transport.onClose(() => {
        this.#closed = true;
        for (const { method, reject, timer } of this.#pending.values()) {
          clearTimeout(timer);
          reject(new CdpClosedError(`${method}: the program is gone`));
        }
        this.#pending.clear();
        resolve();
      });
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Sends a command. Without `timeoutMs` it waits for as long as the connection lives.
   * @throws CdpError, CdpClosedError or CdpTimeoutError.
   */
  send<M extends keyof Commands>(
    method: M,
    params: Commands[M]["params"],
    timeoutMs?: number,
  ): Promise<Commands[M]["result"]> {
    if (this.#closed) return Promise.reject(new CdpClosedError(`${method}: the program is gone`));
    return new Promise((resolve, reject) => {
      const id = ++this.#nextId;
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => {
              // In a turn timers come before sockets: after a turn that took long the answer may be there, unread.
              setImmediate(() => {
                if (this.#pending.delete(id))
                  reject(new CdpTimeoutError(`${method}: no answer within ${timeoutMs} ms`));
              });
            }, timeoutMs);
      this.#pending.set(id, { method, resolve: resolve as (result: unknown) => void, reject, timer });
      this.#transport.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Listens for a notification until disposed. */
  on<N extends keyof Notifications>(method: N, listener: Listener<N>): Disposable {
    let set = this.#listeners.get(method);
    if (set === undefined) {
      set = new Set();
      this.#listeners.set(method, set);
    }
    set.add(listener as (params: never) => void);
    return disposable(() => set.delete(listener as (params: never) => void));
  }

  close(): void {
    this.#transport.close();
  }

  #receive(text: string): void {
    const message = parse(text);
    if (message === undefined) this.#onMalformed(text);
    else if (typeof message.id === "number") this.#answer(message.id, message);
    else if (typeof message.method === "string") {
      const params = (message.params ?? {}) as never;
      for (const listener of [...(this.#listeners.get(message.method) ?? [])]) listener(params);
    } else this.#onMalformed(text);
  }

  #answer(id: number, { error, result }: Record<string, unknown>): void {
    const pending = this.#pending.get(id);
    // Answers to commands that timed out come late; nobody waits for them.
    if (pending === undefined) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    if (error === undefined || error === null) pending.resolve(result ?? {});
    else {
      const reason = isRecord(error) && typeof error.message === "string" ? error.message : String(error);
      pending.reject(new CdpError(reason));
    }
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
