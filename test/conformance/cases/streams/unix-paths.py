"""Paths that no Unix socket can have are refused in the system's words, by the server and by the client."""

import asyncio
import os
import tempfile

from harness import show


async def main():
    async def attempt(name, coroutine):
        try:
            await coroutine
        except OSError as error:
            print(name, show(error).replace(folder, "FOLDER"), error.errno)

    def serve(path):
        return asyncio.start_unix_server(lambda reader, writer: writer.close(), path)

    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "file")
        with open(file, "w"):
            pass
        nowhere = os.path.join(folder, "nowhere", "socket")
        long = os.path.join(folder, "x" * 108)
        for path in (file, folder, nowhere, long):
            await attempt("server", serve(path))
        for path in (file, folder, nowhere, long, "", os.path.join(file, "socket")):
            await attempt("client", asyncio.open_unix_connection(path))
        print(sorted(os.listdir(folder)))
        path = os.path.join(folder, "socket")
        server = await serve(path)
        reader, writer = await asyncio.open_unix_connection(path)
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()


asyncio.run(main())
