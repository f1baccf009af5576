/**
 * `yield*` and `await` in the Debug Console. What is typed becomes a coroutine of its own, made in the scope where it
 * is typed; the program's loop runs it as a task, so that the answer comes when the program has it, and not before.
 */
import { ANSWER_TIMEOUT_MS } from "../agent/agent.js";
import { REGISTRY } from "../agent/agent-link.js";
import { type CdpConnection, CdpError } from "../cdp/connection.js";
import type { RemoteObject } from "../cdp/types.js";
import { errors } from "../dap/errors.js";
import { CONSOLE_URL } from "../sources/debugger-scripts.js";
import { AWAIT, checked } from "./evaluation.js";
import type { Groups } from "./handles.js";

const YIELD = /\byield\b/;
/** `const answer = yield* ask()`: the name is kept as a global one, as a console would. */
const DECLARATION = /^\s*(?:const|let|var)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*([\s\S]+?);?\s*$/u;

/** A text that awaits, taken apart. */
export interface AwaitingText {
  readonly keyword: "yield*" | "await";
  /** An expression for the function to run. */
  readonly source: string;
  /** Global variable that takes the result. */
  readonly global: string | undefined;
}

export interface ConsoleAwaitParts {
  readonly connection: CdpConnection;
  readonly groups: Groups;
  readonly isPaused: boolean;
  /** Tells the user, as a line of the console. */
  note(text: string): void;
}

/** What awaits at the top level of a text; undefined when nothing does. */
export async function awaitingText(
  connection: CdpConnection,
  text: string,
): Promise<AwaitingText | undefined> {
  const keyword = YIELD.test(text) ? "yield*" : AWAIT.test(text) ? "await" : undefined;
  if (keyword === undefined) return undefined;
  // `function* () { yield 1 }` has the word, and awaits nothing. In this block both words are nothing but keywords.
  if (await isProgram(connection, `class A { static { ${text}\n } }`)) return undefined;
  const [, global, value] = DECLARATION.exec(text) ?? [];
  const body = value ?? text;
  const head = keyword === "yield*" ? "function* debugConsole()" : "async function debugConsole()";
  const asExpression = `(${head} { return (${body}\n); })`;
  const source = (await isProgram(connection, asExpression)) ? asExpression : `(${head} { ${body}\n })`;
  return { keyword, source: `${source}.bind(this)\n//# sourceURL=${CONSOLE_URL}`, global };
}

async function isProgram(connection: CdpConnection, expression: string): Promise<boolean> {
  const { exceptionDetails } = await connection.send("Runtime.compileScript", {
    expression,
    sourceURL: "",
    persistScript: false,
  });
  return exceptionDetails === undefined;
}

/**
 * Runs what was typed in the program's own loop, and gives its result when it has one, however long that takes.
 * @param evaluate makes the function, in the scope where it was typed, with its objects in the given group.
 * @param taskId a task of the loop that is to run it; by default the loop that runs.
 * @param signal cancels the task.
 * @throws UserError with the program's own error.
 */
export async function awaitInProgram(
  { connection, groups, isPaused, note }: ConsoleAwaitParts,
  text: AwaitingText,
  evaluate: (expression: string, group: string) => Promise<RemoteObject>,
  taskId: number | undefined,
  target: { readonly group: () => string; readonly signal: AbortSignal },
): Promise<RemoteObject> {
  const temporary = groups.temporary();
  try {
    const made = await evaluate(text.source, temporary.name);
    if (made.objectId === undefined) throw errors.evaluation("SyntaxError: nothing can be awaited here");
    const running = await start(connection, text.keyword, made.objectId, taskId, temporary.name);
    if (isPaused) note(`The program is paused: '${text.keyword}' is answered when it goes on.\n`);
    const cancel = (): void =>
      void call(connection, running, "function () { this.cancel(); }").catch(() => {});
    target.signal.addEventListener("abort", cancel, { once: true });
    const promise = await call(connection, running, "function () { return this.result; }", temporary.name);
    const box = checked(
      await connection
        .send("Runtime.awaitPromise", { promiseObjectId: promise.objectId ?? "" })
        .catch((failure) => {
          // V8's word for a promise that nobody holds any more.
          throw failure instanceof CdpError ? errors.evaluation(failure.message) : failure;
        }),
    );
    target.signal.removeEventListener("abort", cancel);
    // The program may have run and stopped since: its objects live as long as those of this moment.
    const keep = text.global === undefined ? "" : `globalThis[${JSON.stringify(text.global)}] = this.value; `;
    return await call(connection, box, `function () { ${keep}return this.value; }`, target.group());
  } finally {
    temporary.dispose();
  }
}

async function start(
  connection: CdpConnection,
  keyword: AwaitingText["keyword"],
  functionId: string,
  taskId: number | undefined,
  group: string,
): Promise<RemoteObject> {
  // An error is for whoever typed it: unhandled it would end the program.
  const native = `const result = this().then((value) => ({ value })); result.catch(() => {}); return { result, cancel() {} };`;
  const { result, exceptionDetails } = await connection.send(
    "Runtime.callFunctionOn",
    {
      objectId: functionId,
      functionDeclaration:
        keyword === "await"
          ? `function () { ${native} }`
          : `function (taskId) { return ${REGISTRY}?.run?.(this, taskId ?? undefined); }`,
      arguments: [taskId === undefined ? { value: null } : { value: taskId }],
      objectGroup: group,
      silent: true,
    },
    ANSWER_TIMEOUT_MS,
  );
  const running = checked({ result, ...(exceptionDetails === undefined ? {} : { exceptionDetails }) });
  if (running.objectId === undefined) throw errors.noAgent();
  return running;
}

async function call(
  connection: CdpConnection,
  { objectId }: RemoteObject,
  functionDeclaration: string,
  objectGroup?: string,
): Promise<RemoteObject> {
  return checked(
    await connection.send("Runtime.callFunctionOn", {
      objectId: objectId ?? "",
      functionDeclaration,
      generatePreview: true,
      silent: true,
      ...(objectGroup === undefined ? {} : { objectGroup }),
    }),
  );
}
