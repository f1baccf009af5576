// Runs the end-to-end tests in a real VS Code:  node test/e2e/run.mjs [host] [user] [untrusted] [packaged]
import { register } from "tsx/esm/api";

// Exiting ends what has been started; a bare signal would not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

register();
const { runSuites } = await import("./suites/all.ts");
process.exitCode = await runSuites(process.argv.slice(2));
