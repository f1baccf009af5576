"""Setting one thing that a user points at: an expression's target, or a part of a value by the names it is shown by."""

from __future__ import annotations

import ast
from typing import Any

from .scopes import Scope
from .values import describe, type_name

#: No name that a program has.
_VALUE = "the value"


def set_target(scope: Scope, target: str, value: Any) -> None:
    """Assigns. Raises SyntaxError or ValueError for what is no variable, attribute or item."""
    node = ast.parse(target.strip(), mode="eval").body
    if isinstance(node, ast.Name):
        _set_name(scope, node.id, value)
        return
    if not isinstance(node, (ast.Attribute, ast.Subscript)):
        raise ValueError(f"'{target}' cannot be set: it is no variable, attribute or item")
    tree = ast.parse(f"({target.strip()}) = None")
    statement: Any = tree.body[0]
    statement.value = ast.copy_location(ast.Name(_VALUE, ast.Load()), statement.value)
    exec(compile(tree, "<console>", "exec"), scope.names, {_VALUE: value})


def _set_name(scope: Scope, name: str, value: Any) -> None:
    if not scope.is_frame:
        scope.names[name] = value
    else:
        scope.set(name, value)


def set_part(owner: Any, name: str, value: Any) -> None:
    """Sets an item or attribute by the name that it is shown by. Raises ValueError where that cannot be."""
    kind = type(owner)
    if kind is list:
        owner[int(name[1:-1])] = value
    elif kind is dict:
        found = [key for key in list(owner) if describe(key, 0) == name]
        if len(found) != 1:
            raise ValueError(f"'{name}' cannot be set: {len(found) or 'no'} keys are shown like that")
        owner[found[0]] = value
    elif kind in (tuple, set, frozenset):
        raise ValueError(f"'{name}' cannot be set: it is an item of a {type_name(owner)}")
    else:
        setattr(owner, name, value)
