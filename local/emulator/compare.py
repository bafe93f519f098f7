"""Measures which properties of a template the API really holds.

`missing(desired, state)` walks the resolved properties and reports every path that the state, as read back through the
API, does not have. It is deliberately one-sided: the API may hold more (defaults), never less. Policies are the exception: a
statement that nobody asked for is reported too.
"""

from __future__ import annotations

import json
from typing import Any

from .shape import canonical, pair


def decoded(value: Any) -> Any:
    """Policy documents travel as text: compare what they say, not how it was printed."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def same_scalar(desired: Any, actual: Any) -> bool:
    if isinstance(actual, bytes):
        actual = actual.decode(errors="replace")
    if isinstance(desired, bool) or isinstance(actual, bool):
        return str(desired).lower() == str(actual).lower()
    left, right = str(desired), str(actual)
    if left == right:
        return True
    if left.endswith(("/" + right, ":" + right)) or right.endswith(("/" + left, ":" + left)):
        return True  # a name and its ARN are one thing
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def is_empty(value: Any) -> bool:
    return value is None or value in ({}, [], "")


def missing_in_list(desired: list[Any], actual: Any, path: str) -> list[str]:
    if isinstance(actual, dict):
        actual = [{"Key": key, "Value": value} for key, value in actual.items()]
    if not isinstance(actual, list):
        actual = [] if actual is None else [actual]
    unused, gaps = list(actual), []
    for index, item in enumerate(desired):
        best = None
        for candidate in unused:
            found = missing(item, candidate, f"{path}[{index}]")
            if best is None or len(found) < len(best[0]):
                best = (found, candidate)
            if not found:
                break
        if best is None:
            gaps.append(f"{path}[{index}]")
            continue
        unused.remove(best[1])
        gaps.extend(best[0])
    return gaps


def lookup(state: dict[str, Any], key: str) -> tuple[bool, Any]:
    if key in state:
        return True, state[key]
    wanted = canonical(key)
    for name, value in state.items():
        if canonical(name) == wanted:
            return True, value
    return False, None


def missing_in_map(desired: dict[str, Any], actual: Any, path: str) -> list[str]:
    if isinstance(actual, list):
        try:
            actual = dict(pair(item) for item in actual)
        except (ValueError, AttributeError):
            return [path]
    if not isinstance(actual, dict):
        return [path or "."]
    gaps = []
    for key, value in desired.items():
        here = f"{path}.{key}" if path else key
        found, held = lookup(actual, key)
        if not is_empty(value):
            gaps.extend(missing(value, held, here) if found else [here])
        if key == "Statement" and isinstance(value, list) and isinstance(held, list) and len(held) > len(value):
            gaps.append(f"{here}: {len(held) - len(value)} more than asked")
    return gaps


def missing(desired: Any, actual: Any, path: str = "") -> list[str]:
    """Paths of `desired` that `actual` does not hold."""
    desired, actual = decoded(desired), decoded(actual)
    if is_empty(desired):
        return []
    if isinstance(desired, dict):
        return missing_in_map(desired, actual, path)
    if isinstance(desired, list):
        return missing_in_list(desired, actual, path)
    if isinstance(actual, list) and len(actual) == 1:
        actual = actual[0]
    if isinstance(actual, (dict, list)) or actual is None:
        return [path]
    return [] if same_scalar(desired, actual) else [path]
