"""Nobody listens: a connected endpoint hears of it, and goes on. Too large a datagram is refused by the system."""

import asyncio

from harness import Boom, show


class Recording(asyncio.DatagramProtocol):
    def __init__(self):
        self.events = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.events.put_nowait(data)
        if data == b"fail":
            raise Boom("in datagram_received")

    def error_received(self, error):
        self.events.put_nowait(show(error))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: print(context["message"].partition(" callback")[0], show(context["exception"]))
    )
    gone, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    address = gone.get_extra_info("sockname")
    transport, protocol = await loop.create_datagram_endpoint(Recording, remote_addr=address)
    transport.sendto(bytes(70000))
    print(await protocol.events.get())
    gone.close()
    await asyncio.sleep(0)
    transport.sendto(b"anybody?")
    print(await protocol.events.get(), transport.is_closing())
    peer, peer_protocol = await loop.create_datagram_endpoint(Recording, local_addr=address)
    for data in (b"fail", b"and again"):
        transport.sendto(data)
        print(await peer_protocol.events.get())
    await asyncio.sleep(0)
    print(peer.is_closing())
    transport.close()
    peer.close()
    await asyncio.sleep(0)


asyncio.run(main())
