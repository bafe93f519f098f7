"""The stack engine: resolves a template and makes, changes and removes its resources through handlers.

It stands in for moto's own engine, which skips what it does not know and drops properties without a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from .core import HANDLERS, Absent, CannotHold, Clients, NoAttribute, Resource
from .intrinsics import NO_VALUE, TemplateError, evaluate, holds, references
from .ledger import LEDGER
from .unheld import Unheld

#: Types that are CloudFormation's own bookkeeping: no resource in any API.
BOOKKEEPING = {"AWS::CDK::Metadata", "AWS::CloudFormation::WaitConditionHandle", "AWS::CloudFormation::WaitCondition"}
DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}")
UNHELD = Unheld()


class DeploymentError(Exception):
    """A resource could not be made. Carries the logical id for the stack's events."""

    def __init__(self, logical_id: str, type_: str, cause: Exception) -> None:
        super().__init__(f"{type_} {logical_id}: {cause}")
        self.logical_id, self.type = logical_id, type_


class World:
    """What a template can see outside of its own stack."""

    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    def output(self, account: str, region: str, stack: str, name: str) -> str:
        try:
            stacks = self.clients.client("cloudformation", account, region).describe_stacks(StackName=stack)["Stacks"]
        except Exception as problem:
            raise TemplateError(f"Fn::GetStackOutput: no stack {stack} in {account}/{region}") from problem
        for output in stacks[0].get("Outputs", []):
            if output["OutputKey"] == name:
                return output["OutputValue"]
        raise TemplateError(f"Fn::GetStackOutput: {stack} in {account}/{region} has no output {name}")

    def imported(self, account: str, region: str, name: str) -> str:
        pages = self.clients.client("cloudformation", account, region).get_paginator("list_exports").paginate()
        for page in pages:
            for export in page["Exports"]:
                if export["Name"] == name:
                    return export["Value"]
        raise TemplateError(f"No export named {name} found")

    def zones(self, account: str, region: str) -> list[str]:
        found = self.clients.client("ec2", account, region).describe_availability_zones()["AvailabilityZones"]
        return [zone["ZoneName"] for zone in found]

    def dynamic(self, account: str, region: str, service: str, query: str) -> str:
        if service.startswith("ssm"):
            client = self.clients.client("ssm", account, region)
            return client.get_parameter(Name=query, WithDecryption=True)["Parameter"]["Value"]
        match = re.match(r"(arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+|[^:]+)(?::SecretString(?::([^:]*))?)?", query)
        if match is None:
            raise TemplateError(f"not a dynamic reference: {query}")
        value = self.clients.client("secretsmanager", account, region).get_secret_value(SecretId=match.group(1))["SecretString"]
        return str(json_key(value, match.group(2))) if match.group(2) else value


def json_key(text: str, key: str) -> Any:
    document = json.loads(text)
    if key not in document:
        raise TemplateError(f"the secret has no key {key}")
    return document[key]


class StackScope:
    """One stack's names: parameters, pseudo parameters, resources, conditions, mappings."""

    def __init__(self, world: World, account: str, region: str, name: str, stack_id: str, template: dict[str, Any]) -> None:
        self.world, self.account, self.region, self.name = world, account, region, name
        self.template = template
        self.parameters: dict[str, Any] = {}
        self.resources: dict[str, Resource] = {}
        self.pseudo = {
            "AWS::AccountId": account,
            "AWS::Region": region,
            "AWS::StackName": name,
            "AWS::StackId": stack_id,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::NoValue": NO_VALUE,
            "AWS::NotificationARNs": [],
        }

    def resolve_parameters(self, given: dict[str, Any]) -> None:
        for name, declared in self.template.get("Parameters", {}).items():
            value = given.get(name, declared.get("Default"))
            if value is None:
                raise TemplateError(f"parameter {name} has no value")
            kind = declared.get("Type", "String")
            if kind.startswith("AWS::SSM::Parameter::Value"):
                value = self.world.dynamic(self.account, self.region, "ssm", value)
            if kind == "CommaDelimitedList" or "List<" in kind:
                value = [item.strip() for item in str(value).split(",")] if value != "" else []
            self.parameters[name] = value

    def ref(self, name: str) -> Any:
        for names in (self.pseudo, self.parameters):
            if name in names:
                return names[name]
        return self.resource(name).physical_id

    def resource(self, logical_id: str) -> Resource:
        if logical_id not in self.resources:
            raise TemplateError(f"unresolved reference to {logical_id}")
        return self.resources[logical_id]

    def attribute(self, logical_id: str, name: str) -> Any:
        resource = self.resource(logical_id)
        if name not in resource.attributes:
            handler = HANDLERS[resource.type] if resource.held else UNHELD
            try:
                resource.attributes[name] = handler.attribute(resource, name)
            except NoAttribute as problem:
                raise TemplateError(f"{resource.type} {logical_id} has no attribute {name}") from problem
        return resource.attributes[name]

    def condition(self, name: str) -> bool:
        return holds(self.template["Conditions"][name], self)

    def mapping(self, name: str, first: str, second: str) -> Any:
        try:
            return self.template["Mappings"][name][first][second]
        except KeyError as problem:
            raise TemplateError(f"no mapping {name}.{first}.{second}") from problem

    def imported(self, name: str) -> Any:
        return self.world.imported(self.account, self.region, name)

    def stack_output(self, query: dict[str, Any]) -> Any:
        role = query.get("RoleArn")
        account = role.split(":")[4] if role else self.account
        return self.world.output(account, query.get("Region") or self.region, query["StackName"], query["OutputName"])

    def zones(self, region: str) -> list[str]:
        return self.world.zones(self.account, region or self.region)

    def exists(self, definition: dict[str, Any]) -> bool:
        return "Condition" not in definition or self.condition(definition["Condition"])

    def outputs(self) -> dict[str, dict[str, Any]]:
        found = {}
        for key, output in (self.template.get("Outputs") or {}).items():
            if self.exists(output):
                value = evaluate(output["Value"], self)
                export = evaluate(output["Export"]["Name"], self) if "Export" in output else None
                text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
                found[key] = {"value": text, "export": export, "description": output.get("Description")}
        return found


