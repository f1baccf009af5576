"""A TLS connection that is aborted ends for both sides, and nobody waits for a goodbye."""

import asyncio

from harness import show, tls_contexts


async def main():
    server_context, client_context = tls_contexts()
    rest = []
    served = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        print("server got", await reader.readline())
        writer.write(b"welcome\n")
        try:
            rest.append(await reader.read())
        except ConnectionError as error:
            rest.append(type(error).__name__)
        writer.close()
        served.set_result("served")

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, ssl=client_context)
    writer.write(b"hello\n")
    print("client got", await reader.readline())
    reading = asyncio.create_task(reader.read())
    await asyncio.sleep(0)
    writer.transport.abort()
    print("closing", writer.is_closing())
    print("client got", await reading)
    try:
        await writer.wait_closed()
    except ConnectionError as error:
        print(show(error))
    try:
        writer.write(b"dropped")
        await writer.drain()
    except ConnectionError as error:
        print(show(error))
    print(await served, rest)
    server.close()
    await server.wait_closed()


asyncio.run(main())
