"""The agent in real programs: however they are started, whatever they do, they run as they would without it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest
from typing import Any, Dict, List, Optional

from support import PYTHON_FOLDER, Channel, Program

SLEEPER = """
import asyncio
async def main():
    await asyncio.sleep(3600)
asyncio.run(main())
"""


class Processes(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        #: A file that programs of the tests wait for.
        self.release = os.path.join(self.folder, "release")
        self.sessions = os.path.join(self.folder, "sessions")

    def file(self, name: str, text: str) -> str:
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(textwrap.dedent(text))
        return path

    def program(
        self, *arguments: str, environment: Optional[Dict[str, str]] = None, executable: str = sys.executable
    ) -> Program:
        program = Program(list(arguments), {"LOOPSCOPE_SESSIONS": self.sessions, **(environment or {})}, executable)
        self.addCleanup(program.close)
        return program

    def agent(self, program: Program) -> Channel:
        channel = program.agent()
        self.addCleanup(channel.close)
        channel.ask("subscribe")
        return channel

    def sees_main(self, program: Program) -> Channel:
        channel = self.agent(program)
        channel.until("the main task", lambda table: any(task.get("awaiting", {}).get("kind") == "sleep" for task in table.tasks.values()))
        return channel

    def test_a_file_a_module_and_a_command(self) -> None:
        path = self.file("package/__main__.py", SLEEPER)
        for arguments in ([path], ["-m", "package"], ["-c", SLEEPER]):
            with self.subTest(arguments[0]):
                previous = os.getcwd()
                os.chdir(self.folder)
                try:
                    program = self.program(*arguments)
                finally:
                    os.chdir(previous)
                channel = self.sees_main(program)
                self.assertEqual(channel.hello["token"], "token")
                self.assertEqual(channel.hello["language"], "python")
                self.assertEqual(channel.hello["pid"], program.process.pid)
                program.close()

    def test_a_virtual_environment(self) -> None:
        folder = os.path.join(self.folder, "venv")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--symlinks", folder], check=True)
        self.sees_main(self.program("-c", SLEEPER, executable=os.path.join(folder, "bin", "python")))

    def test_a_program_without_asyncio_pays_nothing(self) -> None:
        code = "import sys; print('loopscope_agent.agent' in sys.modules, 'threading' in sys.modules, 'socket' in sys.modules)"
        with_agent = self.program("-c", code).end()
        without = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(with_agent, (0, without.stdout, ""))

    def test_the_path_and_the_users_sitecustomize_are_as_without_it(self) -> None:
        self.file("site/sitecustomize.py", "import sys\nsys.from_user = __file__\n")
        site = os.path.join(self.folder, "site")
        code = "import sys, sitecustomize; print(sys.path); print(sys.from_user, sitecustomize.__file__)"
        environment = {**os.environ, "PYTHONPATH": site}
        without = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        boot = os.path.join(PYTHON_FOLDER, "boot")
        program = self.program("-c", code, environment={"PYTHONPATH": os.pathsep.join([boot, site])})
        self.assertEqual(program.end(), (0, without.stdout, ""))

    def test_an_error_of_the_users_sitecustomize_is_the_users(self) -> None:
        self.file("site/sitecustomize.py", "import no_such_module_anywhere\n")
        boot = os.path.join(PYTHON_FOLDER, "boot")
        paths = os.pathsep.join([boot, os.path.join(self.folder, "site")])
        _, _, err = self.program("-c", "pass", environment={"PYTHONPATH": paths}).end()
        self.assertIn("no_such_module_anywhere", err)

    def test_an_interpreter_that_is_too_old_or_has_no_lock_runs_without_the_agent_and_says_so_when_a_debugger_waits(self) -> None:
        boot = os.path.join(PYTHON_FOLDER, "boot", "sitecustomize.py")
        for change, said in (
            ("version_info = (3, 8, 0)", "3.9 and later; this is Python 3.8"),
            ("_is_gil_enabled = lambda: False", "with its global lock; this interpreter runs without it (PYTHON_GIL=1 has it run with it)"),
        ):
            code = f"""
            import runpy, sys
            sys.{change}
            runpy.run_path({boot!r})
            print([name for name in sys.modules if "loopscope" in name])
            """
            path = self.file("other.py", code)
            told = f"loopscope: tasks are shown of CPython {said}\n"
            for variable, words in (("LOOPSCOPE_PYTHON_ADDRESS", told), ("LOOPSCOPE_PYTHON_ARM", "")):
                with self.subTest(variable, change=change):
                    environment = {**os.environ, variable: "127.0.0.1:9"}
                    ran = subprocess.run([sys.executable, path], env=environment, capture_output=True, text=True)
                    self.assertEqual((ran.stdout, ran.stderr), ("[]\n", words))

    def test_a_module_that_only_is_called_uvloop_is_imported_as_ever(self) -> None:
        self.file("site/uvloop.py", "")
        boot = os.path.join(PYTHON_FOLDER, "boot")
        paths = os.pathsep.join([boot, os.path.join(self.folder, "site")])
        code = "import asyncio, uvloop; print('imported')"
        status, out, err = self.program("-c", code, environment={"PYTHONPATH": paths}).end()
        self.assertEqual((status, out), (0, "imported\n"))
        self.assertRegex(err, "^loopscope: AttributeError.*\n$")

    def test_a_warning_is_given_where_the_working_folder_is_gone(self) -> None:
        code = """
        import asyncio, os, tempfile
        folder = tempfile.mkdtemp()
        os.chdir(folder)
        os.rmdir(folder)
        async def forgotten():
            pass
        forgotten()
        """
        with_agent = self.program("-c", textwrap.dedent(code)).end()
        without = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
        self.assertIn("was never awaited", without.stderr)
        self.assertEqual(with_agent, (0, "", without.stderr))

    def test_an_isolated_interpreter_runs_without_the_agent(self) -> None:
        self.assertEqual(self.program("-I", "-c", "import asyncio; print('ran')").end(), (0, "ran\n", ""))

    def test_the_end_is_clean(self) -> None:
        code = f"""
        import asyncio, os
        async def main():
            asyncio.get_running_loop().slow_callback_duration = 60  # development mode reports slow steps, on slow machines all
            while not os.path.exists({self.release!r}):  # until the agent has been asked something
                await asyncio.sleep(0.001)
            lock = asyncio.Lock()
            async with lock:
                await asyncio.gather(*(asyncio.create_task(asyncio.sleep(0.01)) for _ in range(5)))
            print("done")
        asyncio.run(main())
        """
        path = self.file("main.py", code)
        program = self.program("-X", "dev", "-W", "error", path)
        channel = self.agent(program)
        open(self.release, "w").close()
        self.assertEqual(program.end(), (0, "done\n", ""))
        with self.assertRaises((EOFError, OSError)):
            while True:
                channel.ask("flush")
        self.assertEqual(os.listdir(self.sessions), [])

    def test_the_end_is_clean_when_the_debugger_is_not_there(self) -> None:
        program = self.program(
            "-X", "dev", "-W", "error", "-c", "import asyncio; asyncio.run(asyncio.sleep(0))",
            environment={"LOOPSCOPE_PYTHON_ADDRESS": "127.0.0.1:9"},
        )  # fmt: skip
        self.assertEqual(program.end(), (0, "", ""))

    def test_a_debugger_that_goes_leaves_the_program_alone_and_an_owner_ends_it(self) -> None:
        code = f"""
        import asyncio, os
        async def main():
            while not os.path.exists({self.release!r}):
                await asyncio.sleep(0.001)
            print("ended by itself")
        asyncio.run(main())
        """
        program = self.program(self.file("goes_on.py", code))
        channel = self.agent(program)
        channel.close()
        open(self.release, "w").close()
        self.assertEqual(program.end(), (0, "ended by itself\n", ""))
        owned = self.program("-c", SLEEPER)
        channel = self.agent(owned)
        channel.ask("own")
        channel.close()
        self.assertEqual(owned.end()[0], -signal.SIGTERM)

    def test_fork_gives_the_child_an_agent_of_its_own(self) -> None:
        code = """
        import asyncio, os, sys
        async def main():
            await asyncio.sleep(3600 if os.getpid() != parent else 0)
        parent = os.getpid()
        child = os.fork()
        asyncio.run(main())
        if child:
            print("parent done", flush=True)
            os.waitpid(child, 0)
        """
        program = self.program("-W", "ignore", self.file("forks.py", code))
        channels = [program.agent(), program.agent()]
        for channel in channels:
            self.addCleanup(channel.close)
        pids = {channel.hello["pid"] for channel in channels}
        self.assertEqual(len(pids), 2)
        child = next(channel for channel in channels if channel.hello["pid"] != program.process.pid)
        child.ask("subscribe")
        child.until("the child's task", lambda table: any("awaiting" in task for task in table.tasks.values()))
        os.kill(child.hello["pid"], signal.SIGKILL)
        self.assertEqual(program.end()[:2], (0, "parent done\n"))

    def test_a_forked_child_may_fork_as_well(self) -> None:
        # The grandchild's fork used to wait for a lock that belonged to the first process.
        code = """
        import asyncio, os
        if os.fork() == 0:
            if os.fork() == 0:
                os._exit(0)
            os._exit(7 if os.wait()[1] == 0 else 1)
        print(os.waitstatus_to_exitcode(os.wait()[1]))
        """
        program = self.program("-W", "ignore", self.file("grandchild.py", code))
        self.assertEqual(program.end(), (0, "7\n", ""))

    def test_spawn_and_forkserver_children_have_agents(self) -> None:
        code = """
        import asyncio, multiprocessing, sys
        def work():
            asyncio.run(asyncio.sleep(3600))
        if __name__ == "__main__":
            context = multiprocessing.get_context(sys.argv[1])
            process = context.Process(target=work)
            process.start()
            print(process.pid, flush=True)
            process.join()
        """
        path = self.file("children.py", code)
        for method in ("spawn", "forkserver"):
            with self.subTest(method):
                program = self.program("-W", "ignore", path, method)
                assert program.process.stdout is not None
                pid = int(program.process.stdout.readline())
                pids = {}
                while pid not in pids:
                    channel = program.agent()
                    self.addCleanup(channel.close)
                    pids[channel.hello["pid"]] = channel
                pids[pid].ask("subscribe")
                pids[pid].until("the child's task", lambda table: any("awaiting" in task for task in table.tasks.values()))
                program.process.kill()
                os.kill(pid, signal.SIGKILL)
                program.close()

    def test_loops_in_several_threads(self) -> None:
        code = """
        import asyncio, threading
        def run():
            asyncio.run(asyncio.sleep(3600))
        for _ in range(3):
            threading.Thread(target=run, daemon=True).start()
        asyncio.run(asyncio.sleep(3600))
        """
        program = self.program(self.file("threads.py", code))
        channel = self.agent(program)
        channel.until("four tasks", lambda table: len([task for task in table.tasks.values() if "awaiting" in task]) == 4)
        self.assertEqual(len(channel.ask("pulse")["loops"]), 4)
        self.assertEqual({loop["state"] for loop in channel.ask("pulse")["loops"]}, {"idle"})

    def test_finalizers_run_in_the_programs_own_threads(self) -> None:
        code = f"""
        import asyncio, os, threading, sys
        threads = set()
        class Thing:
            def __del__(self):
                threads.add(threading.current_thread().name)
        async def work(thing):
            await asyncio.sleep(0)
        async def main():
            while not os.path.exists({self.release!r}):
                await asyncio.sleep(0.001)
            for _ in range(3000):
                await asyncio.create_task(work(Thing()))
        sys.setswitchinterval(1e-5)
        asyncio.run(main())
        print(sorted(threads))
        """
        program = self.program(self.file("finalizes.py", code))
        channel = self.agent(program)
        open(self.release, "w").close()
        while program.process.poll() is None:
            try:
                channel.ask("flush")
            except (EOFError, OSError):
                break
        self.assertEqual(program.end(), (0, "['MainThread']\n", ""))

    def test_a_blocked_loop_is_reported_with_its_stack_and_afterwards_no_more(self) -> None:
        code = f"""
        import asyncio, os, time
        def spin():
            while not os.path.exists({self.release!r}):
                time.sleep(0.001)
        async def main():
            await asyncio.sleep(0.05)
            spin()
            await asyncio.sleep(3600)
        asyncio.run(main())
        """
        program = self.program(self.file("blocks.py", code))
        channel = self.agent(program)
        channel.until("the block", lambda table: any(note["kind"] == "blocked" for note in channel.notes))
        stack = channel.ask("blockingStack")["stack"]
        self.assertEqual([frame["name"] for frame in stack[:2]], ["spin", "main"])
        self.assertEqual(channel.ask("current")["taskId"], channel.table.named("Task-1")["id"])
        open(self.release, "w").close()
        channel.until("its end", lambda table: channel.notes[-1]["kind"] == "unblocked")

    def test_a_look_that_lasts_says_that_it_goes_on(self) -> None:
        code = """
        import asyncio
        from loopscope_agent import observer, transport
        observer.SLICE_S = transport._SIGN_EVERY_S = 0
        async def main():
            tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(1000)]
            await asyncio.gather(*tasks)
        asyncio.run(main())
        """
        channel = self.agent(self.program(self.file("many.py", code)))
        channel.until("all tasks", lambda table: len([task for task in table.tasks.values() if "awaiting" in task]) == 1001)
        before = channel.signs
        channel.ask("flush")
        self.assertGreater(channel.signs, before)

    def test_a_look_that_fails_is_not_the_last(self) -> None:
        # The agent's thread ended, and every later command waited in vain.
        code = """
        import asyncio
        from loopscope_agent.task_description import TaskDescriber
        original, failed = TaskDescriber.describe, []
        def describe(self, task, record, running):
            if task.get_name() == "odd" and len(failed) < 2:
                failed.append(task)
                raise LookupError("odd")
            return original(self, task, record, running)
        TaskDescriber.describe = describe
        async def main():
            odd = asyncio.create_task(asyncio.sleep(3600), name="odd")
            await asyncio.wait([odd])
        asyncio.run(main())
        """
        program = self.program(self.file("odd.py", code))
        channel = self.agent(program)
        table = channel.until("the odd task", lambda table: any(task["name"] == "odd" for task in table.tasks.values()))
        channel.ask("cancel", taskId=table.named("odd")["id"])
        returned, _, complaints = program.end()
        self.assertEqual((returned, complaints.splitlines()), (0, ["loopscope: the tasks could not be looked at: LookupError('odd')"]))

    def test_a_stranger_in_the_session_folder_is_not_trusted(self) -> None:
        os.makedirs(self.sessions, mode=0o755)
        os.chmod(self.sessions, 0o755)
        program = self.program("-c", SLEEPER)
        self.sees_main(program)
        self.assertEqual(os.listdir(self.sessions), [])

    def test_a_guest_attaches_by_the_session_file(self) -> None:
        import json
        import socket

        program = self.program("-c", SLEEPER)
        self.sees_main(program)
        with open(os.path.join(self.sessions, f"{program.process.pid}.json")) as file:
            session = json.load(file)
        self.assertEqual((session["pid"], session["language"], session["version"]), (program.process.pid, "python", 1))
        guest = socket.socket(socket.AF_UNIX)
        guest.connect(session["socket"])
        channel = Channel(guest)
        self.addCleanup(channel.close)
        channel.ask("subscribe")
        self.assertEqual([task["name"] for task in channel.ask("snapshot")["tasks"]], ["Task-1"])


def load_tests(loader: Any, tests: Any, pattern: Any) -> Any:
    """Nothing of this is possible where there are no processes."""
    return unittest.TestSuite() if sys.platform == "emscripten" else tests


if __name__ == "__main__":
    unittest.main()
