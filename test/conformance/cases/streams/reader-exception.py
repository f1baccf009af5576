"""An exception that is set ends a wait, and is raised by all that is read later, in spite of what is buffered."""

import asyncio

from harness import Boom, show


async def attempt(name, reading):
    try:
        print(name, await reading)
    except Boom as error:
        print(name, show(error))


async def main():
    reader = asyncio.StreamReader()
    print(reader.exception())
    reader.feed_data(b"begun")
    task = asyncio.create_task(attempt("waiting", reader.readline()))
    await asyncio.sleep(0)
    reader.set_exception(Boom("connection gone"))
    await task
    print(show(reader.exception()), reader.at_eof())
    await attempt("read", reader.read(1))
    await attempt("read nothing", reader.read(0))
    await attempt("readline", reader.readline())
    await attempt("readexactly", reader.readexactly(1))
    await attempt("readuntil", reader.readuntil(b"x"))


asyncio.run(main())
