/** Whether to stop for an exception, by the client's filters: once for each error, where it is thrown. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CdpConnection } from "./cdp/connection.js";
import type { RemoteObject } from "./cdp/types.js";

export const EXCEPTION_FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: "all",
    label: "All Exceptions",
    description: "Stops where an error is thrown, and not again as it passes awaiting coroutines.",
    default: false,
  },
  {
    filter: "uncaught",
    label: "Uncaught Exceptions",
    description: "Stops where an error is thrown that no coroutine on the await chain catches.",
    default: true,
  },
  {
    filter: "cancelled",
    label: "Cancellation",
    description: "Stops where a task gets its CancelledError.",
    default: false,
  },
];

const REMEMBER =
  "function (error) { const known = this.has(error); if (!known) this.add(error); return known; }";

export class Exceptions {
  readonly #connection: CdpConnection;
  #filters = new Set<string>();
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

  /** Takes the client's choice. */
  async setFilters(filters: readonly string[]): Promise<void> {
    this.#filters = new Set(filters);
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
    if (isCancellation(error)) return this.#filters.has("cancelled");
    if (this.#filters.has("all")) return true;
    return this.#filters.has("uncaught") && (await isUncaught());
  }

  async #wasSeen(error: RemoteObject, taskId: number | undefined): Promise<boolean> {
    if (error.objectId === undefined) {
      // A thrown text or number has no identity: the same one again in the same task is taken for the same.
      const text = `${error.type} ${String(error.value ?? error.unserializableValue)}`;
      const known = this.#lastPrimitive?.text === text && this.#lastPrimitive.taskId === taskId;
      this.#lastPrimitive = { text, taskId };
      return known;
    }
    this.#seen ??= this.#connection
      .send("Runtime.evaluate", { expression: "new WeakSet()", silent: true, disableBreaks: true })
      .then(({ result }) => result.objectId ?? "");
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: await this.#seen,
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
