"""Waits for sockets, streams, names and processes: what is behind them is real, and holds back."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import unittest
from typing import Any, Awaitable, Callable, Tuple

from support import IS_WASM, run
from test_waits import awaiting

#: More than the buffers of any socket take.
MUCH = b"x" * 20_000_000

Found = Tuple[str, Any]


async def wait_of(coroutine: Any) -> Found:
    """Kind and label of what a coroutine waits for, once it does."""
    found = await awaiting(coroutine, turns=20)
    return found["kind"], found.get("label")


@unittest.skipIf(IS_WASM, "there are no threads, sockets or processes")
class NetworkWaits(unittest.TestCase):
    def check(self, main: Callable[[], Awaitable[Found]], kind: str, label: Any = None) -> None:
        self.assertEqual(run(main()), (kind, label))

    def with_pair(self, wait: Callable[[Any, socket.socket], Any]) -> Callable[[], Awaitable[Found]]:
        async def main() -> Found:
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.setblocking(False)
                return await wait_of(wait(asyncio.get_running_loop(), ours))

        return main

    def test_reading_a_socket(self) -> None:
        self.check(self.with_pair(lambda loop, sock: loop.sock_recv(sock, 1)), "socket.read")
        self.check(self.with_pair(lambda loop, sock: loop.sock_recv_into(sock, bytearray(1))), "socket.read")

    def test_writing_to_a_socket_that_is_full(self) -> None:
        self.check(self.with_pair(lambda loop, sock: loop.sock_sendall(sock, MUCH)), "socket.write")

    def test_accepting_on_a_socket(self) -> None:
        async def main() -> Found:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                listener.setblocking(False)
                return await wait_of(asyncio.get_running_loop().sock_accept(listener))

        self.check(main, "accept")

    def test_connecting_to_who_does_not_accept(self) -> None:
        async def main() -> Found:
            with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
                address = listener.getsockname()
                # The first ones fill its queue.
                waiting = [socket.socket() for _ in range(4)]
                for sock in waiting:
                    sock.setblocking(False)
                    sock.connect_ex(address)
                try:
                    kind, label = await wait_of(asyncio.open_connection(*address))
                finally:
                    for sock in waiting:
                        sock.close()
                return kind, label == f"127.0.0.1:{address[1]}"

        self.check(main, "connect", True)

    def test_looking_up_a_name(self) -> None:
        gate = threading.Event()
        original = socket.getaddrinfo
        socket.getaddrinfo = lambda *args, **keywords: gate.wait() and []  # type: ignore[assignment]

        async def main() -> Found:
            try:
                return await wait_of(asyncio.get_running_loop().getaddrinfo("example.test", 80))
            finally:
                gate.set()

        try:
            self.check(main, "dns", "example.test")
        finally:
            socket.getaddrinfo = original

    def with_stream(self, wait: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> Callable[[], Awaitable[Found]]:
        async def main() -> Found:
            ended = asyncio.Event()

            async def handle(reader: Any, writer: Any) -> None:
                await ended.wait()
                writer.close()

            server = await asyncio.start_server(handle, "127.0.0.1", 0)
            address = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(*address)
            kind, label = await wait_of(wait(reader, writer))
            ended.set()
            writer.transport.abort()
            server.close()
            await server.wait_closed()
            return kind, label == f"127.0.0.1:{address[1]}"

        return main

    def test_reading_a_stream_in_each_way(self) -> None:
        for read in (
            lambda reader: reader.read(1),
            lambda reader: reader.readline(),
            lambda reader: reader.readexactly(2),
            lambda reader: reader.readuntil(b";"),
        ):
            self.check(self.with_stream(lambda reader, writer, read=read: read(reader)), "stream.read", True)

    def test_draining_a_stream(self) -> None:
        async def drain(writer: Any) -> None:
            writer.write(MUCH)
            await writer.drain()

        self.check(self.with_stream(lambda reader, writer: drain(writer)), "stream.drain", True)

    def test_waiting_for_a_stream_to_close(self) -> None:
        async def close(writer: Any) -> None:
            writer.write(MUCH)
            writer.close()
            await writer.wait_closed()

        self.check(self.with_stream(lambda reader, writer: close(writer)), "stream.close", True)

    def test_waiting_for_what_a_process_says(self) -> None:
        async def main() -> Found:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", "import sys; sys.stdin.read()", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
            task = asyncio.ensure_future(process.stdout.read())  # type: ignore[union-attr]
            kind, label = await wait_of(process.wait())
            process.stdin.close()  # type: ignore[union-attr]
            await task
            await process.wait()
            return kind, label == str(process.pid)

        self.check(main, "process", True)


if __name__ == "__main__":
    unittest.main()
