"""A peer sends a line over the limit: it is refused, the connection goes on, and so do others."""

import asyncio

from harness import show


async def main():
    async def serve(reader, writer):
        while True:
            try:
                line = await reader.readline()
            except ValueError as error:
                writer.write(show(error).encode() + b"\n")
                continue
            if not line:
                break
            writer.write(line)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=64)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    other_reader, other_writer = await asyncio.open_connection(*address)
    writer.write(b"x" * 100 + b"\n")
    print(await reader.readline())
    writer.write(b"short\n")
    print(await reader.readline())
    other_writer.write(b"other\n")
    print(await other_reader.readline())
    for each in (writer, other_writer):
        each.close()
        await each.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
