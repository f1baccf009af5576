"""A server from its start to its end: what it says of itself, twice is safe."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, backlog=5)
    print(server.is_serving(), len(server.sockets), server.get_loop() is loop, isinstance(server, asyncio.AbstractServer))
    await server.start_serving()
    print(server.is_serving())
    server.close()
    print(server.is_serving(), list(server.sockets))
    server.close()
    await server.wait_closed()
    await server.wait_closed()
    server.close_clients()
    server.abort_clients()
    print(server.is_serving())


asyncio.run(main())
