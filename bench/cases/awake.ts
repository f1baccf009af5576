/** Wakes the agent as a debugger does, with a binding that throws its batches away. */
const AGENT = Symbol.for("loopscope.agent");
const BINDING = "__loopscopeSend";

interface Registry {
  command(callJson: string): string;
}

/** Does so when the program was started with the argument `awake`. */
export function wakeIfAsked(): void {
  if (!process.argv.includes("awake")) return;
  const scope = globalThis as unknown as Record<PropertyKey, unknown>;
  let sent = 0;
  scope[BINDING] = (batch: string) => {
    sent += batch.length;
  };
  const registry = scope[AGENT] as Registry | undefined;
  const reply = registry?.command(JSON.stringify({ method: "subscribe", params: {} }));
  if (reply === undefined || !JSON.parse(reply).ok) throw new Error(`the agent does not wake: ${reply}`);
  process.on("exit", () => {
    if (sent === 0) process.exitCode = 1; // it slept all the time: nothing was measured
  });
}
