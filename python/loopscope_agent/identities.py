"""Numbers for objects: never used again, without keeping the objects alive or asking for their hash."""

from __future__ import annotations

import itertools
import weakref
from typing import Any, Dict, Iterator, List, Optional, Tuple


class Identities:
    """Numbers of one kind of object. Objects that cannot be referred to weakly are held for good: loops of that make are few."""

    def __init__(self) -> None:
        self._known: Dict[int, Tuple[Any, int]] = {}
        self._numbers = itertools.count(1)
        #: Numbers of objects that were gone when another came to lie in their place.
        self._displaced: List[int] = []

    def number(self, value: Any) -> int:
        """The number of an object, given at the first meeting. Safe to ask for from any thread."""
        found = self._known.get(id(value))
        if found is not None and found[0]() is value:
            return found[1]
        try:
            reference: Any = weakref.ref(value)
        except TypeError:
            reference = lambda: value  # noqa: E731
        entry = (reference, next(self._numbers))
        first = self._known.setdefault(id(value), entry)
        if first[0]() is value:
            # Ours, or that of a thread that was faster.
            return first[1]
        self._displaced.append(first[1])
        self._known[id(value)] = entry
        return entry[1]

    def find(self, number: int) -> Any:
        """The object of a number; None when it is gone, or there never was one."""
        for reference, known in list(self._known.values()):
            if known == number:
                return reference()
        return None

    def live(self) -> Iterator[Tuple[int, Any]]:
        """Numbers and objects that are still there."""
        for reference, number in list(self._known.values()):
            value = reference()
            if value is not None:
                yield number, value

    def sweep(self) -> List[int]:
        """Forgets what is gone, and gives its numbers."""
        gone, self._displaced = self._displaced, []
        for key, (reference, number) in list(self._known.items()):
            if reference() is None:
                gone.append(number)
                found: Optional[Tuple[Any, int]] = self._known.get(key)
                if found is not None and found[1] == number:
                    del self._known[key]
        return gone
