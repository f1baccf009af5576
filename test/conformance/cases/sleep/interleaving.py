"""Tasks that only sleep(0) take turns, and a finished one makes room."""

import asyncio


async def stepper(name, steps):
    for step in range(steps):
        print(name, step)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(stepper("a", 3), stepper("b", 1), stepper("c", 2))
    print("end")


asyncio.run(main())
