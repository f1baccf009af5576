"""asyncio's own complaints are noted as data, of their kinds, and are given as they would be."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import unittest
import warnings
from typing import Any, Dict, List, Tuple

from support import IS_WASM, Table, run, settle


class Warnings(unittest.TestCase):
    def noted(self, misbehave: Any, debug: bool = False) -> "Tuple[List[Dict[str, Any]], str]":
        """What is noted, and what is printed, as a coroutine misbehaves."""
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        logger = logging.getLogger("asyncio")
        logger.addHandler(handler)
        Table().look()

        async def main() -> None:
            asyncio.get_running_loop().set_debug(debug)
            # On a slow machine all steps are slow.
            asyncio.get_running_loop().slow_callback_duration = 3600
            await misbehave()
            await settle()
            gc.collect()

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                # As `logging.captureWarnings` does, and what was noted no more.
                warnings.showwarning = lambda message, *_, **__: stream.write(f"{message}\n")  # type: ignore[assignment]
                run(main())
        finally:
            logger.removeHandler(handler)
        return Table().look().warnings, stream.getvalue()

    def check(self, misbehave: Any, kind: str, message: str, debug: bool = False) -> Dict[str, Any]:
        found, printed = self.noted(misbehave, debug)
        about = [warning for warning in found if message in warning["message"]]
        self.assertEqual([warning["kind"] for warning in about], [kind], (found, printed))
        self.assertIn(message, printed)
        return about[0]

    def test_a_callback_that_takes_long(self) -> None:
        async def slow() -> None:
            asyncio.get_running_loop().slow_callback_duration = 0
            asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().__setattr__("slow_callback_duration", 3600))
            await asyncio.sleep(0)

        found, printed = self.noted(slow, debug=True)
        self.assertIn("slow-callback", [warning["kind"] for warning in found])
        self.assertIn("Executing ", printed)

    def test_a_coroutine_that_is_never_awaited(self) -> None:
        async def forgotten() -> None:
            pass

        async def forgets() -> None:
            forgotten()

        line = forgets.__code__.co_firstlineno + 1
        # In debug mode, where it says where it was created, it was not noted.
        for debug in (False, True):
            warning = self.check(forgets, "never-awaited", "forgotten' was never awaited", debug)
            self.assertEqual((warning["site"]["path"], warning["site"]["line"]), (__file__, line))

    def test_exceptions_that_nobody_retrieves(self) -> None:
        async def fails() -> None:
            raise ValueError("lost")

        async def of_a_task() -> None:
            asyncio.ensure_future(fails())
            await settle()

        async def of_a_future() -> None:
            asyncio.get_running_loop().create_future().set_exception(ValueError("lost"))

        self.check(of_a_task, "exception-never-retrieved", "Task exception was never retrieved")
        self.check(of_a_future, "exception-never-retrieved", "Future exception was never retrieved")

    def test_a_task_that_is_destroyed_while_it_waits(self) -> None:
        async def waits() -> None:
            await asyncio.get_running_loop().create_future()

        async def lets_go() -> None:
            asyncio.ensure_future(waits())
            await settle()

        self.check(lets_go, "task-destroyed", "Task was destroyed but it is pending")

    def test_a_callback_that_raises(self) -> None:
        def fails() -> None:
            raise ValueError("in a callback")

        async def calls() -> None:
            asyncio.get_running_loop().call_soon(fails)
            await settle()

        self.check(calls, "log", "Exception in callback")

    @unittest.skipIf(IS_WASM, "there are no sockets")
    def test_what_is_never_closed(self) -> None:
        async def forgets_a_transport() -> None:
            server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            transport = writer.transport
            asyncio.get_running_loop()._remove_reader(transport._sock_fd)  # type: ignore[attr-defined]
            server.close()
            await settle(20)
            del transport, writer, _

        async def forgets_a_loop() -> None:
            loop = asyncio.new_event_loop()
            del loop

        self.check(forgets_a_loop, "unclosed", "unclosed event loop")
        found, printed = self.noted(forgets_a_transport)
        self.assertIn("unclosed", [warning["kind"] for warning in found], printed)


if __name__ == "__main__":
    unittest.main()
