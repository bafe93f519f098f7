"""Turns CloudFormation properties into the parameters of one AWS API operation.

Nothing here is a hand-kept list: the API's own model (botocore) says what it accepts. Names match when they are equal
without case and punctuation (`KmsKeyId`, `kmsKeyId`), values are cast to what the model asks for, and a property the
operation does not know is left out. Whether it was left out for good is measured afterwards: see `compare.py`.
"""

from __future__ import annotations

import json
import re
from typing import Any


def canonical(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def to_structure(value: Any, shape: Any) -> dict[str, Any]:
    members = {canonical(name): name for name in shape.members}
    out = {}
    for key, item in (value or {}).items():
        name = members.get(canonical(key))
        if name is not None and item is not None:
            out[name] = to_api(item, shape.members[name])
    return out


def to_list(value: Any, shape: Any) -> list[Any]:
    if isinstance(value, dict) and shape.member.type_name == "structure":
        names = list(shape.member.members)
        if len(names) == 2:
            value = [{names[0]: key, names[1]: item} for key, item in value.items()]
    if not isinstance(value, list):
        value = [value]
    return [to_api(item, shape.member) for item in value]


def pair(item: dict[str, Any]) -> tuple[str, Any]:
    """The key and value of one entry of a list that stands for a map (`Tags`, `Environment`)."""
    lowered = {canonical(key): entry for key, entry in item.items()}
    for key, value in (("key", "value"), ("tagkey", "tagvalue"), ("name", "value"), ("parametername", "parametervalue")):
        if key in lowered:
            return str(lowered[key]), lowered.get(value, "")
    raise ValueError(f"not a key and a value: {sorted(item)}")


def to_map(value: Any, shape: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = dict(pair(item) for item in value)
    return {str(key): to_api(item, shape.value) for key, item in value.items()}


def to_text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


SCALARS = {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": lambda value: value if isinstance(value, bool) else str(value).lower() == "true",
    "blob": lambda value: value if isinstance(value, bytes) else to_text(value).encode(),
    "timestamp": lambda value: value,
    "string": to_text,
}
TREES = {"structure": to_structure, "list": to_list, "map": to_map}


def to_api(value: Any, shape: Any) -> Any:
    """`value` as the API's `shape` wants it."""
    if shape.type_name in TREES:
        return value if getattr(shape, "is_document_type", False) else TREES[shape.type_name](value, shape)
    return SCALARS[shape.type_name](value)
