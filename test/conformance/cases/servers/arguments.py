"""Servers and connections whose arguments make no sense together."""

import asyncio
import socket

from harness import show


async def attempt(name, coroutine):
    try:
        print(name, await coroutine)
    except (ValueError, TypeError) as error:
        print(name, show(error))


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setblocking(False)

    await attempt("server", loop.create_server(asyncio.Protocol))
    await attempt("server", loop.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl=True))
    await attempt("server", loop.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl_handshake_timeout=1))
    await attempt("server", loop.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl_shutdown_timeout=1))
    await attempt("unix server", loop.create_unix_server(asyncio.Protocol))
    await attempt("unix server", loop.create_unix_server(asyncio.Protocol, "/nowhere/s", ssl=True))
    await attempt("client", loop.create_connection(asyncio.Protocol))
    await attempt("client", loop.create_connection(asyncio.Protocol, "127.0.0.1", port, sock=sock))
    await attempt("client", loop.create_connection(asyncio.Protocol, "127.0.0.1", port, server_hostname="x"))
    await attempt("client", loop.create_connection(asyncio.Protocol, "127.0.0.1", port, ssl_handshake_timeout=1))
    await attempt("client", loop.create_connection(asyncio.Protocol, "127.0.0.1", port, ssl_shutdown_timeout=1))
    await attempt("client", loop.create_connection(asyncio.Protocol, sock=sock, ssl=True))
    await attempt("client", loop.create_connection(asyncio.Protocol, "", port, ssl=True))
    await attempt("unix client", loop.create_unix_connection(asyncio.Protocol))
    await attempt("unix client", loop.create_unix_connection(asyncio.Protocol, "/nowhere/s", sock=sock))
    await attempt("unix client", loop.create_unix_connection(asyncio.Protocol, "/nowhere/s", ssl=True))
    await attempt("unix client", loop.create_unix_connection(asyncio.Protocol, "/nowhere/s", server_hostname="x"))
    sock.close()
    server.close()


asyncio.run(main())
