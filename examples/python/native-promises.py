"""Both ways over the border. What promises are to JavaScript, futures of threads are to Python: tasks await them, and
threads wait for tasks."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def native_helper(name):
    time.sleep(0.01)
    return f"hello from async, {name}"


async def coroutine():
    await asyncio.sleep(0.01)
    return "hello from a task"


def native_caller(loop):
    print(asyncio.run_coroutine_threadsafe(coroutine(), loop).result())


async def main():
    with ThreadPoolExecutor() as pool:
        print(await asyncio.wrap_future(pool.submit(native_helper, "coroutine")))

        await asyncio.to_thread(native_caller, asyncio.get_running_loop())

        # As a Future of asyncio it goes wherever futures go: into `wait_for`, `gather`, `wait`.
        future = asyncio.wrap_future(pool.submit(native_helper, "future"))
        print(await asyncio.wait_for(future, 5))


asyncio.run(main())
