"""A reader that is paused is told nothing until it is resumed."""

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
