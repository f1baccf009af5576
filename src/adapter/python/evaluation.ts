/**
 * Evaluating what a user typed. debugpy does it in the frames that it holds; the agent in those of suspended coroutines,
 * through debugpy while the program is stopped, and in the loop's own thread while it runs.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { EvaluatedValue, PythonAssignment } from "../../protocol/index.js";
import type { Arguments } from "../dap/arguments.js";
import { type Client, type Counting, fromClientColumn, toClientStart } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import type { Handler } from "../requests/requests.js";
import type { DebugpyBackend } from "./debugpy/backend.js";
import { evaluation } from "./debugpy/stop-place.js";
import type { PythonProgram } from "./program.js";
import { type KnownFrame, OWN_NUMBERS, type TaskStacks } from "./task-stacks.js";

const AWAIT = /\bawait\b/;
/** What is awaited may take as long as it likes; no timer is longer, milliseconds. */
const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1;
const EVALUATION_TIMEOUT_MS = 5_000;

export interface PythonEvaluationParts {
  readonly client: Client;
  readonly counting: Counting;
  readonly program: () => PythonProgram;
  readonly stacks: () => TaskStacks;
  readonly backend: () => DebugpyBackend | undefined;
}

export function pythonEvaluationRequests(parts: PythonEvaluationParts): Record<string, Handler> {
  const { client, counting, program, stacks } = parts;
  /** The coroutine's frame that is meant; undefined for a frame of debugpy's, and for none. */
  const ownFrame = (args: Arguments): KnownFrame | undefined => {
    const frameId = args.optionalInteger("frameId");
    return frameId !== undefined && frameId >= OWN_NUMBERS ? stacks().frame(frameId) : undefined;
  };
  const debugpyFrame = (args: Arguments): number | undefined => {
    const frameId = args.optionalInteger("frameId");
    return frameId !== undefined && frameId < OWN_NUMBERS ? frameId : undefined;
  };
  const shown = ({ value, type, result }: EvaluatedValue): DebugProtocol.EvaluateResponse["body"] => ({
    result: value,
    type,
    variablesReference: result === undefined ? 0 : stacks().result(result),
  });
  /** The program has imported asyncio. */
  const hasAgent = (): boolean => program().agent.hello !== undefined;
  const noteStopped = (): void => {
    const output = "The program is paused: 'await' is answered when it goes on.\n";
    client.send("output", { category: "console", output });
  };
  const inLoop = async (expression: string, frame: KnownFrame | undefined, awaits: boolean) => {
    const { agent } = program();
    const params = {
      expression,
      ...(frame === undefined ? {} : { taskId: frame.taskId, frame: frame.index }),
    };
    const timeoutMs = awaits ? AS_LONG_AS_IT_TAKES_MS : EVALUATION_TIMEOUT_MS;
    return shown(await agent.ask("evaluate", params, timeoutMs, errors.loopBusy));
  };
  const assign = async (place: PythonAssignment): Promise<DebugProtocol.SetVariableResponse["body"]> => {
    const stop = parts.backend()?.control?.stop;
    if (stop === undefined) {
      const { agent } = program();
      const { result, ...rest } = shown(
        await agent.ask("assign", place, EVALUATION_TIMEOUT_MS, errors.loopBusy),
      );
      return { ...rest, value: result };
    }
    const { result, type, variablesReference } = (await parts.backend()!.forward("evaluate", {
      expression: evaluation.assign(place),
      // Without it an error is taken for the value.
      context: "repl",
      ...(stop.frameId === undefined ? {} : { frameId: stop.frameId }),
    })) as DebugProtocol.EvaluateResponse["body"];
    return { value: result, variablesReference, ...(type === undefined ? {} : { type }) };
  };
  return {
    evaluate: async (args) => {
      const expression = args.string("expression");
      const context = args.optionalString("context");
      const backend = parts.backend();
      const stop = backend?.control?.stop;
      const frame = ownFrame(args);
      const frameId = debugpyFrame(args);
      const awaits = context === "repl" && AWAIT.test(expression);
      const forward = (text: string, at: number | undefined, how = context) =>
        backend!.forward("evaluate", {
          expression: text,
          ...(at === undefined ? {} : { frameId: at }),
          ...(how === undefined ? {} : { context: how }),
        });
      if (awaits && stop !== undefined && frameId !== undefined) {
        const { result } = await forward(evaluation.awaitHere(expression), frameId, "watch");
        const number = Number(result);
        if (number > 0) {
          noteStopped();
          return shown(await program().agent.ask("awaited", { await: number }, AS_LONG_AS_IT_TAKES_MS));
        }
      } else if (
        awaits ||
        backend === undefined ||
        (frameId === undefined && stop === undefined && hasAgent())
      ) {
        if (awaits && stop !== undefined) noteStopped();
        return inLoop(expression, frame, awaits);
      }
      // debugpy itself has no frame to evaluate in without one: the agent has the main module.
      if (frameId !== undefined || stop === undefined || !hasAgent()) return forward(expression, frameId);
      const text = evaluation.inFrame(frame?.taskId ?? 0, frame?.index ?? 0, expression);
      return forward(text, stop.frameId);
    },
    setExpression: async (args) => {
      const expression = args.string("expression");
      const value = args.string("value");
      const frame = ownFrame(args);
      const frameId = debugpyFrame(args);
      const backend = parts.backend();
      if (backend !== undefined && frameId !== undefined) {
        return backend.forward("setExpression", { expression, value, frameId });
      }
      const where = frame === undefined ? {} : { taskId: frame.taskId, frame: frame.index };
      return assign({ ...where, target: expression, value });
    },
    setVariable: async (args) => {
      const variablesReference = args.integer("variablesReference");
      const name = args.string("name");
      const value = args.string("value");
      if (variablesReference < OWN_NUMBERS) {
        const backend = parts.backend();
        if (backend === undefined) throw errors.unknownVariables(variablesReference);
        return backend.forward("setVariable", { variablesReference, name, value });
      }
      const holder = stacks().holder(variablesReference);
      const path = [...holder.path, name];
      if ("result" in holder) return assign({ result: holder.result, path, value });
      return assign({ taskId: holder.taskId, frame: holder.index, path, value });
    },
    completions: async (args) => {
      const text = args.string("text");
      const column = args.integer("column");
      const backend = parts.backend();
      const frame = ownFrame(args);
      const frameId = debugpyFrame(args);
      if (backend !== undefined && frame === undefined && frameId !== undefined) {
        const line = args.optionalInteger("line");
        return backend.forward("completions", {
          text,
          column,
          frameId,
          ...(line === undefined ? {} : { line }),
        });
      }
      const end = fromClientColumn(counting, column) - 1;
      const { targets } = await program().agent.ask("complete", {
        text: text.slice(0, end),
        ...(frame === undefined ? {} : { taskId: frame.taskId, frame: frame.index }),
      });
      return {
        targets: targets.map(({ label, length }) => ({
          label,
          start: toClientStart(counting, end - length + 1),
          length,
        })),
      };
    },
  };
}
