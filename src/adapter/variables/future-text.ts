/** Tasks and futures of the program's runtime as short texts with their state, which V8 knows nothing of. */
import type { FutureFacts } from "../../protocol/index.js";
import { REGISTRY } from "../agent/agent-link.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";

/** Values of one answer that are asked about. */
const LIMIT_VALUES = 500;

/** Instances of classes: what could be a future. */
const isCandidate = (value: RemoteObject | undefined): value is RemoteObject =>
  value?.objectId !== undefined &&
  value.type === "object" &&
  value.subtype === undefined &&
  value.className !== undefined &&
  value.className !== "Object";

/** For each value its text, or undefined when it is no future. */
export async function describeFutures(
  connection: CdpConnection,
  values: readonly (RemoteObject | undefined)[],
): Promise<readonly (string | undefined)[]> {
  const candidates = values.filter(isCandidate).slice(0, LIMIT_VALUES);
  const first = candidates[0];
  if (first === undefined) return [];
  const { result } = await connection.send("Runtime.callFunctionOn", {
    objectId: first.objectId!,
    functionDeclaration: `function (...values) { return ${REGISTRY}?.describe?.(...values); }`,
    arguments: candidates.map(({ objectId }) => ({ objectId: objectId! })),
    returnByValue: true,
    silent: true,
  });
  if (typeof result.value !== "string") return [];
  const facts = JSON.parse(result.value) as readonly (FutureFacts | null)[];
  const texts = new Map(candidates.map((value, at) => [value, futureText(value, facts[at])]));
  return values.map((value) => (value === undefined ? undefined : texts.get(value)));
}

/** `Task 'worker' <pending>`. */
export function futureText(
  { className }: RemoteObject,
  facts: FutureFacts | null | undefined,
): string | undefined {
  if (facts === null || facts === undefined) return undefined;
  const name = facts.name === undefined ? "" : ` '${facts.name}'`;
  return `${className ?? "Future"}${name} <${facts.state}>`;
}
