"""A server that does not serve yet, and starts to; as a context manager it is closed at the end."""

import asyncio


async def main():
    async def serve(reader, writer):
        writer.write(b"served")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving(), len(server.sockets))
    address = server.sockets[0].getsockname()
    async with server as same:
        print(same is server, server.is_serving())
        await server.start_serving()
        print(server.is_serving())
        reader, writer = await asyncio.open_connection(*address)
        print(await reader.read())
        writer.close()
    print(server.is_serving(), list(server.sockets))


asyncio.run(main())
