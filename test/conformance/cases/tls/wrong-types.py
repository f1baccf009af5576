"""What is not bytes is refused over TLS in words of its own, and the connection is as before."""

import asyncio

from harness import show, tls_contexts


async def main():
    server_context, client_context = tls_contexts()

    async def serve(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, ssl=client_context)
    for data in ("text", None, 7, 7.5, [1, 2], True):
        try:
            writer.write(data)
        except TypeError as error:
            print(show(error))
    writer.write(b"")
    writer.write(bytearray(b"bytes "))
    writer.write(memoryview(b"at last\n"))
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
