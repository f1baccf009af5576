"""Cancelled in the body, in the entry and in the exit of a context manager."""

import asyncio

from harness import show


class Manager:
    """A context manager that goes on at every stage but one, until it is cancelled there."""

    def __init__(self, stays):
        self.reached = asyncio.Event()
        self.stays = stays

    async def come_to(self, stage):
        await asyncio.sleep(0)
        if stage != self.stays:
            return
        self.reached.set()
        await asyncio.Event().wait()

    async def __aenter__(self):
        try:
            await self.come_to("entry")
        except asyncio.CancelledError as error:
            print("entry", show(error))
            raise

    async def __aexit__(self, kind, error, traceback):
        print("exit told", show(error))
        try:
            await self.come_to("exit")
        except asyncio.CancelledError as again:
            print("exit", show(again))
            raise


async def use(manager):
    async with manager:
        print("body")
        await manager.come_to("body")
    print("never")


async def main():
    for stage in ("entry", "body", "exit"):
        manager = Manager(stage)
        task = asyncio.create_task(use(manager))
        await manager.reached.wait()
        task.cancel(f"cancelled in the {stage}")
        try:
            await task
        except asyncio.CancelledError as error:
            print("main", show(error))


asyncio.run(main())
