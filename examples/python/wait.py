"""`wait` never raises and never cancels: it gives the tasks that are done, and those that are not."""

import asyncio


async def answer_after(delay, server):
    await asyncio.sleep(delay)
    return server


async def main():
    slow = asyncio.create_task(answer_after(3600, "slow server"))
    fast = asyncio.create_task(answer_after(0.02, "fast server"))

    done, pending = await asyncio.wait([slow, fast], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        print(f"first answer: {task.result()}")

    for task in pending:
        task.cancel()
    print(f"{len(pending)} still pending, cancelled")


asyncio.run(main())
