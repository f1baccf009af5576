"""What protocols are told at both ends of a pipe; it ends whatever they answer."""

import asyncio
import os

from harness import show


def pipe():
    reading, writing = os.pipe()
    return open(reading, "rb", 0), open(writing, "wb", 0)


class Recorder(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.made = None
        self.lost = asyncio.Event()

    def connection_made(self, transport):
        self.made = transport
        print(self.name, "made")

    def data_received(self, data):
        print(self.name, "received", data)

    def eof_received(self):
        print(self.name, "eof")
        return True

    def pause_writing(self):
        print(self.name, "pause")

    def resume_writing(self):
        print(self.name, "resume")

    def connection_lost(self, exc):
        print(self.name, "lost", show(exc))
        self.lost.set()


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    reader, at_reader = await loop.connect_read_pipe(lambda: Recorder("reader"), reading)
    writer, at_writer = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    print(at_reader.made is reader, at_writer.made is writer)
    print(reader.get_extra_info("pipe") is reading, writer.get_extra_info("pipe") is writing)
    writer.write(b"data")
    await asyncio.sleep(0.05)
    writer.close()
    print(writer.is_closing(), reader.is_closing())
    await at_writer.lost.wait()
    await at_reader.lost.wait()
    print(writer.is_closing(), reader.is_closing(), reader.is_reading())


asyncio.run(main())
