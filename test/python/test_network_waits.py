"""Waits for sockets, streams, names and processes: what is behind them is real, and holds back."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import socket
import sys
import tempfile
import threading
import unittest
from typing import Any, Awaitable, Callable, List, Tuple

from support import IS_WASM, Table, run, settle
from wait_case import awaiting, number_of

if not IS_WASM:
    import ssl

#: More than the buffers of any socket take.
MUCH = b"x" * 20_000_000

Found = Tuple[str, Any]


async def wait_of(coroutine: Any, turns: int = 20, release: Callable[[], Any] = lambda: None) -> Found:
    """Kind and label of what a coroutine waits for, once it does."""
    found = await awaiting(coroutine, turns, release)
    return found["kind"], found.get("label")


class Silence:
    """A server of this machine that accepts nothing, or connections to which it says nothing."""

    def __init__(self, backlog: int = 16) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.address = self._listener.getsockname()
        self.name = "%s:%d" % self.address
        self._waiting: List[socket.socket] = []

    def fill(self) -> "Silence":
        """Has the next connection wait behind others."""
        for _ in range(4):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(self.address)
            self._waiting.append(sock)
        return self

    def __enter__(self) -> "Silence":
        return self

    def __exit__(self, *error: Any) -> None:
        for sock in [self._listener, *self._waiting]:
            sock.close()


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
        if sys.version_info >= (3, 11):
            self.check(self.with_pair(lambda loop, sock: loop.sock_recvfrom(sock, 1)), "socket.read")
            self.check(self.with_pair(lambda loop, sock: loop.sock_recvfrom_into(sock, bytearray(1))), "socket.read")

    def test_writing_to_a_socket_that_is_full(self) -> None:
        self.check(self.with_pair(lambda loop, sock: loop.sock_sendall(sock, MUCH)), "socket.write")

    def test_accepting_on_a_socket(self) -> None:
        async def main() -> Found:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                listener.setblocking(False)
                return await wait_of(asyncio.get_running_loop().sock_accept(listener))

        self.check(main, "accept")

    @unittest.skipIf(sys.version_info < (3, 11), "sock_sendto came with 3.11")
    def test_sending_to_who_has_too_much_to_read(self) -> None:
        async def main() -> Found:
            with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as reader:
                reader.bind(os.path.join(folder, "reader"))
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
                    sock.setblocking(False)
                    with self.assertRaises(BlockingIOError):
                        while True:
                            sock.sendto(b"x", reader.getsockname())
                    return await wait_of(asyncio.get_running_loop().sock_sendto(sock, b"x", reader.getsockname()))

        self.check(main, "socket.write")

    def test_connecting_to_who_does_not_accept(self) -> None:
        for options in ({}, {"happy_eyeballs_delay": 3600}):
            with Silence(backlog=0).fill() as server:

                async def main(server: Silence = server, options: Any = options) -> Found:
                    return await wait_of(asyncio.open_connection(*server.address, **options))

                self.check(main, "connect", server.name)

    def test_connecting_a_socket(self) -> None:
        with Silence(backlog=0).fill() as server:

            async def main() -> Found:
                with socket.socket() as sock:
                    sock.setblocking(False)
                    return await wait_of(asyncio.get_running_loop().sock_connect(sock, server.address))

            self.check(main, "connect", server.name)

    def test_connecting_to_a_socket_of_this_machine_and_to_one_for_datagrams(self) -> None:
        async def main() -> List[Found]:
            loop = asyncio.get_running_loop()
            with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
                path = os.path.join(folder, "s")
                listener.bind(path)
                listener.listen(1)
                kind, label = await wait_of(asyncio.open_unix_connection(path), turns=1)
                datagrams = loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("127.0.0.1", 9))
                return [(kind, label == path), await wait_of(datagrams, turns=1)]

        self.assertEqual(run(main()), [("connect", True), ("connect", "127.0.0.1:9")])

    def test_a_handshake_that_the_server_does_not_answer(self) -> None:
        with Silence() as server:

            async def connecting() -> Any:
                return await awaiting(asyncio.open_connection(*server.address, ssl=ssl.create_default_context()), kind="tls")

            async def upgrading() -> Any:
                loop = asyncio.get_running_loop()
                transport, protocol = await loop.create_connection(asyncio.Protocol, *server.address)
                context = ssl.create_default_context()
                upgrade = loop.start_tls(transport, protocol, context, server_hostname="shop.test", ssl_handshake_timeout=600)
                try:
                    return await awaiting(upgrade, kind="tls")
                finally:
                    transport.abort()

            for main, label, minutes in ((connecting, "127.0.0.1", 1), (upgrading, "shop.test", 10)):
                found = run(main())
                left = round((found["deadlineMs"] - found["sinceMs"]) / 60_000)
                self.assertEqual((found["kind"], found["label"], left), ("tls", label, minutes))

    def test_a_client_that_says_nothing_to_a_server_that_wants_it_encrypted(self) -> None:
        async def main() -> Found:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0, ssl=context)
            with socket.create_connection(server.sockets[0].getsockname()) as client:
                table = Table()
                accepting: Any = []
                while not accepting:
                    await asyncio.sleep(0)
                    accepting = [task for task in table.look().tasks.values() if task["coroutine"] == "_accept_connection2" and "awaiting" in task]
                awaited, name = accepting[0]["awaiting"], "%s:%d" % client.getsockname()
            # It has gone: the handshake fails.
            server.close()
            await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
            return awaited["kind"], awaited["label"] == name

        self.check(main, "tls", True)

    def test_opening_the_ends_of_pipes(self) -> None:
        async def main() -> List[Found]:
            loop = asyncio.get_running_loop()
            found = []
            for connect, end in ((loop.connect_read_pipe, 0), (loop.connect_write_pipe, 1)):
                ends = os.pipe()
                with open(ends[end], "rb" if end == 0 else "wb", 0) as pipe, open(ends[1 - end], "wb" if end == 0 else "rb", 0):
                    found.append(await wait_of(connect(asyncio.BaseProtocol, pipe), turns=1))
                    await settle()
            return found

        self.assertEqual(run(main()), [("pipe", None)] * 2)

    def test_sending_a_file(self) -> None:
        async def main() -> Found:
            ours, theirs = socket.socketpair()
            with tempfile.NamedTemporaryFile(suffix="-orders") as written, ours, theirs:
                written.write(MUCH)
                written.flush()
                ours.setblocking(False)
                with open(written.name, "rb") as file:
                    kind, label = await wait_of(asyncio.get_running_loop().sock_sendfile(ours, file))
                return kind, label == os.path.basename(written.name)

        self.check(main, "sendfile", True)

    def test_the_end_of_a_server(self) -> None:
        async def main() -> Found:
            connected, released = asyncio.Event(), asyncio.Event()

            async def handle(reader: Any, writer: Any) -> None:
                connected.set()
                await released.wait()
                writer.close()

            server = await asyncio.start_server(handle, "127.0.0.1", 0)
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await connected.wait()
            if sys.version_info >= (3, 12):
                # Before, it waited for servers that were not closed alone.
                server.close()
            found = await wait_of(server.wait_closed())
            server.close()
            released.set()
            writer.close()
            await settle(20)
            return found

        self.check(main, "accept.close")

    def blocked_lookup(self, name: str, look_up: Callable[[], Any], label: str) -> None:
        gate = threading.Event()
        original = getattr(socket, name)
        setattr(socket, name, lambda *args, **keywords: gate.wait() and [])

        async def main() -> Found:
            return await wait_of(look_up(), release=gate.set)

        try:
            self.check(main, "dns", label)
        finally:
            setattr(socket, name, original)

    def test_looking_up_a_name(self) -> None:
        loop = asyncio.get_running_loop
        self.blocked_lookup("getaddrinfo", lambda: loop().getaddrinfo("example.test", 80), "example.test")
        self.blocked_lookup("getaddrinfo", lambda: asyncio.open_connection("example.test", 80), "example.test")
        self.blocked_lookup("getnameinfo", lambda: loop().getnameinfo(("192.0.2.1", 80)), "192.0.2.1:80")

    def test_threads_that_are_waited_for_in_other_ways(self) -> None:
        gate = threading.Event()

        async def wrapped(loop: Any, pool: Any) -> None:
            await asyncio.wrap_future(pool.submit(gate.wait))

        async def from_another_loop(loop: Any, pool: Any) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(asyncio.sleep(3600), loop))

        async def shutting_down(loop: Any, pool: Any) -> None:
            loop.run_in_executor(None, gate.wait)
            await loop.shutdown_default_executor()

        for wait, label in ((wrapped, None), (from_another_loop, None), (shutting_down, "executor shutdown")):
            gate.clear()

            async def main(wait: Any = wait) -> Found:
                with concurrent.futures.ThreadPoolExecutor() as pool:
                    return await wait_of(wait(asyncio.get_running_loop(), pool), release=gate.set)

            self.check(main, "thread", label)

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
        async def iterate(reader: Any) -> None:
            async for _ in reader:
                pass

        for read in (
            lambda reader: reader.read(1),
            lambda reader: reader.readline(),
            lambda reader: reader.readexactly(2),
            lambda reader: reader.readuntil(b";"),
            iterate,
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

    def test_starting_a_process_and_speaking_with_it(self) -> None:
        pipe = asyncio.subprocess.PIPE
        sleep = "import time; time.sleep(3600)"

        async def starting(start: Any) -> Found:
            task = asyncio.ensure_future(start)
            await asyncio.sleep(0)
            awaited = Table().look().tasks[number_of(task)]["awaiting"]
            process = await task
            process.kill()
            await process.wait()
            return awaited["kind"], awaited["label"]

        async def speaking() -> Found:
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", sleep, stdin=pipe, stdout=pipe)
            kind, label = await wait_of(process.communicate(), release=process.kill)
            await process.wait()
            return kind, label == str(process.pid)

        name = os.path.basename(sys.executable)
        self.check(lambda: starting(asyncio.create_subprocess_exec(sys.executable, "-c", sleep)), "process", name)
        self.check(lambda: starting(asyncio.create_subprocess_shell("exec sleep 3600")), "process", "exec sleep 3600")
        self.check(speaking, "process", True)


if __name__ == "__main__":
    unittest.main()
