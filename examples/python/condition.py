"""A Condition is a lock with a waiting room: `wait_for` gives the lock away until what it needs is true."""

import asyncio

shelf = []


async def baker(changed):
    for loaf in ("rye", "wheat"):
        await asyncio.sleep(0.02)
        async with changed:
            shelf.append(loaf)
            print(f"baked {loaf}")
            changed.notify_all()


async def customer(name, wanted, changed):
    async with changed:
        await changed.wait_for(lambda: wanted in shelf)
        shelf.remove(wanted)
        print(f"{name} takes {wanted}")


async def main():
    changed = asyncio.Condition()
    await asyncio.gather(customer("Ann", "wheat", changed), customer("Bob", "rye", changed), baker(changed))


asyncio.run(main())