def in_order(resources: dict[str, Any]) -> list[str]:
    """Logical ids such that each comes after everything it refers to."""
    needs = {}
    for logical_id, definition in resources.items():
        depends = definition.get("DependsOn", [])
        explicit = {depends} if isinstance(depends, str) else set(depends)
        needs[logical_id] = ((references(definition.get("Properties", {})) | explicit) & set(resources)) - {logical_id}
    ordered: list[str] = []
    state: dict[str, int] = {}

    def visit(logical_id: str) -> None:
        if state.get(logical_id) == 2:
            return
        if state.get(logical_id) == 1:
            raise TemplateError(f"circular dependency through {logical_id}")
        state[logical_id] = 1
        for other in sorted(needs[logical_id]):
            visit(other)
        state[logical_id] = 2
        ordered.append(logical_id)

    for logical_id in resources:
        visit(logical_id)
    return ordered


def settle(value: Any, world: World, account: str, region: str) -> Any:
    """Replaces dynamic references by what they point at."""
    if isinstance(value, dict):
        return {key: settle(item, world, account, region) for key, item in value.items()}
    if isinstance(value, list):
        return [settle(item, world, account, region) for item in value]
    if isinstance(value, str) and "{{resolve:" in value:
        return DYNAMIC.sub(lambda match: world.dynamic(account, region, match.group(1), match.group(2)), value)
    return value


class Stack:
    """The resources of one stack, and the three things that can happen to them."""

    def __init__(
        self, world: World, account: str, region: str, name: str, stack_id: str, template: dict[str, Any], parameters: dict[str, Any]
    ) -> None:
        self.world, self.account, self.region, self.name, self.stack_id = world, account, region, name, stack_id
        self.resources = LEDGER.open(account, region, name)
        self.scope = self._scope(template, parameters)

    def _scope(self, template: dict[str, Any], parameters: dict[str, Any]) -> StackScope:
        scope = StackScope(self.world, self.account, self.region, self.name, self.stack_id, template)
        scope.resolve_parameters(parameters)
        scope.resources = self.resources
        return scope

    def _resource(self, logical_id: str, definition: dict[str, Any], scope: StackScope) -> Resource:
        properties = settle(evaluate(definition.get("Properties", {}), scope), self.world, self.account, self.region)
        where = (self.world.clients, self.account, self.region, self.name)
        resource = Resource(*where, logical_id, definition["Type"], dict(properties), properties)
        if resource.type not in HANDLERS:
            resource.held, resource.reason = False, "the emulator has no API for it"
        return resource

    def _make(self, resource: Resource) -> None:
        handler = HANDLERS[resource.type] if resource.held else UNHELD
        try:
            try:
                resource.physical_id = handler.create(resource)
            except CannotHold as limit:
                resource.held, resource.reason = False, str(limit)
                resource.physical_id = UNHELD.create(resource)
            if resource.held:
                handler.read(resource)
        except Exception as problem:
            raise DeploymentError(resource.logical_id, resource.type, problem) from problem
        self.resources[resource.logical_id] = resource

    def apply(self, template: dict[str, Any], parameters: dict[str, Any]) -> list[str]:
        """Creates what is missing, changes what differs, removes what is gone. Returns the logical ids touched."""
        scope = self._scope(template, parameters)
        wanted = {key: value for key, value in template.get("Resources", {}).items() if value["Type"] not in BOOKKEEPING and scope.exists(value)}
        replaced: list[Resource] = []
        touched: list[str] = []
        for logical_id in in_order(wanted):
            try:
                new = self._resource(logical_id, wanted[logical_id], scope)
            except (TemplateError, KeyError, TypeError, ValueError) as problem:
                raise DeploymentError(logical_id, wanted[logical_id]["Type"], problem) from problem
            old = self.resources.get(logical_id)
            if old is not None and old.type == new.type and old.asked == new.asked:
                continue
            touched.append(logical_id)
            if old is not None and not self._change(new, old):
                replaced.append(old)
                new.generation = old.generation + 1
                old = None
            if old is None:
                self._make(new)
        gone = [self.resources.pop(logical_id) for logical_id in list(self.resources) if logical_id not in wanted]
        self._remove([*replaced, *gone])
        self.scope = scope
        return [*touched, *(resource.logical_id for resource in gone)]

    def _change(self, new: Resource, old: Resource) -> bool:
        if not new.held or new.type != old.type:
            return False
        new.physical_id, new.generation = old.physical_id, old.generation
        try:
            HANDLERS[new.type].inherit(new, old)
            if not HANDLERS[new.type].update(new, old):
                return False
        except Exception as problem:
            raise DeploymentError(new.logical_id, new.type, problem) from problem
        self.resources[new.logical_id] = new
        return True

    def _remove(self, resources: Iterable[Resource]) -> None:
        """Removes in reverse order of creation; what is already gone is fine."""
        for resource in reversed(list(resources)):
            if resource.held:
                try:
                    HANDLERS[resource.type].delete(resource)
                except Absent:
                    pass
                except Exception as problem:
                    if "NotFound" not in str(problem) and "NoSuch" not in str(problem) and "does not exist" not in str(problem):
                        raise DeploymentError(resource.logical_id, resource.type, problem) from problem

    def delete(self) -> None:
        self._remove(self.resources.values())
        self.resources.clear()
        LEDGER.close(self.account, self.region, self.name)
