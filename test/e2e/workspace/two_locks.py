# Two tasks that take the same two locks in opposite orders, and one that waits for them both.
import asyncio


async def write(first: asyncio.Lock, second: asyncio.Lock, ready: asyncio.Event) -> None:
    async with first:
        await asyncio.sleep(0)
        ready.set()
        await ready.wait()
        async with second:
            print("wrote a letter", flush=True)


async def main() -> None:
    pens, paper, ready = asyncio.Lock(), asyncio.Lock(), asyncio.Event()
    ann = asyncio.create_task(write(pens, paper, ready), name="ann")
    bob = asyncio.create_task(write(paper, pens, ready), name="bob")
    results = await asyncio.gather(ann, bob, return_exceptions=True)
    print("letters written:", results.count(None), flush=True)


asyncio.run(main())
