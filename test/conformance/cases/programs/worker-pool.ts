/** Workers that share a queue, retry what fails, and are cancelled when the work is done. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(job: string, tries: number) {
  yield* asyncio.sleep(0);
  if (job === "bad" || (job === "flaky" && tries === 0)) throw new Boom(job);
  return job.toUpperCase();
}

type Jobs = asyncio.Queue<[job: string, tries: number]>;

function* worker(name: string, jobs: Jobs, results: string[]) {
  try {
    while (true) {
      const [job, tries] = yield* jobs.get();
      try {
        results.push(yield* asyncio.waitFor(attempt(job, tries), 1));
        print(name, "did", job);
      } catch (error) {
        if (!(error instanceof Boom)) throw error;
        print(name, "failed", show(error), tries);
        if (tries < 1) jobs.putNowait([job, tries + 1]);
        else results.push(`gave up ${job}`);
      } finally {
        jobs.taskDone();
      }
    }
  } catch (error) {
    print(name, "goes home");
    throw error;
  }
}

function* main() {
  const jobs: Jobs = new asyncio.Queue();
  const results: string[] = [];
  for (const job of ["one", "flaky", "bad", "two"]) jobs.putNowait([job, 0]);
  const workers = ["w1", "w2"].map((name) => asyncio.createTask(worker(name, jobs, results)));
  yield* jobs.join();
  for (const task of workers) task.cancel();
  yield* asyncio.gather(workers, { returnExceptions: true });
  print(results);
}

await asyncio.run(main());
