"""Say hello, wait, say the rest."""

import asyncio


async def main():
    print("Hello ...")
    await asyncio.sleep(0.1)
    print("... world!")


asyncio.run(main())
