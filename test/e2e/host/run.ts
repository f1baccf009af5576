/** What VS Code runs in the extension host: mocha over the bundled tests that lie beside this file. */
import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";

/** Called by VS Code; throws when a test failed, so that the window ends with an error. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { default: Mocha } = await import("mocha");
  const report = openSync(path("LOOPSCOPE_E2E_REPORT"), "w");
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    writeSync(report, `${format(...parts)}\n`);
  };
  const mocha = new Mocha({ ui: "bdd", reporter: "spec", timeout: 60_000, color: false, forbidOnly: true });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  try {
    await mocha.loadFilesAsync();
    const failed = await new Promise<number>((resolve) => {
      const runner = mocha.run((failures) => {
        const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
        writeFileSync(
          path("LOOPSCOPE_E2E_RESULT"),
          JSON.stringify({ passed: passes, failed: failures + pending }),
        );
        resolve(failures + pending);
      });
      ignoreOtherExtensions(runner);
    });
    if (failed > 0) throw new TestsFailed();
  } catch (error) {
    if (!(error instanceof TestsFailed)) writeSync(report, `${format(error)}\n`);
    throw error;
  } finally {
    closeSync(report);
  }
}

/** The report has the details already. */
class TestsFailed extends Error {}

function path(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set`);
  return value;
}

/**
 * The extension host is shared: a rejection that another extension does not handle is no failure of these tests, which
 * mocha would make of it.
 */
function ignoreOtherExtensions(runner: Mocha.Runner): void {
  const own = runner as unknown as Record<"uncaught" | "unhandled", (error: unknown) => void>;
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    for (const listener of process.listeners(event as "uncaughtException")) {
      if (listener !== own.uncaught && listener !== own.unhandled) continue;
      process.removeListener(event, listener);
      const filtered = (error: unknown, ...rest: [NodeJS.UncaughtExceptionOrigin]) => {
        const stack = error instanceof Error ? (error.stack ?? "") : "";
        if (!/extensions\/(ms-vscode|vscode)\./.test(stack)) listener(error as Error, ...rest);
      };
      process.on(event as "uncaughtException", filtered);
      runner.once("end", () => process.removeListener(event, filtered));
    }
  }
}
