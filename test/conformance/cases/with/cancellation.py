"""Cancelled in the body, in the entry and in the exit of a context manager."""

import asyncio

from harness import show


class Manager:
    async def __aenter__(self):
        try:
            await asyncio.sleep(0.04)
        except asyncio.CancelledError as error:
            print("entry", show(error))
            raise

    async def __aexit__(self, kind, error, traceback):
        print("exit told", show(error))
        try:
            await asyncio.sleep(0.04)
        except asyncio.CancelledError as again:
            print("exit", show(again))
            raise


async def use():
    async with Manager():
        print("body")
        await asyncio.sleep(0.04)
    print("never")


async def main():
    for delay in (0.02, 0.06, 0.1):
        task = asyncio.create_task(use())
        await asyncio.sleep(delay)
        task.cancel(f"cancelled after {delay}")
        try:
            await task
        except asyncio.CancelledError as error:
            print("main", show(error))


asyncio.run(main())
