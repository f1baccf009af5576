/** Requests that say where, and for what, the program is to stop. */
import type { Arguments } from "./arguments.js";
import type { Breakpoints } from "./breakpoints.js";
import { errors } from "./errors.js";
import { type FilterChoice, filterNames, type StopChoice, stopChoice } from "./exception-filters.js";
import type { Handler, HandlerContext } from "./requests.js";

export function breakpointRequests(
  { lifecycle }: HandlerContext,
  breakpoints: Breakpoints,
): Record<string, Handler> {
  return {
    setBreakpoints: async (args) => {
      const source = args.object("source").string("path");
      const requests = args.optionalObjects("breakpoints") ?? [];
      const wanted = requests.map((request) => {
        const column = request.optionalInteger("column");
        const condition = request.optionalString("condition");
        const hitCondition = request.optionalString("hitCondition");
        const logMessage = request.optionalString("logMessage");
        return {
          line: request.integer("line"),
          ...(column === undefined ? {} : { column }),
          ...(condition === undefined ? {} : { condition }),
          ...(hitCondition === undefined ? {} : { hitCondition }),
          ...(logMessage === undefined ? {} : { logMessage }),
        };
      });
      return { breakpoints: await breakpoints.set(source, wanted) };
    },
    setExceptionBreakpoints: async (args) => {
      const choice = filters(args);
      await lifecycle.setStops(choice);
      return {
        breakpoints: choice.problems.map((message) =>
          message === undefined ? { verified: true } : { verified: false, message },
        ),
      };
    },
  };
}

/** @throws UserError for a filter that there is not. */
function filters(args: Arguments): StopChoice {
  const plain: FilterChoice[] = (args.optionalStrings("filters") ?? []).map((filter) => ({ filter }));
  const options = (args.optionalObjects("filterOptions") ?? []).map(
    (option): FilterChoice => ({
      filter: option.string("filterId"),
      condition: option.optionalString("condition"),
    }),
  );
  try {
    return stopChoice([...plain, ...options]);
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    const known = filterNames().map((filter) => `'${filter}'`);
    throw errors.wrongArgument("filters", `a list of ${known.join(", ")}`, `'${failure.message}'`);
  }
}
