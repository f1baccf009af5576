// Runs the end-to-end tests in a real VS Code:  node test/e2e/run.mjs [host] [user] [packaged]
import { register } from "tsx/esm/api";

register();
const { runSuites } = await import("./suites/all.ts");
process.exitCode = await runSuites(process.argv.slice(2));
