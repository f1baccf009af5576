"""Brings the agent into a Python program that runs already.

Executed, never imported: by the `evaluate` of a debugger that is attached, by `sys.remote_exec`, or through gdb. The
namespace that it is executed in has `__file__`, and `report`, the path that the answer is written to as JSON: where the
program is found, or a `problem`. It raises nothing, and old interpreters can read it, so that they are refused in words.
"""


def _inject(here, linger_s, early):
    import os
    import sys

    if sys.version_info < (3, 9) or sys.implementation.name != "cpython":
        version = ".".join(str(part) for part in sys.version_info[:2])
        return {"problem": "the agent needs CPython 3.9 or later, and this is %s %s" % (sys.implementation.name, version)}
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return {"problem": "the agent needs the interpreter's global lock, and this one runs without it"}
    _let_imports_end()
    folder = os.path.dirname(os.path.abspath(here))
    sys.path.insert(0, folder)
    try:
        from loopscope_agent import boot
    finally:
        sys.path.remove(folder)
    return boot.inject(linger_s, early)


def _let_imports_end():
    """Waits, for a while, until no other thread is importing, unless what the agent imports is there already.

    `dataclasses` takes from `sys.modules` what it finds of `typing`, half of it as well: had we begun to import that in
    one thread, a class that another thread is importing would fail.
    """
    import sys
    import time

    if "typing" in sys.modules:
        return
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            # It is this thread that imports, and cannot while it waits.
            return
        frame = frame.f_back
    overdue = time.monotonic() + 5.0
    while time.monotonic() < overdue:
        for module in list(sys.modules.values()):
            # Other kinds of objects might run code of the program's.
            spec = module.__dict__.get("__spec__") if type(module) is type(sys) else None
            if type(spec) is type(sys.__spec__) and getattr(spec, "_initializing", False):
                break
        else:
            return
        time.sleep(0.001)


def _answer(scope):
    import json
    import os

    try:
        facts = _inject(scope["__file__"], scope.get("linger_s", 60.0), bool(scope.get("early")))
    except Exception as error:
        facts = {"problem": "the agent could not be loaded: %r" % (error,)}
    try:
        # Whoever waits for the file reads it whole or not at all.
        with open(scope["report"] + ".part", "wb") as file:
            file.write(json.dumps(facts).encode("ascii"))
        os.replace(scope["report"] + ".part", scope["report"])
    except OSError:
        pass


_answer(globals())
