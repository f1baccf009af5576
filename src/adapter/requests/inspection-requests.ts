/** Requests that look at stacks, variables and sources. */
import { errors } from "../dap/errors.js";
import { toStackFrames } from "../stacks/stacks.js";
import type { Handler, HandlerContext } from "./requests.js";

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
    loadedSources: () => ({ sources: lifecycle.lastDebuggee()?.loadedSources.list() ?? [] }),
    source: async (args) => {
      const source = args.optionalObject("source");
      const reference = source?.optionalInteger("sourceReference") ?? args.integer("sourceReference");
      const program = lifecycle.lastDebuggee();
      if (program === undefined) throw errors.noProgram();
      return { content: await program.scripts.content(reference), mimeType: "text/javascript" };
    },
  };
}
