/** Requests that evaluate what a user typed: in the console, as a watch, under the mouse, or while it is being typed. */

import type { RemoteObject } from "../cdp/types.js";
import type { Arguments } from "../dap/arguments.js";
import { fromClientColumn, fromClientLine, toClientStart } from "../dap/client.js";
import type { Debuggee } from "../node/debuggee.js";
import type { Assigned, Assignment, KnownFrame, Manner } from "../stacks/frames.js";
import { clipboardText } from "../variables/clipboard-text.js";
import { type CompletionScope, completions } from "../variables/completions.js";
import { awaitInProgram, awaitingText } from "../variables/console-await.js";
import { evaluateGlobally } from "../variables/evaluation.js";
import { AWAITED_MARK } from "../variables/value-text.js";
import type { VariablesContext } from "../variables/variable-holders.js";
import type { Handler, HandlerContext } from "./requests.js";

/** Purpose of the objects that global evaluations give. */
const CONSOLE_PURPOSE = "console";

/** Where an expression is evaluated. */
interface Place {
  readonly taskId: number | undefined;
  group(): string;
  evaluate(expression: string, manner?: Manner, group?: string): Promise<RemoteObject>;
  names(): Promise<readonly string[]>;
  assign(target: string, expression: string): Promise<Assigned>;
  /** What a console's text assigns in a way of its own. */
  assignment(text: string): Promise<Assignment | undefined>;
}

function globalPlace({ connection, groups, execution }: Debuggee): Place {
  const group = (): string => groups.current(CONSOLE_PURPOSE);
  const evaluate: Place["evaluate"] = (expression, manner = {}, ofGroup = group()) =>
    evaluateGlobally(connection, expression, {
      group: ofGroup,
      paused: execution.stop !== undefined,
      ...manner,
    });
  return {
    taskId: undefined,
    group,
    evaluate,
    names: async () => [],
    assign: async (target, expression) => ({
      value: await evaluate(`${target} = (${expression}\n)`),
      awaited: false,
    }),
    assignment: async () => undefined,
  };
}

function framePlace({ frames }: Debuggee, known: KnownFrame): Place {
  return {
    taskId: known.frame.kind === "label" ? undefined : known.frame.taskId,
    group: () => known.group,
    evaluate: (expression, manner, group = known.group) =>
      frames.evaluate({ frame: known.frame, group }, expression, manner),
    names: () => frames.names(known),
    assign: (target, expression) => frames.assign(known, target, expression),
    assignment: (text) => frames.assignment(known, text),
  };
}

export function evaluationRequests({ client, counting, debuggee }: HandlerContext): Record<string, Handler> {
  const placeOf = (program: Debuggee, args: Arguments): Place => {
    const frameId = args.optionalInteger("frameId");
    return frameId === undefined ? globalPlace(program) : framePlace(program, program.frames.find(frameId));
  };
  const contextOf = (place: Place, group: string): VariablesContext => ({
    group,
    evaluate: (text) => place.evaluate(text, {}, group),
  });
  const shown = async (
    program: Debuggee,
    context: VariablesContext,
    expression: string,
    { value, awaited }: Assigned,
  ) => {
    const variable = await program.variables.toDescribed("", value, context, { path: `(${expression})` });
    const { name: _, evaluateName: __, value: text, ...rest } = variable;
    return { text: awaited ? text + AWAITED_MARK : text, rest };
  };
  return {
    evaluate: async (args, signal) => {
      const expression = args.string("expression");
      const context = args.optionalString("context");
      const program = debuggee();
      const { connection, groups, execution } = program;
      const place = placeOf(program, args);
      const awaiting = context === "repl" ? await awaitingText(connection, expression) : undefined;
      if (awaiting !== undefined) {
        // The frame may be gone by the time of the answer: its objects are those of the console.
        const group = (): string => groups.current(CONSOLE_PURPOSE);
        const parts = {
          connection,
          groups,
          isPaused: execution.stop !== undefined,
          note: (text: string) => client.send("output", { category: "console", output: text }),
        };
        const make = (source: string, ofGroup: string) => place.evaluate(source, {}, ofGroup);
        const value = await awaitInProgram(parts, awaiting, make, place.taskId, { group, signal });
        const holder = contextOf(globalPlace(program), group());
        const { text, rest } = await shown(program, holder, expression, { value, awaited: false });
        const { variablesReference, ...more } = rest;
        return { result: text, ...more, variablesReference };
      }
      const manner = { pure: context === "hover", repl: context === "repl" };
      const assignment = context === "repl" ? await place.assignment(expression) : undefined;
      const outcome: Assigned =
        assignment === undefined
          ? { value: await place.evaluate(expression, manner), awaited: false }
          : await place.assign(assignment.target, assignment.expression);
      if (context === "clipboard") {
        return { result: await clipboardText(connection, outcome.value), variablesReference: 0 };
      }
      const { text, rest } = await shown(program, contextOf(place, place.group()), expression, outcome);
      return { result: text, ...rest };
    },
    setExpression: async (args) => {
      const expression = args.string("expression");
      const program = debuggee();
      const place = placeOf(program, args);
      const outcome = await place.assign(expression, args.string("value"));
      const { text, rest } = await shown(program, contextOf(place, place.group()), expression, outcome);
      return { value: text, ...rest };
    },
    completions: async (args) => {
      const text = args.string("text");
      const line = fromClientLine(counting, args.optionalInteger("line") ?? toFirst(counting.linesStartAt1));
      const column = fromClientColumn(counting, args.integer("column"));
      const program = debuggee();
      const place = placeOf(program, args);
      const scope: CompletionScope = {
        names: place.names,
        evaluate: (expression) => place.evaluate(expression, { pure: true }),
      };
      const offset = offsetOf(text, line, column);
      const items = await completions(program.connection, scope, text, offset);
      return {
        targets: items.map(({ start, ...item }) => ({
          ...item,
          ...(start === undefined ? {} : { start: toClientStart(counting, start + 1) }),
        })),
      };
    },
  };
}

const toFirst = (startsAt1: boolean): number => (startsAt1 ? 1 : 0);

/** Offset of a line and column, both from 1, in a text that may have several lines. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = text.indexOf("\n", start);
    if (next < 0) break;
    start = next + 1;
  }
  return Math.min(text.length, Math.max(0, start + column - 1));
}
