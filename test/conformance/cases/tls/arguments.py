"""Options of TLS that make no sense are refused before anything is connected."""

import asyncio

from harness import show, tls_contexts


async def main():
    server_context, client_context = tls_contexts()
    loop = asyncio.get_running_loop()

    async def attempt(name, coroutine):
        try:
            await coroutine
        except (TypeError, ValueError) as error:
            print(name, show(error))

    async def serve(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    await attempt("hostname", asyncio.open_connection(host, port, server_hostname="localhost"))
    await attempt("handshake", asyncio.open_connection(host, port, ssl_handshake_timeout=1))
    await attempt("shutdown", asyncio.open_connection(host, port, ssl_shutdown_timeout=1))
    await attempt("zero", asyncio.open_connection(host, port, ssl=client_context, ssl_handshake_timeout=0))
    await attempt("less", asyncio.open_connection(host, port, ssl=client_context, ssl_shutdown_timeout=-1))
    await attempt("server", asyncio.start_server(serve, "127.0.0.1", 0, ssl=True))
    await attempt("server", asyncio.start_server(serve, "127.0.0.1", 0, ssl_handshake_timeout=1))
    await attempt("server", asyncio.start_server(serve, "127.0.0.1", 0, ssl_shutdown_timeout=1))
    reader, writer = await asyncio.open_connection(host, port)
    for context in (5, "context"):
        await attempt("start_tls", loop.start_tls(writer.transport, asyncio.Protocol(), context))
    writer.write(b"it is as before")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
