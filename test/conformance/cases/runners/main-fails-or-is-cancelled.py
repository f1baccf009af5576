"""What main raises, run raises, once the rest has been cancelled."""

import asyncio

from harness import Boom, show


async def rest():
    try:
        await asyncio.sleep(10)
    finally:
        print("the rest ends")


async def fails():
    asyncio.create_task(rest())
    await asyncio.sleep(0)
    raise Boom("main")


async def cancels_itself():
    asyncio.create_task(rest())
    await asyncio.sleep(0)
    asyncio.current_task().cancel("by itself")
    await asyncio.sleep(0)


for main in (fails, cancels_itself):
    try:
        asyncio.run(main())
    except BaseException as error:
        print(show(error))
