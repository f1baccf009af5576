/** What a contestant prints when it is done: nanoseconds for one operation, one number a sample. */
export interface Samples {
  readonly nsPerOperation: readonly number[];
}

const WARM_UP = 4;
const SAMPLES = 9;

/** Runs a workload of so many operations until the compiler has settled, then times it, and prints the samples. */
export async function sample(operations: number, workload: () => unknown): Promise<void> {
  const nsPerOperation: number[] = [];
  for (let round = 0; round < WARM_UP + SAMPLES; round++) {
    const started = process.hrtime.bigint();
    await workload();
    const elapsedNs = Number(process.hrtime.bigint() - started);
    if (round >= WARM_UP) nsPerOperation.push(elapsedNs / operations);
  }
  process.stdout.write(`${JSON.stringify({ nsPerOperation } satisfies Samples)}\n`);
}
