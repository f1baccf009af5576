/** Whether to stop for an exception, by the client's filters: once for each error, where it is thrown. */
import type { CdpConnection } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";
import type { ExceptionKind } from "./exception-filters.js";

const REMEMBER =
  "function (error) { const known = this.has(error); if (!known) this.add(error); return known; }";

export class Exceptions {
  readonly #connection: CdpConnection;
  #filters: ReadonlyMap<ExceptionKind, string | undefined> = new Map();
  /** A `WeakSet` in the program with the errors that were seen; they are not kept alive by it. */
  #seen: Promise<string> | undefined;
  #lastPrimitive: { readonly text: string; readonly taskId: number | undefined } | undefined;

  constructor(connection: CdpConnection) {
    this.#connection = connection;
  }

  /** Whether errors are looked at at all. */
  get active(): boolean {
    return this.#filters.size > 0;
  }

  /** Takes the client's choice: each filter with the condition that has to hold, if any. */
  async setFilters(filters: ReadonlyMap<ExceptionKind, string | undefined>): Promise<void> {
    this.#filters = filters;
    // V8 calls everything caught that passes a coroutine's driver, so it cannot choose for us.
    const state = this.#filters.size > 0 ? "all" : "none";
    await this.#connection.send("Debugger.setPauseOnExceptions", { state });
  }

  /**
   * Whether the user wants to see this exception.
   * @param isUncaught asks whether nothing on the await chain catches it; called only when that matters.
   */
  async wants(
    error: RemoteObject,
    taskId: number | undefined,
    isUncaught: () => Promise<boolean>,
  ): Promise<boolean> {
    if (await this.#wasSeen(error, taskId)) return false;
    if (isCancellation(error)) return this.#chosen("cancelled", error);
    if (await this.#chosen("all", error)) return true;
    return (await this.#chosen("uncaught", error)) && (await isUncaught());
  }

  /** Whether a filter is on, and its condition holds. One that fails does not hold, as in breakpoints. */
  async #chosen(kind: ExceptionKind, error: RemoteObject): Promise<boolean> {
    if (!this.#filters.has(kind)) return false;
    const condition = this.#filters.get(kind);
    if (condition === undefined) return true;
    const { objectId, value, unserializableValue } = error;
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: await this.#seenSet(),
      functionDeclaration: `function (error) { return Boolean(${condition}\n); }`,
      arguments: [
        objectId !== undefined
          ? { objectId }
          : unserializableValue !== undefined
            ? { unserializableValue }
            : { value },
      ],
      returnByValue: true,
      silent: true,
    });
    return result.value === true;
  }

  #seenSet(): Promise<string> {
    this.#seen ??= this.#connection
      .send("Runtime.evaluate", { expression: "new WeakSet()", silent: true, disableBreaks: true })
      .then(({ result }) => result.objectId ?? "");
    return this.#seen;
  }

  async #wasSeen(error: RemoteObject, taskId: number | undefined): Promise<boolean> {
    if (error.objectId === undefined) {
      // A thrown text or number has no identity: the same one again in the same task is taken for the same.
      const text = `${error.type} ${String(error.value ?? error.unserializableValue)}`;
      const known = this.#lastPrimitive?.text === text && this.#lastPrimitive.taskId === taskId;
      this.#lastPrimitive = { text, taskId };
      return known;
    }
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: await this.#seenSet(),
      functionDeclaration: REMEMBER,
      arguments: [{ objectId: error.objectId }],
      returnByValue: true,
      silent: true,
    });
    return result.value === true;
  }
}

/** A `CancelledError` of any copy of the runtime. */
export function isCancellation({ className, description }: RemoteObject): boolean {
  return className === "CancelledError" || /^CancelledError(?::|\s|$)/.test(description ?? "");
}
