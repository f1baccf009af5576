"""Streams over a Unix socket, and what their ends are called."""

import asyncio
import os
import tempfile

from harness import show


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")

        async def serve(reader, writer):
            print("server", [writer.get_extra_info(name) == path for name in ("sockname", "peername")])
            print("server", repr(writer.get_extra_info("peername")))
            writer.write(b"> " + await reader.readline())
            writer.close()

        server = await asyncio.start_unix_server(serve, path)
        print(server.sockets[0].getsockname() == path, os.path.exists(path))
        reader, writer = await asyncio.open_unix_connection(path)
        print("client", [writer.get_extra_info(name) == path for name in ("sockname", "peername")])
        writer.write(b"hello\n")
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        print(os.path.exists(path))
        try:
            await asyncio.open_unix_connection(path)
        except FileNotFoundError as error:
            print(show(error))


asyncio.run(main())
