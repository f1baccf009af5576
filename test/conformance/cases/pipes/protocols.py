"""What protocols are told at both ends of a pipe; it ends whatever they answer."""

import asyncio

from pipe_recorder import Recorder, pipe


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    reader, at_reader = await loop.connect_read_pipe(lambda: Recorder("reader"), reading)
    writer, at_writer = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    print(at_reader.made is reader, at_writer.made is writer)
    print(reader.get_extra_info("pipe") is reading, writer.get_extra_info("pipe") is writing)
    writer.write(b"data")
    await at_reader.heard.wait()
    writer.close()
    print(writer.is_closing(), reader.is_closing())
    await at_writer.lost.wait()
    await at_reader.lost.wait()
    print(writer.is_closing(), reader.is_closing(), reader.is_reading())


asyncio.run(main())
