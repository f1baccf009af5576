/**
 * What the client may choose to stop for besides places: exceptions, and what happens to tasks.
 *
 * Both are DAP's exception filters, the one list of check boxes that every client shows; what a filter is narrowed down
 * by is its condition.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { TaskBreakpoint, TaskBreakpointKind } from "../../protocol/index.js";

export type ExceptionKind = "all" | "uncaught" | "cancelled";

const ERROR_CONDITION = 'An expression over error, such as error.name === "TypeError"';
const NAMES_CONDITION = "Names of tasks or coroutines: worker, fetch*";
const TIME_CONDITION = "Seconds, and names of tasks or coroutines: 5 worker, fetch*";

/** How long is too long when the client does not say, seconds. */
const DEFAULT_SECONDS = 10;

interface Filter extends DebugProtocol.ExceptionBreakpointsFilter {
  readonly exception?: ExceptionKind;
  readonly task?: TaskBreakpointKind;
}

const exception = (kind: ExceptionKind, label: string, description: string): Filter => ({
  exception: kind,
  filter: kind,
  label,
  description,
  default: kind === "uncaught",
  supportsCondition: true,
  conditionDescription: ERROR_CONDITION,
});

const task = (kind: TaskBreakpointKind, filter: string, label: string, description: string): Filter => ({
  task: kind,
  filter,
  label,
  description,
  default: false,
  supportsCondition: true,
  conditionDescription: isTimed(kind) ? TIME_CONDITION : NAMES_CONDITION,
});

const isTimed = (kind: TaskBreakpointKind): boolean => kind === "pending" || kind === "waiting";

const FILTERS: readonly Filter[] = [
  exception(
    "all",
    "All Exceptions",
    "Stops where an error is thrown, and not again as it passes awaiting coroutines.",
  ),
  exception(
    "uncaught",
    "Uncaught Exceptions",
    "Stops where an error is thrown that no coroutine on the await chain catches.",
  ),
  exception("cancelled", "Cancellation", "Stops where a task gets its CancelledError."),
  task(
    "created",
    "taskCreated",
    "Task Created",
    "Stops where a task is created. The names of the creating coroutines count, too.",
  ),
  task("cancelled", "taskCancelled", "Task Asked to Cancel", "Stops where somebody cancels a task."),
  task(
    "suppressed",
    "taskSuppressedCancellation",
    "Cancellation Suppressed",
    "Stops when a task that was asked to cancel has ended with a result or an error of its own.",
  ),
  task(
    "unretrieved",
    "taskExceptionUnretrieved",
    "Task Exception Not Retrieved",
    "Stops when a task has failed, and nobody takes its exception.",
  ),
  task(
    "pending",
    "taskPending",
    "Task Pending Too Long",
    `Stops when a task has not ended for some time: ${DEFAULT_SECONDS} seconds by default.`,
  ),
  task(
    "waiting",
    "taskWaiting",
    "Task Waiting Too Long",
    `Stops when one await of a task has lasted for some time: ${DEFAULT_SECONDS} seconds by default.`,
  ),
  task(
    "warning",
    "taskWarning",
    "asyncio Warning",
    "Stops when debug mode or the loop itself warns. The kind of the warning counts as a name, too: slow-*.",
  ),
];

/** The list for DAP's capabilities. */
export const EXCEPTION_FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = FILTERS.map(
  ({ exception: _e, task: _t, ...filter }) => filter,
);

/** One filter as a client turns it on. */
export interface FilterChoice {
  readonly filter: string;
  readonly condition?: string | undefined;
}

/** What a client's choice comes to. */
export interface StopChoice {
  readonly choices: readonly FilterChoice[];
  /** By kind, with the condition that has to hold, if any. */
  readonly exceptions: ReadonlyMap<ExceptionKind, string | undefined>;
  readonly tasks: readonly TaskBreakpoint[];
  /** For each choice, in order: why it can do nothing, if so. */
  readonly problems: readonly (string | undefined)[];
}

export const NO_STOPS: StopChoice = { choices: [], exceptions: new Map(), tasks: [], problems: [] };

/** The names of all filters. */
export const filterNames = (): readonly string[] => FILTERS.map(({ filter }) => filter);

/** @throws RangeError for a filter that there is not. */
export function stopChoice(choices: readonly FilterChoice[]): StopChoice {
  const exceptions = new Map<ExceptionKind, string | undefined>();
  const tasks: TaskBreakpoint[] = [];
  const problems = choices.map(({ filter: name, condition }) => {
    const filter = FILTERS.find((known) => known.filter === name);
    if (filter === undefined) throw new RangeError(name);
    const text = condition?.trim() || undefined;
    if (filter.exception !== undefined) {
      exceptions.set(filter.exception, text);
      return undefined;
    }
    const breakpoint = taskBreakpoint(filter.task!, text);
    if (typeof breakpoint === "string") return breakpoint;
    tasks.push(breakpoint);
    return undefined;
  });
  return { choices, exceptions, tasks, problems };
}

/** @returns what is wrong with the condition, if something is. */
function taskBreakpoint(kind: TaskBreakpointKind, condition: string | undefined): TaskBreakpoint | string {
  let rest = condition ?? "";
  let time: { seconds?: number } = {};
  if (isTimed(kind)) {
    const [, seconds, names = ""] = /^(\d+(?:\.\d+)?|\.\d+)?(?:\s*s\b)?(.*)$/s.exec(rest) ?? [];
    time = { seconds: seconds === undefined ? DEFAULT_SECONDS : Number(seconds) };
    if (time.seconds === 0) return "The time must be above zero seconds.";
    rest = seconds === undefined ? rest : names;
  }
  const names = rest
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (rest.trim() !== "" && names.length === 0) return `'${condition}' names no task and no coroutine.`;
  return { kind, ...time, ...(names.length === 0 ? {} : { names }) };
}
