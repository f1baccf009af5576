"""Waits in uvloop's own, compiled coroutines. Run where `support.IS_UVLOOP`: by itself the module has no tests."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import unittest
from typing import Any, List, Tuple

from support import IS_UVLOOP, Table, instance, run, settle
from test_network_waits import MUCH, Silence
from wait_case import awaiting, number_of

if IS_UVLOOP:
    import ssl

Found = Tuple[str, Any]


async def wait_of(coroutine: Any, turns: int = 20) -> Found:
    found = await awaiting(coroutine, turns)
    return found["kind"], found.get("label")


class UvloopWaits(unittest.TestCase):
    def test_the_loop_is_uvloops(self) -> None:
        async def main() -> str:
            return type(asyncio.get_running_loop()).__module__

        self.assertEqual(run(main()), "uvloop")

    def test_sockets(self) -> None:
        async def main() -> List[Found]:
            loop = asyncio.get_running_loop()
            found = []
            for wait in (
                lambda sock: loop.sock_recv(sock, 1),
                lambda sock: loop.sock_recv_into(sock, bytearray(1)),
                lambda sock: loop.sock_sendall(sock, MUCH),
            ):
                ours, theirs = socket.socketpair()
                with ours, theirs:
                    ours.setblocking(False)
                    found.append(await wait_of(wait(ours)))
            with socket.create_server(("127.0.0.1", 0)) as listener:
                listener.setblocking(False)
                found.append(await wait_of(loop.sock_accept(listener)))
            return found

        kinds = ["socket.read", "socket.read", "socket.write", "accept"]
        self.assertEqual(run(main()), [(kind, None) for kind in kinds])

    def test_connections_handshakes_and_names(self) -> None:
        async def main() -> List[Found]:
            loop = asyncio.get_running_loop()
            with Silence(backlog=0).fill() as full, Silence() as silent:
                context = ssl.create_default_context()
                connecting = await wait_of(asyncio.open_connection(*full.address), turns=3)
                transport, protocol = await loop.create_connection(asyncio.Protocol, *silent.address)
                upgrading = await wait_of(loop.start_tls(transport, protocol, context, server_hostname="shop.test"), turns=3)
                transport.abort()
                names = await wait_of(loop.getaddrinfo("localhost", 80), turns=1)
                return [(connecting[0], connecting[1] == full.name), upgrading, names]

        self.assertEqual(run(main()), [("connect", True), ("tls", None), ("dns", None)])

    def test_servers_and_processes(self) -> None:
        async def main() -> List[Found]:
            server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
            serving = await wait_of(server.serve_forever())
            start = asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(3600)")
            task = asyncio.ensure_future(start)
            await asyncio.sleep(0)
            starting = Table().look().tasks[number_of(task)]["awaiting"]
            process = await task
            kind, label = await wait_of(process.wait())
            process.kill()
            await process.wait()
            return [serving, (starting["kind"], starting.get("label")), (kind, label == str(process.pid))]

        self.assertEqual(run(main()), [("accept", None), ("process", os.path.basename(sys.executable)), ("process", True)])

    def test_its_code_is_no_code_of_the_programs(self) -> None:
        async def main() -> List[str]:
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.setblocking(False)

                async def reads() -> None:
                    await asyncio.get_running_loop().sock_recv(ours, 1)

                task = asyncio.ensure_future(reads())
                await settle()
                stack = instance.commands.run("inspect", {"taskId": number_of(task)})["result"]["stack"]
                task.cancel()
                await asyncio.wait([task])
                return [frame["name"].rpartition(".")[2] for frame in stack]

        self.assertEqual(run(main()), ["reads"])


def load_tests(loader: Any, tests: Any, pattern: Any) -> Any:
    """They are about uvloop alone."""
    return tests if IS_UVLOOP else unittest.TestSuite()


if __name__ == "__main__":
    unittest.main()
