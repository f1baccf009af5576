"""Streams over a pipe."""

import asyncio

from pipe_recorder import connect_streams


async def main():
    reader, writer = await connect_streams()
    writer.write(b"one\ntwo")
    writer.writelines([b"\n", b"three"])
    await writer.drain()
    print(await reader.readline(), await reader.readline())
    print(writer.can_write_eof())
    writer.write_eof()
    print(await reader.read(), reader.at_eof())
    await writer.wait_closed()
    print(writer.is_closing())


asyncio.run(main())
