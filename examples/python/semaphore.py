"""A semaphore lets only so many in at a time."""

import asyncio

inside = 0
most = 0


async def visit(seats):
    global inside, most
    async with seats:
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1


async def main():
    seats = asyncio.Semaphore(2)
    await asyncio.gather(*(visit(seats) for _ in range(6)))
    print(f"6 guests came, never more than {most} at once")


asyncio.run(main())
