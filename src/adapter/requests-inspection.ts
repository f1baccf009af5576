/** Requests that look at stacks, variables and sources, and evaluate expressions. */
import type { RemoteObject } from "./cdp/types.js";
import { errors } from "./errors.js";
import { evaluateGlobally } from "./evaluation.js";
import type { Handler, HandlerContext } from "./requests.js";
import { toStackFrames } from "./stacks.js";

/** Purpose of the objects that global evaluations give. */
const CONSOLE_PURPOSE = "console";

export function inspectionRequests({ debuggee, lifecycle }: HandlerContext): Record<string, Handler> {
  return {
    stackTrace: async (args) => {
      const threadId = args.integer("threadId");
      const start = args.optionalInteger("startFrame") ?? 0;
      const levels = args.optionalInteger("levels") || Number.POSITIVE_INFINITY;
      const program = debuggee();
      const { frames, group } = await program.stack(threadId, start);
      const shown = frames.slice(start, start + levels);
      return {
        stackFrames: toStackFrames(
          shown,
          (frame) => program.frames.number(frame, group),
          (place) => program.position(place),
        ),
        totalFrames: frames.length,
      };
    },
    scopes: (args) => {
      const { frames } = debuggee();
      return { scopes: frames.scopes(frames.find(args.integer("frameId"))) };
    },
    variables: async (args) => {
      const reference = args.integer("variablesReference");
      const start = args.optionalInteger("start");
      const count = args.optionalInteger("count");
      const filter = args.optionalOneOf("filter", ["indexed", "named"]);
      const variables = await debuggee().variables.list(reference, {
        ...(filter === undefined ? {} : { filter }),
        ...(start === undefined ? {} : { start: Math.max(0, start) }),
        ...(count === undefined ? {} : { count: Math.max(0, count) }),
      });
      return { variables };
    },
    setVariable: async (args) => {
      const reference = args.integer("variablesReference");
      const {
        name: _,
        evaluateName: __,
        ...set
      } = await debuggee().variables.set(reference, args.string("name"), args.string("value"));
      return set;
    },
    evaluate: async (args) => {
      const expression = args.string("expression");
      const frameId = args.optionalInteger("frameId");
      const context = args.optionalString("context");
      const manner = { pure: context === "hover", repl: context === "repl" };
      const { connection, frames, groups, variables } = debuggee();
      let group: string;
      let value: RemoteObject;
      let evaluate: (text: string) => Promise<RemoteObject>;
      if (frameId === undefined) {
        group = groups.current(CONSOLE_PURPOSE);
        evaluate = (text) => evaluateGlobally(connection, text, { group, ...manner });
        value = await evaluate(expression);
      } else {
        const frame = frames.find(frameId);
        group = frame.group;
        evaluate = (text) => frames.evaluate(frame, text);
        value = await frames.evaluate(frame, expression, manner);
      }
      const shown = await variables.toDescribed("", value, { group, evaluate }, { path: `(${expression})` });
      const { name: _, evaluateName: __, value: result, ...rest } = shown;
      return { result, ...rest };
    },
    source: async (args) => {
      const source = args.optionalObject("source");
      const reference = source?.optionalInteger("sourceReference") ?? args.integer("sourceReference");
      const program = lifecycle.lastDebuggee();
      if (program === undefined) throw errors.noProgram();
      return { content: await program.scripts.content(reference), mimeType: "text/javascript" };
    },
  };
}
