/** What a contestant prints when it is done: nanoseconds, or bytes, for one operation, one number a sample. */
export interface Samples {
  readonly perOperation: readonly number[];
}

/** Prints samples that the program has taken itself. */
export function report(perOperation: readonly number[]): void {
  process.stdout.write(`${JSON.stringify({ perOperation } satisfies Samples)}\n`);
}

const WARM_UP = 4;
const SAMPLES = 9;

/** What the process has used of the processors, in nanoseconds: what else the machine does counts little. */
export function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/**
 * Runs a workload of so many operations until the compiler has settled, then takes the processor time that it needs,
 * that of the garbage collector's threads included, and prints the samples.
 */
export async function sample(operations: number, workload: () => unknown): Promise<void> {
  const nsPerOperation: number[] = [];
  for (let round = 0; round < WARM_UP + SAMPLES; round++) {
    const started = cpuNs();
    await workload();
    const elapsedNs = cpuNs() - started;
    if (round >= WARM_UP) nsPerOperation.push(elapsedNs / operations);
  }
  report(nsPerOperation);
}
