/** Reading a dump that was saved: a file that anybody may have written, or another version. */
import { ProtocolError } from "./codec.js";
import { DUMP_FORMAT, DUMP_VERSION, type Dump } from "./dump.js";
import { isFinding, isLoop, isRecord, isResource, isTask } from "./dump-shape.js";

/** Why a text is not read: it is no JSON, no dump at all, one of a later version, or one that lacks something. */
export type DumpFault = "not-json" | "not-dump" | "newer" | "damaged";

/** The text is no dump that this version can read. The message says what is wrong with it. */
export class DumpError extends ProtocolError {
  readonly fault: DumpFault;
  /** That of the file, if it says one. */
  readonly version: unknown;

  constructor(fault: DumpFault, message: string, version?: unknown) {
    super(message);
    this.fault = fault;
    this.version = version;
  }
}

const LISTS: readonly (readonly [name: string, fits: (item: unknown) => boolean])[] = [
  ["tasks", isTask],
  ["resources", isResource],
  ["loops", isLoop],
  ["findings", isFinding],
];

/**
 * Reads the text of a dump, or of an answer to `asyncioDump`.
 * @throws DumpError when it is no dump, or one that this version cannot read.
 */
export function readDump(text: string): Dump {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DumpError("not-json", "not a dump: it is not JSON");
  }
  // The answer to `asyncioDump`, as any client may have saved it.
  const found = isRecord(value) && isRecord(value["dump"]) ? value["dump"] : value;
  if (!isRecord(found) || found["format"] !== DUMP_FORMAT) {
    throw new DumpError("not-dump", `not a dump: "format" is not "${DUMP_FORMAT}"`);
  }
  const { version } = found;
  if (typeof version !== "number" || version > DUMP_VERSION) {
    const message = `the dump is of version ${String(version)}; version ${DUMP_VERSION} can be read`;
    throw new DumpError("newer", message, version);
  }
  for (const [name, fits] of LISTS) {
    const items = found[name];
    if (!Array.isArray(items)) throw new DumpError("damaged", `not a dump: "${name}" is not a list`);
    const odd = items.findIndex((item) => !fits(item));
    if (odd >= 0) throw new DumpError("damaged", `not a dump: item ${odd} of "${name}" is not whole`);
  }
  if (!isRecord(found["program"]) || typeof found["takenMs"] !== "number") {
    throw new DumpError("damaged", 'not a dump: "program" or "takenMs" is missing');
  }
  // Each field that is read of a dump is of its type.
  return found as unknown as Dump;
}
