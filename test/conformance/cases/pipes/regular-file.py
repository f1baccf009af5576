"""A regular file is no pipe."""

import asyncio
import tempfile

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryFile() as file:
        for connect in [loop.connect_read_pipe, loop.connect_write_pipe]:
            try:
                await connect(asyncio.Protocol, file)
            except ValueError as error:
                print(show(error))


asyncio.run(main())
