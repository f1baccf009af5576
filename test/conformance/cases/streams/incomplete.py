"""The other side closes in the middle of what is read: what came is kept."""

import asyncio

from harness import show


async def main():
    async def serve(reader, writer):
        size = int(await reader.readline())
        writer.write(b"x" * size)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)

    async def ask(size, read):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"%d\n" % size)
        try:
            print(len(await read(reader)))
        except asyncio.IncompleteReadError as error:
            print(show(error), len(error.partial), reader.at_eof())
        writer.close()
        await writer.wait_closed()

    await ask(7, lambda reader: reader.readexactly(8))
    await ask(0, lambda reader: reader.readexactly(8))
    await ask(7, lambda reader: reader.readuntil(b"\n"))
    await ask(7, lambda reader: reader.readline())
    await ask(300_000, lambda reader: reader.readexactly(300_000))
    await ask(300_000, lambda reader: reader.read())
    server.close()
    await server.wait_closed()


asyncio.run(main())
