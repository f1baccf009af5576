/**
 * The program of an executor's threads, as text: a worker needs no file beside the bundle then, whichever format the
 * bundle has and however it was loaded.
 *
 * Plain JavaScript, without `require`, which a worker of a program started with `--input-type=module` does not have.
 * Messages are those of `threads_messages.ts`.
 */

/** Transpilers that keep functions' names (esbuild's `keepNames`, thus tsx) put calls of this into a function's source. */
const NAME_KEEPER = String.raw`/\b__name\d*\b/g`;

export const WORKER_SOURCE: string = String.raw`
"use strict";
import("node:worker_threads").then(({ parentPort: port, receiveMessageOnPort }) => {
  const MAX_COMPILED = 1000;
  const compiled = new Map();
  const calls = new Map();
  let callCount = 0;

  function compile({ source, name }) {
    let f = compiled.get(source);
    if (f !== undefined) return f;
    for (const [keeper] of source.matchAll(${NAME_KEEPER})) {
      globalThis[keeper] ??= (f, value) => Object.defineProperty(f, "name", { value, configurable: true });
    }
    const evaluate = (text) => (0, eval)('"use strict";(' + text + "\n)\n//# sourceURL=thread:" + name.replace(/\s/g, "_"));
    try {
      f = evaluate(source);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      try {
        f = Object.values(evaluate("{" + source + "\n}"))[0]; // a method: name() {}
      } catch {
        throw error;
      }
    }
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(source, f);
    return f;
  }

  function describe(thrown, nesting = 10) {
    if (!(thrown instanceof Error)) return { value: thrown };
    const properties = {};
    for (const [key, value] of Object.entries(thrown)) {
      if (Object(value) !== value && typeof value !== "symbol") properties[key] = value;
    }
    const builtins = [AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, Error];
    const base = builtins.find((builtin) => thrown instanceof builtin).name;
    const { name, message, stack, cause } = thrown;
    const follow = (error) => (nesting > 0 ? describe(error, nesting - 1) : undefined);
    return {
      error: {
        name: String(name),
        message: String(message),
        stack: typeof stack === "string" ? stack : undefined,
        base,
        properties,
        cause: cause === undefined ? undefined : follow(cause),
        errors: base === "AggregateError" && nesting > 0 ? thrown.errors.map(follow) : undefined,
      },
    };
  }

  function revive(thrown) {
    if (!("error" in thrown)) return thrown.value;
    const { name, message, stack, properties } = thrown.error;
    return Object.assign(new Error(message), properties, { name, stack });
  }

  const inFunction = (error) => String(error.stack).split("\n").find((line) => /^\s+at /.test(line))?.includes("thread:");

  function answering(job, target, args) {
    const call = ++callCount;
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const state = { outcome: null };
    const promise = new Promise((resolve, reject) => {
      calls.set(call, (failed, value) => {
        calls.delete(call);
        state.outcome = { failed, value };
        if (failed) reject(value);
        else resolve(value);
      });
    });
    promise.catch(() => {});
    port.postMessage({ kind: "call", job, target, args, call, flag });
    return Object.assign(promise, {
      result(timeout = null) {
        const deadline = timeout === null ? Infinity : performance.now() + timeout * 1000;
        while (state.outcome === null) {
          const leftMs = deadline - performance.now();
          if (Atomics.wait(flag, 0, 0, leftMs > 0 ? leftMs : 0) === "timed-out") {
            throw Object.assign(new Error(""), { name: "TimeoutError" });
          }
          for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
            received(next.message);
          }
        }
        if (state.outcome.failed) throw state.outcome.value;
        return state.outcome.value;
      },
    });
  }

  function standIn(job, { target, answers }) {
    return answers
      ? (...args) => answering(job, target, args)
      : (...args) => port.postMessage({ kind: "call", job, target, args, call: 0 });
  }

  async function run(message) {
    const { job, args, targets } = message;
    let f;
    try {
      f = compile(message);
    } catch (error) {
      port.postMessage({ kind: "raised", job, thrown: describe(error), reason: "compile" });
      return;
    }
    let value;
    try {
      value = await f(...args.map((arg, i) => (targets[i] ? standIn(job, targets[i]) : arg)));
    } catch (error) {
      raised(job, error);
      return;
    }
    try {
      port.postMessage({ kind: "returned", job, value });
    } catch (error) {
      port.postMessage({ kind: "raised", job, thrown: describe(error), reason: "clone" });
    }
  }

  function raised(job, error) {
    const variable =
      error instanceof ReferenceError && inFunction(error) ? /^(\S+) is not defined$/.exec(error.message)?.[1] : undefined;
    const reason = variable === undefined ? undefined : "closure";
    try {
      port.postMessage({ kind: "raised", job, thrown: describe(error), reason, variable });
    } catch (cause) {
      port.postMessage({ kind: "raised", job, thrown: describe(cause), reason: "clone" });
    }
  }

  function received(message) {
    if (message.kind === "run") run(message);
    else if (message.kind === "reply") calls.get(message.call)?.(false, message.value);
    else if (message.kind === "raise") calls.get(message.call)?.(true, revive(message.thrown));
    else process.stdout.write("", () => process.stderr.write("", () => process.exit()));
  }

  port.on("message", received);
});
`;
