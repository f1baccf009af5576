"""Nobody listens: the error says where."""

import asyncio
import socket

from harness import show


async def main():
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as error:
        print(show(error).replace(str(port), "PORT"))
    loop = asyncio.get_running_loop()
    try:
        await loop.create_connection(asyncio.Protocol, "127.0.0.1", port, all_errors=True)
    except ExceptionGroup as error:
        print(show(error).replace(str(port), "PORT"))
    try:
        await asyncio.open_connection("no-such-host.invalid", 80)
    except socket.gaierror as error:
        print(type(error).__name__)


asyncio.run(main())
