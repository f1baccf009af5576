# Two tasks that wait for each other's locks, and one that greets: for the tests of the debugger for Python.
import asyncio


async def transfer(mine, other):
    async with mine:
        await asyncio.sleep(0.05)
        async with other:
            print("never")


async def greet(name):
    greeted = 0
    while True:
        words = f"hello {name}"
        await asyncio.sleep(0.2)
        greeted += len(words)


async def main():
    savings, wages = asyncio.Lock(), asyncio.Lock()
    tasks = [
        asyncio.create_task(transfer(savings, wages), name="saver"),
        asyncio.create_task(transfer(wages, savings), name="spender"),
        asyncio.create_task(greet("world"), name="greeter"),
    ]
    await asyncio.wait(tasks)


asyncio.run(main())
