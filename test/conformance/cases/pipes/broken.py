"""Writing where nobody reads any more."""

import asyncio

from pipe_recorder import Recorder, pipe


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    writer, protocol = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    reading.close()
    writer.write(b"x")
    await protocol.lost.wait()
    writer.write(b"dropped")
    print(writer.is_closing(), writer.get_write_buffer_size())


asyncio.run(main())
