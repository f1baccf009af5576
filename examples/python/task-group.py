"""A TaskGroup waits for all its tasks; when one fails, the others are cancelled, and the failures come out together."""

import asyncio


async def part(name, seconds, fails=False):
    try:
        await asyncio.sleep(seconds)
        if fails:
            raise RuntimeError(f"{name} broke")
        print(f"{name} is done")
        return name
    except asyncio.CancelledError:
        print(f"{name} is cancelled")
        raise


async def main():
    async with asyncio.TaskGroup() as group:
        wheel = group.create_task(part("wheel", 0.01))
        frame = group.create_task(part("frame", 0.03))
    print(f"built from {wheel.result()} and {frame.result()}")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(part("saddle", 0.01, fails=True))
            group.create_task(part("bell", 3600))
    except ExceptionGroup as error:
        print(error)
        for failure in error.exceptions:
            print(f"- {failure}")


asyncio.run(main())
