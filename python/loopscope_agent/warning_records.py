"""asyncio's own complaints as data: its log lines and warnings are noted as they pass, and go on as they were."""

from __future__ import annotations

import logging
import sys
import warnings
from collections import deque
from types import CoroutineType
from typing import Any, Deque, Dict, List, Optional

from .clock import now_ms
from .frames import absolute_path
from .task_breakpoints import TaskBreakpoints

#: Warnings that wait to be told of.
WARNINGS_LIMIT = 1_000

_KINDS = (
    ("Executing ", "slow-callback"),
    ("Task exception was never retrieved", "exception-never-retrieved"),
    ("Future exception was never retrieved", "exception-never-retrieved"),
    ("Task was destroyed but it is pending", "task-destroyed"),
    ("Unclosed connection", "unclosed"),
    ("unhandled exception during asyncio.run() shutdown", "exception"),
)


def kind_of(message: str) -> str:
    """What a log line of asyncio is about."""
    for beginning, kind in _KINDS:
        if message.startswith(beginning):
            return kind
    return "log"


class WarningRecords:
    """Takes note of warnings in whatever thread they come up; the agent's thread takes them."""

    def __init__(self, breakpoints: TaskBreakpoints) -> None:
        self._breakpoints = breakpoints
        self._waiting: Deque[Dict[str, Any]] = deque(maxlen=WARNINGS_LIMIT)
        self._installed = False
        self._original: Any = None
        self._show: Any = None

    def install(self) -> None:
        """Listens. Neither changes where log lines or warnings go."""
        # A handler would take the place of the last resort, and a program without logging would fall silent.
        logging.getLogger("asyncio").addFilter(self._log_line)
        if self._installed:
            return
        self._installed = True
        # Below it is what programs put in the place of `showwarning`, as `logging.captureWarnings` does.
        original = getattr(warnings, "_showwarnmsg", None)
        if original is not None:

            def show(message: Any) -> None:
                try:
                    self._warning(message)
                except Exception as error:
                    sys.stderr.write(f"loopscope: a warning could not be noted: {error!r}\n")
                original(message)

            warnings._showwarnmsg = show  # type: ignore[attr-defined]
            self._original, self._show = original, show

    def uninstall(self) -> None:
        """Listens no more. What somebody else has put over our function stays, and goes on to call it."""
        if not self._installed:
            return
        logging.getLogger("asyncio").removeFilter(self._log_line)
        if self._show is not None and getattr(warnings, "_showwarnmsg", None) is not self._show:
            return
        self._installed = False
        if self._show is not None:
            warnings._showwarnmsg = self._original  # type: ignore[attr-defined]
            self._original = self._show = None

    def take(self) -> List[Dict[str, Any]]:
        """What came since the last call."""
        taken: List[Dict[str, Any]] = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        return taken

    def _log_line(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            try:
                message = record.getMessage().split("\n", 1)[0]
            except Exception:
                message = str(record.msg)
            self._add(kind_of(message), message)
        return True

    def _warning(self, warning: Any) -> None:
        category = warning.category
        text = str(warning.message).split("\n", 1)[0]
        path, line = warning.filename, warning.lineno
        if category is RuntimeWarning and text.endswith("was never awaited"):
            kind = "never-awaited"
            # In debug mode a coroutine knows where it was created: innermost first.
            origin = warning.source.cr_origin if type(warning.source) is CoroutineType else None
            if origin:
                path, line = origin[0][:2]
        elif category is ResourceWarning and text.startswith("unclosed"):
            kind = "unclosed"
        else:
            return
        self._add(kind, f"{category.__name__}: {text}", {"path": absolute_path(path), "line": line, "column": 1})

    def _add(self, kind: str, message: str, site: Optional[Dict[str, Any]] = None) -> None:
        warning: Dict[str, Any] = {"kind": kind, "message": message, "atMs": now_ms()}
        if site is not None:
            warning["site"] = site
        self._waiting.append(warning)
        if self._breakpoints.active:
            self._breakpoints.warned(kind, message)
