"""The water marks of a pipe: what they are, how they are set, and when the protocol hears of them."""

import asyncio

from harness import show
from pipe_recorder import Recorder, pipe


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    writer, protocol = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    print(writer.get_write_buffer_limits())
    writer.set_write_buffer_limits(high=1000)
    print(writer.get_write_buffer_limits())
    writer.set_write_buffer_limits(low=10)
    print(writer.get_write_buffer_limits())
    try:
        writer.set_write_buffer_limits(high=1, low=2)
    except ValueError as error:
        print(show(error))
    writer.write(b"x" * 200_000)
    print(writer.get_write_buffer_size() > 1000)
    reader, at_reader = await loop.connect_read_pipe(asyncio.Protocol, reading)
    while writer.get_write_buffer_size() > 0:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0)
    writer.close()
    await protocol.lost.wait()
    reader.close()


asyncio.run(main())
