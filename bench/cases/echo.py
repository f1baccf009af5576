"""Round trips through streams: ten clients, each of which sends a message and waits for its echo."""

import asyncio
import sys

from sampling import sample

CLIENTS = 10
MESSAGE_BYTES = 1024
ROUND_TRIPS = 500


async def serve(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    message = bytes(MESSAGE_BYTES)
    for _ in range(ROUND_TRIPS):
        writer.write(message)
        await writer.drain()
        await reader.readexactly(MESSAGE_BYTES)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*(client(port) for _ in range(CLIENTS)))
    server.close()
    await server.wait_closed()


if sys.argv[1:] == ["uvloop"]:
    import uvloop

    uvloop.install()
sample(CLIENTS * ROUND_TRIPS, lambda: asyncio.run(main()))
