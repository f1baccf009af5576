"""A server and a client talk in lines; the end of the client is the end of the server's reading."""

import asyncio


async def serve(reader, writer):
    async for line in reader:
        print("server", line)
        writer.write(line.upper())
        await writer.drain()
    print("server: end", reader.at_eof())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for line in (b"one\n", b"two\n"):
        writer.write(line)
        print("client", await reader.readline())
    writer.write_eof()
    print("client: end", await reader.read(), writer.can_write_eof(), writer.is_closing())
    writer.close()
    await writer.wait_closed()
    print(writer.is_closing())
    server.close()
    await server.wait_closed()


asyncio.run(main())
