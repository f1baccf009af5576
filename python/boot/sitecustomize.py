"""Loads Loopscope's agent before the program, then the `sitecustomize` that this one shadows.

The folder of this file is put first in PYTHONPATH of the programs that are to be watched; it takes itself out of
`sys.path`, so that the program's imports see the path that they would see without it. Old interpreters can read it.
"""


def _boot():
    import os
    import sys

    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder or os.curdir) != here]
    unknown = None
    if sys.version_info < (3, 9) or sys.implementation.name != "cpython":
        unknown = "3.9 and later; this is Python %s" % ".".join(str(part) for part in sys.version_info[:2])
    elif not getattr(sys, "_is_gil_enabled", lambda: True)():
        # Looks rely on it: without it they would read what other threads are changing.
        unknown = "with its global lock; this interpreter runs without it (PYTHON_GIL=1 has it run with it)"
    if unknown is not None:
        if os.environ.get("LOOPSCOPE_PYTHON_ADDRESS"):
            sys.stderr.write("loopscope: tasks are shown of CPython %s\n" % unknown)
    else:
        try:
            sys.path.insert(0, os.path.dirname(here))
            try:
                from loopscope_agent import boot
            finally:
                sys.path.remove(os.path.dirname(here))
            if boot.wanted():
                # What is imported later, by the agent, comes from the package and needs no path.
                boot.arm_on_import()
        except Exception as error:
            sys.stderr.write("loopscope: %r\n" % (error,))
    shadow = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401  the user's or the distribution's
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
        if shadow is not None:
            sys.modules["sitecustomize"] = shadow


_boot()
del _boot
