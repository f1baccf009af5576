/** Reading a dump that was saved: whatever is not one becomes a `ProtocolError`. */
import { ProtocolError } from "./codec.js";
import { DUMP_FORMAT, DUMP_VERSION, type Dump } from "./dump.js";

const LISTS = ["tasks", "resources", "loops", "findings"] as const;

/**
 * Reads the text of a dump, or of an answer to `asyncioDump`.
 * @throws ProtocolError when it is no dump, or one that this version cannot read.
 */
export function readDump(text: string): Dump {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("not a dump: it is not JSON");
  }
  const found = isRecord(value) && isRecord(value.dump) ? value.dump : value;
  if (!isRecord(found) || found.format !== DUMP_FORMAT) {
    throw new ProtocolError(`not a dump: "format" is not "${DUMP_FORMAT}"`);
  }
  if (found.version !== DUMP_VERSION) {
    throw new ProtocolError(
      `the dump is of version ${String(found.version)}; version ${DUMP_VERSION} can be read`,
    );
  }
  for (const list of LISTS) {
    const items = found[list];
    const good = Array.isArray(items) && items.every(isRecord);
    if (!good) throw new ProtocolError(`not a dump: "${list}" is not a list of records`);
  }
  if (!isRecord(found.program) || typeof found.takenMs !== "number") {
    throw new ProtocolError('not a dump: "program" or "takenMs" is missing');
  }
  const dump = found as unknown as Dump;
  for (const { id, name, state } of dump.tasks) {
    if (typeof id !== "number" || typeof name !== "string" || typeof state !== "string") {
      throw new ProtocolError("not a dump: a task without id, name or state");
    }
  }
  return dump;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
