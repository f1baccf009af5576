"""A reader that is paused is told nothing until it is resumed."""

import asyncio

from pipe_recorder import Recorder, pipe


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    reader, protocol = await loop.connect_read_pipe(lambda: Recorder("reader"), reading)
    writer, _ = await loop.connect_write_pipe(asyncio.Protocol, writing)
    print(reader.is_reading())
    reader.pause_reading()
    reader.pause_reading()
    print(reader.is_reading())
    writer.write(b"late")
    writer.close()
    await asyncio.sleep(0.05)
    print("resuming")
    reader.resume_reading()
    reader.resume_reading()
    print(reader.is_reading())
    await protocol.lost.wait()
    reader.pause_reading()
    reader.resume_reading()
    print(reader.is_reading())


asyncio.run(main())
