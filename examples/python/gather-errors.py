"""What `gather` does with failures: by default the first one is raised, and the others go on; with
`return_exceptions` errors are results among the others."""

import asyncio


async def half(n):
    await asyncio.sleep(n / 100)
    if n % 2 == 1:
        raise ValueError(f"{n} is odd")
    return n // 2


async def main():
    try:
        await asyncio.gather(half(2), half(1), half(4))
    except ValueError as error:
        print(f"first failure: {error}")

    for outcome in await asyncio.gather(half(2), half(1), half(4), return_exceptions=True):
        print(f"failed: {outcome}" if isinstance(outcome, Exception) else f"half is {outcome}")


asyncio.run(main())
