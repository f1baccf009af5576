"""Doing something as soon as a module is imported, and nothing before: a process without it pays nothing."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional


class _Finder:
    """Stands first in `sys.meta_path` until its module is imported; it finds nothing itself."""

    def __init__(self, name: str, action: Callable[[Any], None]) -> None:
        self._name = name
        self._action = action

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[Any]:
        """Lets the others find the module, and acts once its body has run."""
        if name != self._name:
            return None
        sys.meta_path.remove(self)  # type: ignore[arg-type]
        # Not before it is needed: it brings threading with it, which changes how an interpreter ends.
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        loader, action = spec.loader, self._action
        original = loader.exec_module

        def exec_module(module: Any) -> None:
            original(module)
            try:
                action(module)
            except Exception as error:
                # The import has succeeded, whatever becomes of us.
                sys.stderr.write(f"loopscope: {error!r}\n")

        try:
            loader.exec_module = exec_module  # type: ignore[method-assign]
        except AttributeError:
            # A loader of the user's with slots: the module is left alone.
            return spec
        return spec


def when_imported(name: str, action: Callable[[Any], None]) -> Callable[[], None]:
    """Calls the action with the module: now when it is there, else at its import, in the importing thread.

    Returns what calls it off. Safe to repeat, and too late once the module has been imported.
    """
    module = sys.modules.get(name)
    if module is not None and not getattr(getattr(module, "__spec__", None), "_initializing", False):
        action(module)
        return lambda: None
    finder: Any = _Finder(name, action)
    sys.meta_path.insert(0, finder)

    def call_off() -> None:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)

    return call_off
