import Mocha from "mocha";

/** How a run ended. */
export interface Tally {
  readonly passed: number;
  /** Failed tests and hooks; a test that was skipped counts as failed. */
  readonly failed: number;
}

/** One scenario in a real window takes seconds, on a busy machine several times as long. */
const TEST_TIMEOUT_MS = 90_000;

/** Runs mocha on `files` in this process, printing as it goes; `onFailure` gets the full title of each failed test. */
export async function runMocha(
  files: readonly string[],
  onFailure: (title: string) => Promise<void> = async () => {},
): Promise<Tally> {
  const mocha = new Mocha({ ui: "bdd", reporter: "spec", timeout: TEST_TIMEOUT_MS, forbidOnly: true });
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      if (test?.state === "failed") await onFailure(test.fullTitle());
    },
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return await new Promise<Tally>((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
      resolve({ passed: passes, failed: failures + pending });
    });
  });
}

/** Adds up; throws when no test ran at all, as a suite that found no tests proves nothing. */
export function total(tallies: readonly Tally[]): Tally {
  const sum = tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
  if (sum.passed + sum.failed === 0) throw new Error("no test ran");
  return sum;
}
