"""Aborting a pipe drops what was not sent; the protocol hears of no error."""

import asyncio

from pipe_recorder import Recorder, pipe


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    writer, protocol = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    writer.write(b"x" * 1_000_000)
    writer.abort()
    print(writer.is_closing(), writer.get_write_buffer_size())
    await protocol.lost.wait()
    writer.close()
    reading.close()


asyncio.run(main())
