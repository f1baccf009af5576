/**
 * Setting locals of suspended coroutines.
 *
 * V8 hands out copies of a suspended generator's scopes: nothing that is written to them sticks. So what was set is kept
 * here, in objects of the program's that are laid over the copies for whoever looks meanwhile. The coroutine's next
 * resume is trapped; one step leads into it, where it has a frame, and there the locals are set before it has run a line.
 */
import { randomInt } from "node:crypto";
import type { AgentRegistry } from "../../protocol/index.js";
import { REGISTRY } from "../agent/agent-link.js";
import type { CdpConnection } from "../cdp/connection.js";
import { type CoroutineObject, readScopes } from "../cdp/coroutines.js";
import type { CallArgument, CallFrame, RemoteObject } from "../cdp/types.js";
import type { Disposable } from "../dap/disposable.js";
import { errors } from "../dap/errors.js";
import type { Groups } from "./handles.js";
import { toArgument } from "./variable-setting.js";

/** To undo what was asked a program gets so long, milliseconds. */
const UNDO_TIMEOUT_MS = 2_000;

/** Tokens of several debuggers of one program must differ. */
const TOKEN_RANGE = 2 ** 40;

export interface SuspendedCoroutine {
  readonly coroutine: CoroutineObject;
  readonly taskId: number;
}

interface Pending {
  readonly taskId: number;
  readonly name: string;
  readonly coroutineId: string;
  readonly group: Disposable & { readonly name: string };
  /** By the number of the scope: an object with the new values. */
  readonly overlays: Map<number, string>;
}

export class SuspendedLocals {
  readonly #connection: CdpConnection;
  readonly #groups: Groups;
  readonly #pending = new Map<number, Pending>();
  #token = randomInt(TOKEN_RANGE);

  constructor(connection: CdpConnection, groups: Groups) {
    this.#connection = connection;
    this.#groups = groups;
  }

  /** Whether a trap may be ours. */
  get active(): boolean {
    return this.#pending.size > 0;
  }

  has(token: number): boolean {
    return this.#pending.has(token);
  }

