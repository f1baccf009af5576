"""A task that awaits itself gets an error, and can go on."""

import asyncio

from harness import show


async def body(box):
    try:
        await box[0]
    except RuntimeError as error:
        print(show(error).split("<")[0])
    return "went on"


async def main():
    box = []
    box.append(asyncio.create_task(body(box)))
    print(await box[0])


asyncio.run(main())
