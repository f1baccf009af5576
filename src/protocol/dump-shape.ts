/** Whether parts of a file have the types that a dump's have: each field that is read of one is looked at. */

const STATES: ReadonlySet<unknown> = new Set(["pending", "running", "done", "cancelled", "failed"]);

/** An object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
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

/** A task as views, texts and comparisons read it. */
export function isTask(value: unknown): boolean {
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
    ["sinceMs", "deadlineMs", "durationMs", "resourceId"].every((name) => isAbsentOr(value[name], isNumber))
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

/** A resource with its holders and waiters. */
export function isResource(value: unknown): boolean {
  return (
    isRecord(value) &&
    isNumber(value["id"]) &&
    isText(value["kind"]) &&
    isAbsentOr(value["label"], isText) &&
    areNumbers(value["holders"]) &&
    areNumbers(value["waiters"])
  );
}

/** A loop with its state. */
export function isLoop(value: unknown): boolean {
  return isRecord(value) && isNumber(value["id"]) && isText(value["state"]);
}

/** A finding with its tasks and lines. */
export function isFinding(value: unknown): boolean {
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
