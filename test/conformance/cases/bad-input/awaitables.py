"""What cannot be awaited is refused by whatever waits, and what else it was given is left alone."""

import asyncio

from harness import show


async def work():
    return "done"


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result("ready")

    async def attempt(name, make):
        try:
            print(name, await make())
        except (TypeError, ValueError) as error:
            print(name, show(error))

    for refused in (5, "text", None):
        await attempt("gather", lambda: asyncio.gather(refused))
        await attempt("gather", lambda: asyncio.gather(future, refused, return_exceptions=True))
    for refused in (5, "text", None, [1]):
        await attempt("shield", lambda: asyncio.shield(refused))
        await attempt("wait_for", lambda: asyncio.wait_for(refused, 1))
        await attempt("wait_for", lambda: asyncio.wait_for(refused, None))
        await attempt("wait_for", lambda: asyncio.wait_for(refused, 0))

    async def first(iterable):
        for coroutine in asyncio.as_completed(iterable):
            return await coroutine

    await attempt("as_completed", lambda: first([5]))
    await attempt("as_completed", lambda: first([future, None]))
    await attempt("as_completed", lambda: first(5))
    await attempt("wait", lambda: asyncio.wait(set()))
    await attempt("wait", lambda: asyncio.wait(5))
    await attempt("wait", lambda: asyncio.wait([future], return_when="ALL"))
    task = asyncio.create_task(work())
    print(await asyncio.gather(task, future), await asyncio.wait_for(future, 0))


asyncio.run(main())
