"""What a resource type is to this emulator, and the registry of all of them.

A handler makes its resource with the same API calls a person would make, so that whatever exists, exists in the API's
state. `read` fetches that state again; what it does not find was never created.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Protocol

import jmespath

from .compare import lookup, missing
from .shape import to_api


class Absent(Exception):
    """The API does not have the resource."""


class CannotHold(Exception):
    """The API has no place for this resource, though it has for others of its type. It becomes 'not held'."""


class NoAttribute(Exception):
    """`Fn::GetAtt` names something the resource does not have."""


class Clients(Protocol):
    def client(self, service: str, account: str, region: str) -> Any: ...


@dataclass
class Resource:
    """One resource of one stack: what the template asks for, and where."""

    clients: Clients
    account: str
    region: str
    stack_name: str
    logical_id: str
    type: str
    properties: dict[str, Any]  # the handler's own copy: it may add generated names
    asked: dict[str, Any] = field(default_factory=dict)  # what the template says, resolved
    physical_id: str = ""
    held: bool = True
    reason: str = ""
    generation: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def cf_resource_type(self) -> str:
        return self.type

    @property
    def logical_resource_id(self) -> str:
        return self.logical_id

    @property
    def physical_resource_id(self) -> str:
        return self.physical_id

    def get(self, name: str, default: Any = None) -> Any:
        return self.properties.get(name, default)

    def client(self, service: str) -> Any:
        return self.clients.client(service, self.account, self.region)

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        return getattr(self.client(service), operation)(**{key: value for key, value in parameters.items() if value is not None})

    def shaped(self, service: str, operation: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """The resource's properties (or `values`) as parameters of an operation."""
        client = self.client(service)
        shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape
        return to_api(self.properties if values is None else values, shape)

    def make(self, service: str, operation: str, values: dict[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
        """Calls an operation with the properties it understands, `parameters` winning."""
        return self.call(service, operation, **{**self.shaped(service, operation, values), **parameters})

    @property
    def suffix(self) -> str:
        seed = f"{self.account}/{self.region}/{self.stack_name}/{self.logical_id}/{self.generation}"
        return hashlib.sha256(seed.encode()).hexdigest()[:12]

    def name(self, prop: str, longest: int = 128) -> str:
        """The name the template gives, or one generated the way CloudFormation does."""
        given = self.get(prop)
        if given:
            return str(given)
        room = longest - len(self.suffix) - 1
        return f"{(self.stack_name + '-' + self.logical_id)[:room].rstrip('-')}-{self.suffix}"

    def arn(self, service: str, rest: str, region: str | None = None) -> str:
        return f"arn:aws:{service}:{self.region if region is None else region}:{self.account}:{rest}"


HANDLERS: dict[str, Handler] = {}


class Handler:
    """How one CloudFormation type is made, read back and removed through the API."""

    type = ""
    #: Instructions to CloudFormation itself; the API has no place for them.
    instructions: tuple[str, ...] = ()
    #: Values the API takes and never tells again.
    secrets: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        if cls.type:
            HANDLERS[cls.type] = cls()

    def create(self, r: Resource) -> str:
        raise NotImplementedError

    def read(self, r: Resource) -> dict[str, Any]:
        raise NotImplementedError

    def delete(self, r: Resource) -> None:
        """Removes the resource; the default leaves that to its parent."""

    def inherit(self, r: Resource, old: Resource) -> None:
        """Takes over what the existing resource was given beyond the template: a generated name."""

    def update(self, r: Resource, old: Resource) -> bool:
        """Brings the existing resource to the new properties. False asks for a replacement."""
        return False

    def attribute(self, r: Resource, name: str) -> Any:
        return nested(self.read(r), name)

    def gaps(self, r: Resource) -> list[str]:
        """Properties of the template that the API does not hold. Raises when the resource is not there."""
        state = self.read(r)
        if not state:
            raise Absent(r.physical_id)
        skipped = self.instructions + self.secrets
        return missing({key: value for key, value in r.asked.items() if key not in skipped}, state)


def nested(state: dict[str, Any], name: str) -> Any:
    value: Any = state
    for part in [name] if name in state else name.split("."):
        found, value = lookup(value, part) if isinstance(value, dict) else (False, None)
        if not found:
            raise NoAttribute(name)
    return value


def first(items: list[Any], identity: str = "") -> Any:
    if not items:
        raise Absent(identity)
    return items[0]


def tagged(r: Resource) -> dict[str, Any] | None:
    """The template's tags as a map, whichever form the type uses."""
    tags = r.get("Tags")
    if isinstance(tags, list):
        return {item["Key"]: item["Value"] for item in tags}
    return tags


class Simple(Handler):
    """A type that is one create call, one describe call and one delete call.

    In the call templates `$id` is the physical id, `$Prop` a property; `name` is the property that gets a generated
    name when the template gives none.
    """

    service = ""
    make = ""
    name: tuple[str, int] | None = None
    lower = False
    identity = ""  # jmespath over the create response, or "=Prop" for a property
    get: tuple[str, dict[str, Any], str] = ("", {}, "")
    tags: tuple[str, dict[str, Any], str] | None = None
    drop: tuple[str, dict[str, Any]] | None = None
    rename: dict[str, str] = {}
    aliases: dict[str, str] = {}  # CloudFormation name -> jmespath over the state

    def values(self, r: Resource) -> dict[str, Any]:
        if self.name:
            generated = r.name(*self.name)
            r.properties.setdefault(self.name[0], generated.lower() if self.lower else generated)
        return {self.rename.get(key, key): value for key, value in r.properties.items()}

    def create(self, r: Resource) -> str:
        values = self.values(r)
        out = r.make(self.service, self.make, values)
        r.physical_id = str(values[self.identity[1:]] if self.identity[0] == "=" else jmespath.search(self.identity, out))
        self.after(r)
        return r.physical_id

    def inherit(self, r: Resource, old: Resource) -> None:
        name = self.name[0] if self.name else ""
        if name in old.properties and name not in r.asked and name not in old.asked:
            r.properties[name] = old.properties[name]

    def after(self, r: Resource) -> None:
        """Settings that need calls of their own."""

    def filled(self, r: Resource, template: Any) -> Any:
        if isinstance(template, dict):
            return {key: self.filled(r, value) for key, value in template.items()}
        if isinstance(template, list):
            return [self.filled(r, value) for value in template]
        if template == "$id":
            return r.physical_id
        if isinstance(template, str) and template.startswith("$"):
            return r.properties[template[1:]]
        return template

    def fetch(self, r: Resource, query: tuple[str, dict[str, Any], str]) -> Any:
        operation, arguments, path = query
        out = r.call(self.service, operation, **self.filled(r, arguments))
        out.pop("ResponseMetadata", None)
        return jmespath.search(path.replace("$id", r.physical_id), out) if path else out

    def read(self, r: Resource) -> dict[str, Any]:
        state = self.fetch(r, self.get)
        if not state:
            raise Absent(r.physical_id)
        state = dict(state)
        if self.tags and r.get("Tags"):
            state["Tags"] = self.fetch(r, self.tags)
        for name, key in self.rename.items():
            found, value = lookup(state, key)
            if found:
                state[name] = value
        for name, path in self.aliases.items():
            state[name] = jmespath.search(path.replace("$id", r.physical_id), state)
        return self.extra(r, state)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        """State that needs calls of its own."""
        return state

    def delete(self, r: Resource) -> None:
        if self.drop:
            operation, arguments = self.drop
            r.call(self.service, operation, **self.filled(r, arguments))
