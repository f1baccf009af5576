"""Runs a case where there are no sockets, in the loop of a host: CPython as WebAssembly. Gives what it prints."""

import asyncio
import contextlib
import io
import runpy
import time


class WaitingSelector:
    """Knows of no files: waits for the next timer."""

    def select(self, timeout):
        time.sleep(timeout or 0)
        return []


class LoopWithoutSockets(asyncio.BaseEventLoop):
    """asyncio's own loop, all but the sockets."""

    def __init__(self):
        super().__init__()
        self._selector = WaitingSelector()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


def run(main):
    with asyncio.Runner(loop_factory=LoopWithoutSockets) as runner:
        return runner.run(main)


def trace(path):
    """Raises what the case raises, and for what it writes to the error output."""
    asyncio.run = run  # the host's runs in its own loop
    outer = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    output = io.StringIO()
    errors = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            runpy.run_path(path, run_name="__main__")
    finally:
        asyncio.events._set_running_loop(outer)
    if errors.getvalue():
        raise RuntimeError(errors.getvalue())
    return output.getvalue()
