"""What is no executor, and what cannot run in one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from harness import show


async def coroutine():
    pass


async def main():
    loop = asyncio.get_running_loop()
    for call in (
        lambda: loop.set_default_executor("executor"),
        lambda: ThreadPoolExecutor(0),
        lambda: ThreadPoolExecutor(-1),
        lambda: loop.run_in_executor(None, coroutine),
        lambda: loop.run_in_executor(None, 42),
    ):
        try:
            call()
        except (TypeError, ValueError) as error:
            print(show(error))


asyncio.run(main(), debug=True)
