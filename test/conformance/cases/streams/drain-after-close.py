"""drain() on a closed connection raises, and writes to it are dropped; waiting for its end again and again is fine."""

import asyncio

from harness import show


async def main():
    async def serve(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"some")
    await writer.drain()
    writer.close()
    writer.close()
    print(writer.is_closing(), reader.at_eof())
    for _ in range(2):
        try:
            writer.write(b"dropped")
            await writer.drain()
        except ConnectionResetError as error:
            print(show(error))
    await writer.wait_closed()
    await writer.wait_closed()
    print(reader.at_eof(), await reader.read(), reader.exception())
    server.close()
    await server.wait_closed()


asyncio.run(main())
