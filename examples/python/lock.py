"""Without a lock, two tasks that read, wait and write lose an update; with one, only one at a time is in the middle."""

import asyncio

account = {"balance": 100}


async def deposit(amount):
    before = account["balance"]
    await asyncio.sleep(0.01)  # here another task may run
    account["balance"] = before + amount


async def deposit_safely(lock, amount):
    async with lock:
        await deposit(amount)


async def main():
    await asyncio.gather(deposit(10), deposit(20))
    print(f"without a lock: {account['balance']}")

    account["balance"] = 100
    lock = asyncio.Lock()
    await asyncio.gather(deposit_safely(lock, 10), deposit_safely(lock, 20))
    print(f"with a lock: {account['balance']}, locked now: {str(lock.locked()).lower()}")


asyncio.run(main())
