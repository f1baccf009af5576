/** Requests that say where, and for what, the program is to stop. */

import type { Breakpoints } from "../breakpoints/breakpoints.js";
import {
  type FilterChoice,
  filterNames,
  type StopChoice,
  stopChoice,
} from "../breakpoints/exception-filters.js";
import type { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import type { Arguments } from "../dap/arguments.js";
import { fromClientLine, toClientColumn, toClientLine } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import type { Handler, HandlerContext } from "./requests.js";

/** What breakpoints there are. */
interface Kinds {
  readonly breakpoints: Breakpoints;
  readonly functionBreakpoints: FunctionBreakpoints;
}

export function breakpointRequests(
  { lifecycle, counting }: HandlerContext,
  { breakpoints, functionBreakpoints }: Kinds,
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
    setFunctionBreakpoints: async (args) => {
      const wanted = (args.optionalObjects("breakpoints") ?? []).map((request) => ({
        name: request.string("name"),
        condition: request.optionalString("condition"),
        hitCondition: request.optionalString("hitCondition"),
      }));
      return { breakpoints: await functionBreakpoints.set(wanted) };
    },
    breakpointLocations: async (args) => {
      const line = fromClientLine(counting, args.integer("line"));
      const endLine = args.optionalInteger("endLine");
      const range = {
        source: args.object("source").string("path"),
        line,
        endLine: endLine === undefined ? line : fromClientLine(counting, endLine),
      };
      const places = await breakpoints.possible(range);
      return {
        breakpoints: places.map((place) => ({
          line: toClientLine(counting, place.line),
          column: toClientColumn(counting, place.column),
        })),
      };
    },
    setExceptionBreakpoints: async (args) => {
      const choice = chosenStops(args);
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
export function chosenStops(args: Arguments): StopChoice {
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
