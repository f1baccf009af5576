"""A certificate that nobody vouches for, or for another name, is refused; the server goes on."""

import asyncio
import ssl

from harness import tls_contexts


async def main():
    server_context, client_context = tls_contexts()
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    served = 0

    async def serve(reader, writer):
        nonlocal served
        served += 1
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    careless = ssl.create_default_context()
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    for name, context, server_hostname in (
        ("a stranger's", ssl.create_default_context(), None),
        ("the system's trust", True, None),
        ("another name", client_context, "example.org"),
        ("its own name", client_context, "localhost"),
        ("its address", client_context, None),
        ("no questions", careless, None),
    ):
        try:
            reader, writer = await asyncio.open_connection(
                host, port, ssl=context, server_hostname=server_hostname
            )
        except ssl.SSLError as error:
            print(name, type(error).__name__, isinstance(error, OSError))
            continue
        writer.write(b"hello\n")
        print(name, await reader.read())
        writer.close()
        await writer.wait_closed()
    print(served)
    server.close()
    await server.wait_closed()


asyncio.run(main())
