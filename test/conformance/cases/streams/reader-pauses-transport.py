"""A reader holds its transport up above twice the limit, and lets it go on at the limit, or when somebody waits."""

import asyncio


class Pausable(asyncio.ReadTransport):
    def pause_reading(self):
        print("pause")

    def resume_reading(self):
        print("resume")


async def main():
    reader = asyncio.StreamReader(limit=4)
    reader.set_transport(Pausable())
    reader.feed_data(b"12345678")
    print("at twice the limit")
    reader.feed_data(b"9")
    reader.feed_data(b"0")
    print(await reader.read(3))
    print(await reader.read(3))
    reader.feed_data(b"abcdef")
    line = asyncio.create_task(reader.readexactly(12))
    await asyncio.sleep(0)
    reader.feed_data(b"gh")
    print(await line)
    reader.feed_data(b"")
    try:
        reader.set_transport(Pausable())
    except AssertionError as error:
        print("refused:", error)


asyncio.run(main())
