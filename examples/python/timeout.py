"""`timeout` puts a limit on a whole block, which the block may move while it runs."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()

    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(3600)
    except TimeoutError:
        print("the block took too long")

    async with asyncio.timeout(None) as limit:
        limit.reschedule(loop.time() + 10)  # now we know how long we may take
        await asyncio.sleep(0.01)
    print(f"in time; expired: {str(limit.expired()).lower()}")


asyncio.run(main())
