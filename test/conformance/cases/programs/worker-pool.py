"""Workers that share a queue, retry what fails, and are cancelled when the work is done."""

import asyncio

from harness import Boom, show


async def attempt(job, tries):
    await asyncio.sleep(0)
    if job == "bad" or (job == "flaky" and tries == 0):
        raise Boom(job)
    return job.upper()


async def worker(name, jobs, results):
    try:
        while True:
            job, tries = await jobs.get()
            try:
                results.append(await asyncio.wait_for(attempt(job, tries), 1))
                print(name, "did", job)
            except Boom as error:
                print(name, "failed", show(error), tries)
                if tries < 1:
                    jobs.put_nowait((job, tries + 1))
                else:
                    results.append("gave up " + job)
            finally:
                jobs.task_done()
    except asyncio.CancelledError:
        print(name, "goes home")
        raise


async def main():
    jobs = asyncio.Queue()
    results = []
    for job in ("one", "flaky", "bad", "two"):
        jobs.put_nowait((job, 0))
    workers = [asyncio.create_task(worker(name, jobs, results)) for name in ("w1", "w2")]
    await jobs.join()
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    print(results)


asyncio.run(main())
