"""`shield` keeps a cancellation away from what must not be interrupted: the one who waits is cancelled, the work goes
on."""

import asyncio


async def save_order():
    print("saving ...")
    await asyncio.sleep(0.05)
    print("saved")
    return "order 7"


async def main():
    saving = asyncio.create_task(save_order())
    try:
        await asyncio.wait_for(asyncio.shield(saving), 0.01)
    except TimeoutError:
        print(f"no patience; the saving was cancelled: {str(saving.cancelled()).lower()}")
    print(f"after all: {await saving}")


asyncio.run(main())
