"""A database: SQLite through aiosqlite, whose calls run in a thread. A connection serves one transaction at a time, so a
lock stands before it; a transaction that fails, or is cancelled in the middle, leaves nothing behind."""

import asyncio
import sqlite3

import aiosqlite


class Bank:
    def __init__(self, connection):
        self.connection = connection
        self.one_at_a_time = asyncio.Lock()

    async def open(self):
        await self.connection.executescript(
            """
            CREATE TABLE accounts (name TEXT PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
            INSERT INTO accounts VALUES ('Ann', 100), ('Bob', 50);
            """
        )

    async def transfer(self, source, target, amount, pause=0):
        """Moves money; `pause` is how many seconds pass in the middle."""
        add = "UPDATE accounts SET balance = balance + ? WHERE name = ?"
        async with self.one_at_a_time:
            try:
                await self.connection.execute(add, (amount, target))
                await asyncio.sleep(pause)
                await self.connection.execute(add, (-amount, source))
                await self.connection.commit()
            finally:
                await self.connection.rollback()  # takes back what was not committed

    async def balances(self):
        async with self.connection.execute("SELECT name, balance FROM accounts ORDER BY name") as rows:
            return ", ".join([f"{name} {balance}" async for name, balance in rows])


async def main():
    async with aiosqlite.connect(":memory:") as connection:
        bank = Bank(connection)
        await bank.open()
        await asyncio.gather(bank.transfer("Ann", "Bob", 30, 0.02), bank.transfer("Bob", "Ann", 10))
        print(f"two transfers: {await bank.balances()}")

        [failure] = await asyncio.gather(bank.transfer("Bob", "Ann", 1000), return_exceptions=True)
        print(f"too much: {'refused' if isinstance(failure, sqlite3.IntegrityError) else failure}")

        slow = asyncio.create_task(bank.transfer("Ann", "Bob", 5, 3600))
        await asyncio.sleep(0.05)
        slow.cancel()
        await asyncio.wait([slow])
        print(f"cancelled: {str(slow.cancelled()).lower()}")
        print(f"afterwards: {await bank.balances()}")


asyncio.run(main())
