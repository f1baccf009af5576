"""Endpoints whose arguments make no sense, an address in use, and one of another kind."""

import asyncio
import socket

from harness import show


async def attempt(coroutine, port=None):
    try:
        print(await coroutine)
    except (ValueError, TypeError, OSError) as error:
        print(show(error))


async def main():
    loop = asyncio.get_running_loop()
    make = asyncio.DatagramProtocol
    transport, _ = await loop.create_datagram_endpoint(make, local_addr=("127.0.0.1", 0))
    address = transport.get_extra_info("sockname")
    await attempt(loop.create_datagram_endpoint(make))
    await attempt(loop.create_datagram_endpoint(make, local_addr="127.0.0.1"))
    await attempt(loop.create_datagram_endpoint(make, remote_addr=("127.0.0.1",)))
    await attempt(loop.create_datagram_endpoint(make, local_addr=address))
    await attempt(loop.create_datagram_endpoint(make, local_addr=("127.0.0.1", 0), remote_addr=("::1", 1)))
    unbound, _ = await loop.create_datagram_endpoint(make, family=socket.AF_INET)
    print(unbound.get_extra_info("sockname")[0], unbound.get_extra_info("peername"))
    unbound.close()
    transport.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        try:
            await loop.create_datagram_endpoint(make, local_addr=("127.0.0.1", 0), sock=sock)
        except ValueError as error:
            print(show(error).partition(" (")[0])
        given, _ = await loop.create_datagram_endpoint(make, sock=sock.dup())
        print(given.get_extra_info("sockname") == sock.getsockname())
        given.close()
        await asyncio.sleep(0)


asyncio.run(main())
