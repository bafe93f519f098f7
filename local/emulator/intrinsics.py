"""Evaluates CloudFormation's intrinsic functions. Anything it does not know is an error, never an empty value."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from typing import Any, Protocol


class TemplateError(Exception):
    """The template asks for something that is not there, or not known here."""


class Scope(Protocol):
    def ref(self, name: str) -> Any: ...
    def attribute(self, logical_id: str, name: str) -> Any: ...
    def condition(self, name: str) -> bool: ...
    def mapping(self, name: str, first: str, second: str) -> Any: ...
    def imported(self, name: str) -> Any: ...
    def stack_output(self, query: dict[str, Any]) -> Any: ...
    def zones(self, region: str) -> list[str]: ...


class NoValue:
    """What `AWS::NoValue` evaluates to: the property is taken out."""


NO_VALUE = NoValue()
PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")


def evaluate(value: Any, scope: Scope) -> Any:
    if isinstance(value, list):
        return [item for item in (evaluate(entry, scope) for entry in value) if item is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name == "Ref":
            return scope.ref(argument)
        if name.startswith("Fn::"):
            function = FUNCTIONS.get(name)
            if function is None:
                raise TemplateError(f"{name} is not known to the emulator")
            return function(argument, scope)
    out = {key: evaluate(item, scope) for key, item in value.items()}
    return {key: item for key, item in out.items() if item is not NO_VALUE}


def get_att(argument: Any, scope: Scope) -> Any:
    logical_id, name = argument.split(".", 1) if isinstance(argument, str) else (argument[0], evaluate(argument[1], scope))
    return scope.attribute(logical_id, name)


def substitute(argument: Any, scope: Scope) -> str:
    text, local = (argument, {}) if isinstance(argument, str) else (argument[0], evaluate(argument[1], scope))

    def one(match: re.Match[str]) -> str:
        literal, name = match.groups()
        if literal:
            return "${" + name + "}"
        if name in local:
            return str(local[name])
        return str(scope.attribute(*name.split(".", 1)) if "." in name else scope.ref(name))

    return PLACEHOLDER.sub(one, text)


def join(argument: Any, scope: Scope) -> str:
    items = evaluate(argument[1], scope)
    if not isinstance(items, list):
        raise TemplateError("Fn::Join needs a list")
    return str(argument[0]).join(str(item) for item in items)


def select(argument: Any, scope: Scope) -> Any:
    index, items = int(evaluate(argument[0], scope)), evaluate(argument[1], scope)
    if not isinstance(items, list) or index >= len(items):
        raise TemplateError(f"Fn::Select has no element {index} in {items!r}")
    return items[index]


def split(argument: Any, scope: Scope) -> list[str]:
    return str(evaluate(argument[1], scope)).split(argument[0])


def choose(argument: Any, scope: Scope) -> Any:
    return evaluate(argument[1] if scope.condition(argument[0]) else argument[2], scope)


def find_in_map(argument: Any, scope: Scope) -> Any:
    return scope.mapping(*(evaluate(item, scope) for item in argument[:3]))


def cidr(argument: Any, scope: Scope) -> list[str]:
    block, count, bits = (evaluate(item, scope) for item in argument)
    network = ipaddress.ip_network(block)
    subnets = network.subnets(new_prefix=network.max_prefixlen - int(bits))
    return [str(next(subnets)) for _ in range(int(count))]


FUNCTIONS = {
    "Fn::GetAtt": get_att,
    "Fn::Sub": substitute,
    "Fn::Join": join,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::If": choose,
    "Fn::FindInMap": find_in_map,
    "Fn::Cidr": cidr,
    "Fn::ImportValue": lambda argument, scope: scope.imported(evaluate(argument, scope)),
    "Fn::GetStackOutput": lambda argument, scope: scope.stack_output(evaluate(argument, scope)),
    "Fn::GetAZs": lambda argument, scope: scope.zones(evaluate(argument, scope)),
    "Fn::Base64": lambda argument, scope: base64.b64encode(str(evaluate(argument, scope)).encode()).decode(),
    "Fn::ToJsonString": lambda argument, scope: json.dumps(evaluate(argument, scope)),
    "Fn::Length": lambda argument, scope: len(evaluate(argument, scope)),
}


def holds(condition: Any, scope: Scope) -> bool:
    """The truth of one entry of `Conditions`."""
    ((name, argument),) = condition.items()
    if name == "Condition":
        return scope.condition(argument)
    if name == "Fn::Equals":
        left, right = (evaluate(item, scope) for item in argument)
        return str(left) == str(right)
    if name == "Fn::Not":
        return not holds(argument[0], scope)
    if name == "Fn::And":
        return all(holds(item, scope) for item in argument)
    if name == "Fn::Or":
        return any(holds(item, scope) for item in argument)
    raise TemplateError(f"{name} is not a condition the emulator knows")


def references(value: Any) -> set[str]:
    """Every logical id, parameter or pseudo parameter that `value` mentions."""
    found: set[str] = set()
    if isinstance(value, list):
        for item in value:
            found |= references(item)
    elif isinstance(value, dict):
        for name, argument in value.items():
            if name == "Ref" and isinstance(argument, str):
                found.add(argument)
            elif name == "Fn::GetAtt":
                found.add(argument.split(".")[0] if isinstance(argument, str) else argument[0])
            elif name == "Fn::Sub":
                text = argument if isinstance(argument, str) else argument[0]
                found |= {match.group(2).split(".")[0] for match in PLACEHOLDER.finditer(text) if not match.group(1)}
                found |= references(argument[1:]) if isinstance(argument, list) else set()
            else:
                found |= references(argument)
    return found
