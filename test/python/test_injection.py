"""The agent in programs that were started without it: it comes, and goes without a trace."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from typing import Any, Dict, List

from support import PATIENCE_S, PYTHON_FOLDER, Channel

INJECTION = os.path.join(PYTHON_FOLDER, "inject.py")

#: A program whose second thread executes the lines that it is sent, as a debugger would, and prints what they come to.
OBEDIENT = """
import sys, threading
def obey():
    for line in sys.stdin:
        try:
            print(eval(line), flush=True)
        except Exception as error:
            print(repr(error), flush=True)
threading.Thread(target=obey, daemon=True).start()
"""

PLAIN = """
import asyncio
async def holder(lock):
    async with lock:
        await asyncio.sleep(3600)
async def waiter(lock):
    async with lock:
        pass
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(asyncio.create_task(work(lock), name=work.__name__) for work in (holder, waiter)))
asyncio.run(main())
"""

TRACES = """(lambda asyncio: [
    asyncio.BaseEventLoop.create_task.__code__.co_filename == asyncio.base_events.__file__,
    asyncio.BaseEventLoop.__init__.__code__.co_filename == asyncio.base_events.__file__,
    [name for name in vars(asyncio.BaseEventLoop) if "loopscope" in name],
    "_locked" in vars(asyncio.Lock),
    __import__("logging").getLogger("asyncio").filters,
    __import__("warnings")._showwarnmsg.__module__ in ("warnings", "_py_warnings"),
    [str(len(task._callbacks or ())) for task in asyncio.all_tasks(next(iter(LOOPS)))],
    [thread.name for thread in threading.enumerate() if "loopscope" in thread.name],
    sys.getswitchinterval(),
])(sys.modules["asyncio"])""".replace("\n", " ")

TRACED = PLAIN.replace("lock = asyncio.Lock()", "LOOPS.append(asyncio.get_running_loop()); lock = asyncio.Lock()").replace(
    "import asyncio\n", "import asyncio\nLOOPS = []\n", 1
)


class Obedient:
    """A running program without the agent."""

    def __init__(self, folder: str, code: str) -> None:
        self._folder = folder
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent(OBEDIENT) + textwrap.dedent(code))
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", path],
            env={**os.environ, "LOOPSCOPE_SESSIONS": os.path.join(folder, "sessions")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def evaluate(self, expression: str) -> str:
        """What the program makes of an expression."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(expression + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def inject(self, **scope: Any) -> Dict[str, Any]:
        """The answer of the agent's injection."""
        report = os.path.join(self._folder, "report")
        values = {"__file__": INJECTION, "report": report, **scope}
        self.evaluate(f"exec(compile(open({INJECTION!r}, 'rb').read(), {INJECTION!r}, 'exec'), {values!r})")
        with open(report) as file:
            facts: Dict[str, Any] = json.load(file)
        os.unlink(report)
        return facts

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def until(what: str, holds: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.005)


