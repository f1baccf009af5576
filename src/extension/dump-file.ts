/** Reading a dump: a file that anybody may have written, or another version. */
import { DUMP_FORMAT, DUMP_VERSION, type Dump } from "../protocol/index.js";
import { t } from "./localization.js";

const STATES: ReadonlySet<unknown> = new Set(["pending", "running", "done", "cancelled", "failed"]);

/** @throws Error, whose message is for the user, when the text is no dump that this version can read */
export function parseDump(text: string): Dump {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(t("This file is no dump: it is not JSON."));
  }
  // The answer to `asyncioDump`, as any client may have saved it.
  const value = isRecord(parsed) && isRecord(parsed["dump"]) ? parsed["dump"] : parsed;
  if (!isRecord(value) || value["format"] !== DUMP_FORMAT) {
    throw new Error(t("This file is no dump of an asyncio program."));
  }
  const version = value["version"];
  if (typeof version !== "number" || version > DUMP_VERSION) {
    throw new Error(t("This dump was written by a newer version of Loopscope ({0}).", String(version)));
  }
  const { tasks, resources, loops, findings, takenMs, program } = value;
  const whole =
    typeof takenMs === "number" &&
    isRecord(program) &&
    areAll(tasks, isTask) &&
    areAll(resources, isResource) &&
    areAll(loops, isLoop) &&
    areAll(findings, isFinding);
  if (!whole) throw new Error(t("This dump is damaged."));
  // Each field that the views read is of its type.
  return value as unknown as Dump;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areAll(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test);
}

function isAbsentOr(value: unknown, test: (item: unknown) => boolean): boolean {
  return value === undefined || test(value);
}

const isNumber = (value: unknown): boolean => typeof value === "number";
const isText = (value: unknown): boolean => typeof value === "string";
const areNumbers = (value: unknown): boolean => areAll(value, isNumber);

function isTask(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["id"]) &&
    isText(value["name"]) &&
    isText(value["coroutine"]) &&
    STATES.has(value["state"]) &&
    areNumbers(value["awaitedBy"]) &&
    isAbsentOr(value["parentId"], isNumber) &&
    isAbsentOr(value["awaiting"], isAwaiting) &&
    isAbsentOr(value["createdAt"], isSite) &&
    isAbsentOr(value["outcome"], isOutcome) &&
    isAbsentOr(value["counters"], isCounters) &&
    isAbsentOr(
      value["wokenBy"],
      (wakeup) => isRecord(wakeup) && isText(wakeup["cause"]) && isNumber(wakeup["atMs"]),
    ) &&
    isAbsentOr(value["cancels"], (cancels) => areAll(cancels, isCancel)) &&
    isAbsentOr(value["stack"], (stack) => areAll(stack, isSite))
  );
}

function isAwaiting(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value["kind"]) &&
    isAbsentOr(value["label"], isText) &&
    isAbsentOr(value["taskIds"], areNumbers) &&
    ["sinceMs", "deadlineMs", "resourceId"].every((name) => isAbsentOr(value[name], isNumber))
  );
}

function isOutcome(value: unknown): boolean {
  return (
    isRecord(value) &&
    ["result", "exception", "cancelMessage"].every((name) => isAbsentOr(value[name], isText))
  );
}

function isCounters(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["steps"]) &&
    isNumber(value["cancelRequests"]) &&
    isAbsentOr(value["stepTimes"], areNumbers)
  );
}

function isCancel(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["atMs"]) &&
    isAbsentOr(value["message"], isText) &&
    isAbsentOr(value["byTaskName"], isText)
  );
}

function isSite(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["line"]) &&
    isNumber(value["column"]) &&
    isAbsentOr(value["name"], isText) &&
    isAbsentOr(
      value["source"],
      (source) => isRecord(source) && ["name", "path"].every((name) => isAbsentOr(source[name], isText)),
    )
  );
}

function isResource(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["id"]) &&
    isText(value["kind"]) &&
    isAbsentOr(value["label"], isText) &&
    areNumbers(value["holders"]) &&
    areNumbers(value["waiters"])
  );
}

function isLoop(value: unknown): boolean {
  return isRecord(value) && isNumber(value["id"]) && isText(value["state"]);
}

function isFinding(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value["kind"]) &&
    ["error", "warning", "info"].includes(String(value["severity"])) &&
    isText(value["message"]) &&
    areNumbers(value["taskIds"]) &&
    isAbsentOr(value["resourceIds"], areNumbers) &&
    isAbsentOr(value["sites"], (sites) => areAll(sites, isSite))
  );
}
