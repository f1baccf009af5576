/** Reading what the other side sent: a message that is not what it should be becomes a `ProtocolError`, never a crash. */
import type { AgentMessage, ChangesMessage, CommandReply, HelloMessage } from "./agent.js";
import { PROTOCOL_VERSION } from "./channel.js";
import { unpackRecords } from "./record-columns.js";

/** The text was not JSON, or not a message of this protocol. The message says what was wrong and shows its beginning. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

const SHOWN_CHARACTERS = 80;

function refuse(what: string, text: string): never {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  throw new ProtocolError(`${what}: ${shown}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("not JSON", text);
  }
  return isRecord(value) ? value : refuse("not an object", text);
}

const CHANGE_LISTS = [
  "tasks",
  "resources",
  "loops",
  "warnings",
  "forgottenTasks",
  "forgottenResources",
] as const;

function isNoLongerAwaited(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const isId = (id: unknown) => typeof id === "number";
  return value.every(
    (each) => isRecord(each) && isId(each.taskId) && Array.isArray(each.taskIds) && each.taskIds.every(isId),
  );
}

/** Puts tasks that came as columns to the others. */
function unpackTasks(value: Record<string, unknown>, text: string): void {
  if (value.taskColumns === undefined) return;
  const tasks = unpackRecords(value.taskColumns) ?? refuse("columns of another kind", text);
  if (!Array.isArray(value.tasks)) refuse("no list of tasks", text);
  delete value.taskColumns;
  value.tasks = [...(value.tasks as unknown[]), ...tasks];
}

function areRanges(value: unknown): boolean {
  const isPlace = (place: unknown): boolean =>
    isRecord(place) && Number.isSafeInteger(place.line) && Number.isSafeInteger(place.column);
  return (
    Array.isArray(value) &&
    value.every(
      (range) =>
        isRecord(range) && typeof range.script === "string" && isPlace(range.start) && isPlace(range.end),
    )
  );
}

/**
 * Decodes one message of an agent. Tasks that came as columns are among `tasks`.
 * @throws ProtocolError when it is malformed, of an unknown kind, or of another protocol version.
 */
export function decodeAgentMessage(text: string): AgentMessage {
  const value = parse(text);
  switch (value.kind) {
    case "hello":
      if (value.version !== PROTOCOL_VERSION) {
        refuse(
          `the program's loopscope speaks protocol ${String(value.version)}, this debugger speaks ${PROTOCOL_VERSION}; install matching versions`,
          text,
        );
      }
      if (typeof value.pid !== "number" || !Array.isArray(value.runtimeScripts))
        refuse("incomplete hello", text);
      if (!areRanges(value.runtimeRanges ?? [])) refuse("runtimeRanges without places", text);
      return value as unknown as HelloMessage;
    case "changes":
      if (typeof value.seq !== "number" || typeof value.dropped !== "number")
        refuse("incomplete changes", text);
      unpackTasks(value, text);
      for (const list of CHANGE_LISTS) {
        const items = value[list];
        if (!Array.isArray(items)) return refuse(`changes without ${list}`, text);
        const ids = list.startsWith("forgotten");
        const identified = list !== "warnings";
        for (const item of items) {
          const good = ids
            ? typeof item === "number"
            : isRecord(item) && (!identified || typeof item.id === "number");
          if (!good) return refuse(`a record without an id in ${list}`, text);
        }
      }
      if (!isNoLongerAwaited(value.noLongerAwaited ?? [])) refuse("noLongerAwaited without ids", text);
      return value as unknown as ChangesMessage;
    default:
      return refuse(`unknown kind of message`, text);
  }
}

/**
 * Decodes the answer to a command. Tasks of a snapshot that came as columns are among its `tasks`.
 * @throws ProtocolError when it is malformed.
 */
export function decodeCommandReply(text: string): CommandReply {
  const value = parse(text);
  if (value.ok === true && "result" in value) {
    if (isRecord(value.result)) unpackTasks(value.result, text);
    return value as unknown as CommandReply;
  }
  if (value.ok === false && typeof value.error === "string") return value as unknown as CommandReply;
  return refuse("not a reply", text);
}

/** Decodes a command on the agent's side. @throws ProtocolError when it is malformed. */
export function decodeCommandCall(text: string): { method: string; params: Record<string, unknown> } {
  const value = parse(text);
  if (typeof value.method !== "string") return refuse("a command without a method", text);
  const params = value.params ?? {};
  return isRecord(params)
    ? { method: value.method, params }
    : refuse("a command's params are not an object", text);
}
