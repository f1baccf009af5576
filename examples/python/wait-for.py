"""`wait_for` cancels what it waits for when the time is up, and raises a TimeoutError."""

import asyncio


async def eternity():
    try:
        await asyncio.sleep(3600)
        print("yay!")
    finally:
        print("eternity was cut short")


async def main():
    try:
        await asyncio.wait_for(eternity(), 0.05)
    except TimeoutError:
        print("timeout!")


asyncio.run(main())
