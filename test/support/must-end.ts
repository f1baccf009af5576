/**
 * Mocha's root hook: a run ends by itself when its last test has. Mocha waits for ever for what a failed test has left
 * open, a process or a socket, and says nothing: after a minute this says what it is, and fails the run.
 */
const PATIENCE_MS = 60_000;

export const mochaHooks = {
  afterAll(): void {
    // Without a reference: it runs only when something else keeps the process alive.
    setTimeout(endTheRun, PATIENCE_MS).unref();
  },
};

function endTheRun(): void {
  const open = process.getActiveResourcesInfo().join(", ");
  process.stderr.write(
    `The tests have ended, and ${PATIENCE_MS / 1000} s later this still keeps their process alive: ${open}\n`,
  );
  process.exit(1);
}