class Injection(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def program(self, code: str) -> Obedient:
        program = Obedient(self.folder, code)
        self.addCleanup(program.close)
        return program

    def guest(self, facts: Dict[str, Any]) -> Channel:
        # A program that is importing asyncio is armed once it has.
        until("the agent", lambda: os.path.exists(facts["sessionFile"]))
        with open(facts["sessionFile"]) as file:
            session = json.load(file)
        guest = socket.socket(socket.AF_UNIX)
        guest.connect(session["socket"])
        channel = Channel(guest)
        self.addCleanup(channel.close)
        channel.ask("subscribe")
        return channel

    def test_a_running_program_is_seen_as_it_is(self) -> None:
        program = self.program(PLAIN)
        until("asyncio", lambda: program.evaluate("'asyncio' in globals()") == "True")
        facts = program.inject()
        self.assertEqual(facts["pid"], program.process.pid)
        channel = self.guest(facts)
        table = channel.until("the tasks", lambda table: {"holder", "waiter"} <= {task["name"] for task in table.tasks.values() if "awaiting" in task})
        waiter = table.named("waiter")
        self.assertEqual(waiter["awaiting"]["kind"], "lock")
        lock = table.resources[waiter["awaiting"]["resourceId"]]
        self.assertEqual((lock["holders"], lock["waiters"]), ([table.named("holder")["id"]], [waiter["id"]]))

    def test_it_leaves_without_a_trace_when_its_last_guest_has_gone_and_comes_again(self) -> None:
        program = self.program(TRACED)
        until("the tasks", lambda: program.evaluate("len(sys.modules['asyncio'].all_tasks(LOOPS[0])) == 3 if LOOPS else False") == "True")
        before = program.evaluate(TRACES)
        self.assertIn("[True, True, [], False, [], True, ", before)
        numbers: List[int] = []
        for _ in range(2):
            facts = program.inject(linger_s=PATIENCE_S)
            channel = self.guest(facts)
            numbers.extend(task["id"] for task in channel.ask("snapshot")["tasks"] if task["name"] == "waiter")
            self.assertNotEqual(program.evaluate(TRACES), before)
            channel.close()
            # Nobody is there any more, and nobody is waited for.
            program.evaluate("setattr(sys.modules['loopscope_agent.boot']._transport, 'linger_s', 0.0)")
            program.evaluate("[end.send(b'x') for end in (sys.modules['loopscope_agent.boot']._transport._wake or ())[1:]]")
            until("the agent's end", lambda: not os.path.exists(facts["sessionFile"]))
            # What hangs at tasks is taken off by their loop, which may come to it after the thread's end.
            until("the traces' end", lambda: program.evaluate(TRACES) == before)
        self.assertEqual(numbers, numbers[:1] * 2)

    # A loop that is never idle let go of the interpreter's lock for too short a time: a debugger had no answer for seconds.
    def test_a_program_that_computes_lets_the_agent_in_soon_unless_it_has_chosen_otherwise(self) -> None:
        for chosen, microseconds in ((None, 100), (0.00005, 50)):
            program = self.program(PLAIN)
            until("asyncio", lambda: program.evaluate("'asyncio' in globals()") == "True")
            if chosen is not None:
                program.evaluate(f"sys.setswitchinterval({chosen})")
            self.guest(program.inject())
            self.assertEqual(program.evaluate("round(sys.getswitchinterval() * 1e6)"), str(microseconds))

    def test_before_asyncio_is_imported_it_waits_for_it(self) -> None:
        program = self.program("threading.Event().wait()")
        facts = program.inject()
        self.assertEqual((facts["armed"], os.path.exists(facts["sessionFile"])), (False, False))
        program.evaluate("__import__('asyncio')")
        until("the agent", lambda: os.path.exists(facts["sessionFile"]))
        self.guest(facts)

    def test_it_listens_at_once_when_it_is_asked_to(self) -> None:
        program = self.program("threading.Event().wait()")
        facts = program.inject(early=True)
        self.assertTrue(facts["armed"])
        self.assertEqual(self.guest(facts).ask("snapshot")["tasks"], [])

    def test_interpreters_that_it_does_not_know_are_refused(self) -> None:
        for change, problem in (
            ("version_info = (3, 8, 0)", "needs CPython 3.9 or later, and this is cpython 3.8"),
            ("_is_gil_enabled = lambda: False", "needs the interpreter's global lock, and this one runs without it"),
        ):
            with self.subTest(change):
                self.check_refusal(change, problem)

    def check_refusal(self, change: str, problem: str) -> None:
        report = os.path.join(self.folder, "report")
        code = f"""
        import sys
        sys.{change}
        exec(compile(open({INJECTION!r}, "rb").read(), {INJECTION!r}, "exec"), {{"__file__": {INJECTION!r}, "report": {report!r}}})
        print([name for name in sys.modules if "loopscope" in name])
        """
        ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
        self.assertEqual((ran.stdout, ran.stderr), ("[]\n", ""))
        with open(report) as file:
            self.assertIn(problem, json.load(file)["problem"])

    def test_a_program_that_a_debugger_holds_is_not_blocked(self) -> None:
        release = os.path.join(self.folder, "release")
        # As pydevd keeps a thread that stops at a breakpoint.
        with open(os.path.join(self.folder, "pydevd.py"), "w") as file:
            file.write("import os, time\ndef _do_wait_suspend(path):\n    while not os.path.exists(path):\n        time.sleep(0.001)\n")
        program = self.program(
            f"""
            import asyncio, pydevd, time
            async def main():
                await asyncio.sleep(0.05)
                pydevd._do_wait_suspend({release!r})
                while True:
                    time.sleep(0.001)
            asyncio.run(main())
            """
        )
        until("the program", lambda: program.evaluate("'asyncio' in sys.modules") == "True")
        channel = self.guest(program.inject())
        held = "any('_do_wait_suspend' in str(frame) for frame in sys._current_frames().values())"
        until("the stop", lambda: program.evaluate(held) == "True")
        limit = "setattr(sys.modules['loopscope_agent.blocked_watch'], 'BLOCKED_AFTER_MS', 10)"
        program.evaluate(limit)
        pings = "len(sys.modules['loopscope_agent.boot']._transport._watch._pings)"
        until("the agent to have looked", lambda: program.evaluate(pings) == "1")
        looks = "[ping.sent_ms for ping in sys.modules['loopscope_agent.boot']._transport._watch._pings.values()]"
        first = program.evaluate(looks)
        until("another look", lambda: program.evaluate(looks) != first)
        channel.ask("flush")
        self.assertEqual(channel.notes, [])
        open(release, "w").close()
        channel.until("the block", lambda table: [note["kind"] for note in channel.notes] == ["blocked"])

    def test_a_program_that_is_importing_is_let_end_that_first(self) -> None:
        """Half of `typing`, which the agent was importing, used to break a data class of the program's."""
        with open(os.path.join(self.folder, "slow.py"), "w") as file:
            file.write(
                textwrap.dedent(
                    """
                    import sys, time
                    def waits():
                        return any(frame.f_code.co_name == "_let_imports_end" for frame in sys._current_frames().values())
                    while not waits():
                        time.sleep(0.001)
                    brought = "typing" in sys.modules
                    """
                )
            )
        # Some installations have it from their start.
        program = self.program("sys.modules.pop('typing', None)\nimport slow, time\nwhile True: time.sleep(0.001)\n")
        until("the import", lambda: program.evaluate("hasattr(sys.modules.get('slow'), 'waits')") == "True")
        self.assertIn("sessionFile", program.inject(early=True))
        self.assertEqual(program.evaluate("sys.modules['slow'].brought"), "False")


def load_tests(loader: Any, tests: Any, pattern: Any) -> Any:
    """Nothing of this is possible where there are no processes."""
    return unittest.TestSuite() if sys.platform == "emscripten" else tests


if __name__ == "__main__":
    unittest.main()
