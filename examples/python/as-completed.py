"""`as_completed` hands out results in the order in which they are ready."""

import asyncio


async def download(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    downloads = [download("film", 0.12), download("song", 0.06), download("page", 0.01)]
    for next_one in asyncio.as_completed(downloads):
        print(f"finished: {await next_one}")


asyncio.run(main())