  /**
   * Sets a local, at once where V8 takes it, otherwise when the coroutine resumes.
   * @returns whether it is still to come
   * @throws UserError with the reason why it cannot be set.
   */
  async set(frame: SuspendedCoroutine, scope: number, name: string, value: CallArgument): Promise<boolean> {
    // What is to come already may be taken back by the value that is there now.
    const awaited = (await this.#find(frame.coroutine.objectId)) !== undefined;
    if (!awaited && (await this.#setNow(frame.coroutine, scope, name, value))) return false;
    const { group, overlays, coroutineId } = await this.#trap(frame, name);
    const overlay = overlays.get(scope);
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: overlay ?? coroutineId,
      functionDeclaration: `function (isNew, name, value) {
        const overlay = isNew ? Object.create(null) : this;
        overlay[name] = value;
        return overlay;
      }`,
      arguments: [{ value: overlay === undefined }, { value: name }, value],
      objectGroup: group.name,
      silent: true,
    });
    if (overlay === undefined && result.objectId !== undefined) overlays.set(scope, result.objectId);
    return true;
  }

  /** What is to be laid over the scopes of a suspended coroutine: ids of objects, by the number of the scope. */
  async overlays({ objectId }: CoroutineObject): Promise<ReadonlyMap<number, string>> {
    return (await this.#find(objectId))?.overlays ?? new Map();
  }

  /** The values that the locals of one scope will have. @param group keeps them alive */
  async valuesIn(
    coroutine: CoroutineObject,
    scope: number,
    group: string,
  ): Promise<ReadonlyMap<string, RemoteObject>> {
    const overlay = (await this.overlays(coroutine)).get(scope);
    return overlay === undefined ? new Map() : this.#read(overlay, group);
  }

  /**
   * Sets what was kept for a coroutine that has just resumed.
   * @param frame its frame; undefined when it has ended instead of running on
   * @returns a sentence for each local that was not set
   */
  async apply(token: number, frame: CallFrame | undefined): Promise<readonly string[]> {
    const pending = this.#pending.get(token);
    if (pending === undefined) return [];
    this.#pending.delete(token);
    const failures: string[] = [];
    for (const [scope, overlay] of pending.overlays) {
      for (const [name, value] of await this.#read(overlay, pending.group.name)) {
        const why =
          frame === undefined
            ? "the coroutine has ended without running on"
            : await this.#setInFrame(frame, { scope, name }, toArgument(value));
        if (why !== undefined) failures.push(`'${name}' of '${pending.name}' could not be set: ${why}`);
      }
    }
    pending.group.dispose();
    return failures;
  }

  /** Forgets what was kept for tasks that have ended. @returns a sentence for each coroutine */
  forgetEnded(isPending: (taskId: number) => boolean): readonly string[] {
    const ended = [...this.#pending].filter(([, { taskId }]) => !isPending(taskId));
    return ended.map(([token, { group, name }]) => {
      this.#pending.delete(token);
      group.dispose();
      return `The locals of '${name}' could not be set: its task has ended`;
    });
  }

  /** Takes all traps away. Never rejects. */
  async letGo(): Promise<void> {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    await Promise.allSettled(
      all.map(async ({ taskId, coroutineId, group }) => {
        await this.#call("trapResume", coroutineId, [taskId], 0, UNDO_TIMEOUT_MS).catch(() => {});
        group.dispose();
      }),
    );
  }

  async #trap({ coroutine, taskId }: SuspendedCoroutine, local: string): Promise<Pending> {
    const known = await this.#find(coroutine.objectId);
    if (known !== undefined) return known;
    const group = this.#groups.temporary();
    // The frame's own handle does not outlive the stop.
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: coroutine.objectId,
      functionDeclaration: "function () { return this; }",
      objectGroup: group.name,
      silent: true,
    });
    const coroutineId = result.objectId ?? coroutine.objectId;
    const token = ++this.#token;
    const pending: Pending = { taskId, name: coroutine.name, coroutineId, group, overlays: new Map() };
    // It may resume before the answer is here.
    this.#pending.set(token, pending);
    if ((await this.#call("trapResume", coroutineId, [taskId], token)) === true) return pending;
    this.#pending.delete(token);
    group.dispose();
    throw errors.cannotSet(
      local,
      "its coroutine is suspended, and was so before the debugger came: stop in it first",
    );
  }

  async #find(coroutineId: string): Promise<Pending | undefined> {
    if (!this.active) return undefined;
    return this.#pending.get(Number(await this.#call("resumeToken", coroutineId, [])));
  }

  /** Calls a method of the registry: its first arguments, the coroutine, and the token. */
  async #call(
    method: keyof Pick<AgentRegistry, "trapResume" | "resumeToken">,
    coroutineId: string,
    before: readonly number[],
    token?: number,
    timeoutMs?: number,
  ): Promise<unknown> {
    const args = [...before, "this", ...(token === undefined ? [] : [token])].join(", ");
    const { result } = await this.#connection.send(
      "Runtime.callFunctionOn",
      {
        objectId: coroutineId,
        functionDeclaration: `function () { return ${REGISTRY}?.${method}?.(${args}); }`,
        returnByValue: true,
        silent: true,
      },
      timeoutMs,
    );
    return result.value;
  }

  async #read(overlay: string, group: string): Promise<ReadonlyMap<string, RemoteObject>> {
    // By way of a call, so that the handles belong to the group.
    const { result: copy } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: overlay,
      functionDeclaration: "function () { return this; }",
      objectGroup: group,
      silent: true,
    });
    const { result } = await this.#connection.send("Runtime.getProperties", {
      objectId: copy.objectId ?? overlay,
      ownProperties: true,
      generatePreview: true,
    });
    return new Map(result.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  }

  /** Writing to V8's copies is tried, and looked at again: those of global scopes are none. */
  async #setNow(
    coroutine: CoroutineObject,
    scope: number,
    name: string,
    value: CallArgument,
  ): Promise<boolean> {
    const before = (await readScopes(this.#connection, coroutine.objectId))[scope];
    if (before?.objectId === undefined) throw errors.unknownVariables(scope);
    await this.#connection.send("Runtime.callFunctionOn", {
      objectId: before.objectId,
      functionDeclaration: "function (name, value) { this.object[name] = value; }",
      arguments: [{ value: name }, value],
      silent: true,
    });
    const after = (await readScopes(this.#connection, coroutine.objectId))[scope];
    const { result } = await this.#connection.send("Runtime.callFunctionOn", {
      objectId: after?.objectId ?? before.objectId,
      functionDeclaration: "function (name, value) { return Object.is(this.object[name], value); }",
      arguments: [{ value: name }, value],
      returnByValue: true,
      silent: true,
    });
    return result.value === true;
  }

  /** @returns why not */
  async #setInFrame(
    { callFrameId, scopeChain }: CallFrame,
    { scope, name }: { readonly scope: number; readonly name: string },
    newValue: CallArgument,
  ): Promise<string | undefined> {
    const having: number[] = [];
    for (const [number, { type, object }] of scopeChain.entries()) {
      if (type === "global" || object.objectId === undefined) continue;
      const { result } = await this.#connection.send("Runtime.getProperties", {
        objectId: object.objectId,
        ownProperties: true,
      });
      if (result.some((property) => property.name === name)) having.push(number);
    }
    // The same scopes as while it was suspended, but for those that the engine has a frame for only.
    const scopeNumber = having.find((number) => number >= scope) ?? having.at(-1);
    if (scopeNumber === undefined) return "it is not in scope where the coroutine goes on";
    try {
      await this.#connection.send("Debugger.setVariableValue", {
        scopeNumber,
        variableName: name,
        newValue,
        callFrameId,
      });
      return undefined;
    } catch (failure) {
      return (failure as Error).message;
    }
  }
}
