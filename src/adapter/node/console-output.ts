/** What a program that was attached to writes to its console: its streams are not ours, but V8 tells. */
import type { CdpConnection } from "../cdp/connection.js";
import type { Client } from "../dap/client.js";
import type { Disposable } from "../dap/disposable.js";
import { valueText } from "../variables/value-text.js";

const TO_STDERR = new Set(["error", "warning", "assert", "trace"]);

/** Forwards `console.log(…)` and the like until disposed. V8 repeats old messages to whoever enables it: begin later. */
export function forwardConsole(connection: CdpConnection, client: Client): Disposable {
  return connection.on("Runtime.consoleAPICalled", ({ type, args }) => {
    const texts = args.map((arg) => (arg.type === "string" ? String(arg.value) : valueText(arg)));
    client.send("output", {
      category: TO_STDERR.has(type) ? "stderr" : "stdout",
      output: `${texts.join(" ")}\n`,
    });
  });
}
