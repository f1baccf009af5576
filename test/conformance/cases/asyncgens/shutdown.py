"""The end of the loop closes, at once, the generators that are in the middle; what fails is reported."""

import asyncio

from harness import Boom, show


generators = []


async def open_ended(name, seconds):
    try:
        yield name
    finally:
        await asyncio.sleep(seconds)
        print(name, "closed")


async def failing():
    try:
        yield "failing"
    finally:
        raise Boom("in finally")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: print(context["message"].split("<")[0], show(context["exception"]), context["asyncgen"] is generators[2]))
    generators.extend([open_ended("slow", 0.04), open_ended("fast", 0.01), failing(), open_ended("unstarted", 0), open_ended("ended", 0)])
    for generator in generators[:3]:
        print(await anext(generator))
    print([item async for item in generators[4]])
    print("main ends")


asyncio.run(main())
