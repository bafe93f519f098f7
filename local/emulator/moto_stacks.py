"""Puts the strict stack engine behind moto's CloudFormation API."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import models
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.parsing import Export
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from .engine import DeploymentError, Stack, World
from .intrinsics import TemplateError

WORLD: World


class ResourceMap:
    """The face moto's API code expects of a stack's resources."""

    def __init__(self, engine: Stack | None) -> None:
        self.engine = engine
        self.no_echo_parameter_keys: list[str] = []
        self.resolved_parameters = dict(engine.scope.parameters) if engine else {}

    def values(self) -> list[Any]:
        return list(self.engine.resources.values()) if self.engine else []


class OutputMap:
    """Outputs and exports, evaluated once per deployment."""

    def __init__(self, engine: Stack, stack_id: str) -> None:
        found = engine.scope.outputs()
        self._outputs = {key: models_output(key, output) for key, output in found.items()}
        self.exports = [Export(stack_id, output["export"], output["value"]) for output in found.values() if output["export"]]

    def values(self) -> list[Any]:
        return list(self._outputs.values())


def models_output(key: str, output: dict[str, Any]) -> Any:
    from moto.cloudformation.parsing import Output

    return Output(key, output["value"], output["description"])


class EmptyOutputs:
    exports: list[Any] = []

    def values(self) -> list[Any]:
        return []


def event(stack: Any, logical_id: str, type_: str, status: str, reason: str | None = None) -> None:
    stack.events.append(
        models.Event(
            stack_id=stack.stack_id,
            stack_name=stack.name,
            logical_resource_id=logical_id,
            physical_resource_id=logical_id,
            resource_type=type_,
            resource_status=status,
            resource_status_reason=reason,
            resource_properties=None,
        )
    )


def create_resource_map(stack: Any) -> ResourceMap:
    return ResourceMap(None)


def create_output_map(stack: Any) -> EmptyOutputs:
    return EmptyOutputs()


def deploy(stack: Any, verb: str) -> None:
    """Runs the engine for a create or an update and tells the outcome in the stack's status and events."""
    stack.status = f"{verb}_IN_PROGRESS"
    engine: Stack | None = stack.resource_map.engine
    try:
        if engine is None:
            engine = Stack(WORLD, stack.account_id, stack.region_name, stack.name, stack.stack_id, stack.template_dict, stack.parameters)
        touched = engine.apply(stack.template_dict, stack.parameters)
        stack.output_map = OutputMap(engine, stack.stack_id)
    except (DeploymentError, TemplateError) as problem:
        fail(stack, verb, engine, problem)
        return
    stack.resource_map = ResourceMap(engine)
    for logical_id in touched:
        resource = engine.resources.get(logical_id)
        if resource is not None:
            event(stack, logical_id, resource.type, f"{verb}_COMPLETE")
    backend = models.cloudformation_backends[stack.account_id][stack.region_name]
    for export in stack.output_map.exports:
        backend.exports[export.name] = export
    stack._add_stack_event(f"{verb}_COMPLETE")
    stack.status = f"{verb}_COMPLETE"
    stack.description = stack.template_dict.get("Description")


def fail(stack: Any, verb: str, engine: Stack | None, problem: Exception) -> None:
    reason = str(problem)
    print(f"{stack.account_id} {stack.region_name} {stack.name}: {reason}", file=sys.stderr)
    if problem.__cause__ is not None and not isinstance(problem.__cause__, (TemplateError, ClientError)):
        traceback.print_exception(problem.__cause__, limit=-3, file=sys.stderr)
    logical_id, type_ = getattr(problem, "logical_id", stack.name), getattr(problem, "type", "AWS::CloudFormation::Stack")
    event(stack, logical_id, type_, f"{verb}_FAILED", reason)
    if verb == "CREATE" and engine is not None:
        try:
            engine.delete()
        except DeploymentError as second:
            event(stack, second.logical_id, second.type, "DELETE_FAILED", str(second))
    stack.status = "ROLLBACK_COMPLETE" if verb == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
    stack._add_stack_event(stack.status, resource_status_reason=reason)


def create_resources(stack: Any) -> None:
    deploy(stack, "CREATE")


def update(
    stack: Any, template: str, role_arn: str | None = None, parameters: dict[str, Any] | None = None, tags: dict[str, str] | None = None
) -> None:
    stack._add_stack_event("UPDATE_IN_PROGRESS", resource_status_reason="User Initiated")
    stack.template = template
    stack._parse_template()
    stack.role_arn = role_arn
    stack.parameters = parameters or stack.parameters
    stack.tags = stack.tags if tags is None else tags
    deploy(stack, "UPDATE")


def delete(stack: Any) -> None:
    stack._add_stack_event("DELETE_IN_PROGRESS", resource_status_reason="User Initiated")
    engine = stack.resource_map.engine
    try:
        if engine is not None:
            engine.delete()
    except DeploymentError as problem:
        event(stack, problem.logical_id, problem.type, "DELETE_FAILED", str(problem))
        stack.status = "DELETE_FAILED"
        return
    stack._add_stack_event("DELETE_COMPLETE")
    stack.status = "DELETE_COMPLETE"


def build_change_set_actions(self: ResourceMap, template: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    old = self.engine.scope.template.get("Resources", {}) if self.engine else {}
    new = template.get("Resources", {})
    names = {
        "Add": [name for name in new if name not in old],
        "Modify": [name for name in new if name in old and new[name] != old[name]],
        "Remove": [name for name in old if name not in new],
    }
    source = {"Add": new, "Modify": new, "Remove": old}
    return {
        action: {name: {"LogicalResourceId": name, "ResourceType": source[action][name]["Type"]} for name in found} for action, found in names.items()
    }


def execute_change_set(self: Any, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = self.describe_change_set(change_set_name)
    stack = self.stacks[change_set.stack_id]
    stack.template = change_set.template
    stack._parse_template()
    stack.parameters = change_set.parameters
    stack.tags = change_set.tags or stack.tags
    deploy(stack, change_set.change_set_type)
    change_set.execution_status = "EXECUTE_COMPLETE"


def delete_change_set(self: Any, change_set_name: str) -> None:
    """AWS answers success when there is none; moto fails."""
    for key, change_set in list(self.change_sets.items()):
        if change_set_name in (key, change_set.change_set_name):
            del self.change_sets[key]


def update_termination_protection(self: CloudFormationResponse) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


def validate_different_update(self: CloudFormationResponse, incoming: list[dict[str, Any]], body: str, old: Any) -> None:
    """Also without parameters: an update that changes nothing says so, as AWS does."""
    parameters = self._get_param_values(incoming or [], old.parameters)
    tags = {item["Key"]: item["Value"] for item in self._get_param("Tags", [])}
    same_template = json.dumps(old.template_dict, sort_keys=True, default=str) == json.dumps(
        models.Stack.parse_template(body), sort_keys=True, default=str
    )
    if same_template and all(old.parameters.get(key, value) == value for key, value in parameters.items()) and (not tags or tags == old.tags):
        raise ValidationError(old.name, message="No updates are to be performed.")


def delete_stack(self: Any, name_or_stack_id: str) -> None:
    """A stack of which something could not be removed stays, and says so."""
    stack = next((one for one in self.stacks.values() if name_or_stack_id in (one.name, one.stack_id)), None)
    if stack is None:
        return
    exports = [export.name for export in stack.exports]
    stack.delete()
    if stack.status == "DELETE_COMPLETE":
        self.deleted_stacks[stack.stack_id] = self.stacks.pop(stack.stack_id)
        for name in exports:
            self.exports.pop(name, None)


def refuse_protected(self: CloudFormationResponse) -> Any:
    stack = next((s for s in self.cloudformation_backend.stacks.values() if self._get_param("StackName") in (s.name, s.stack_id)), None)
    if stack is not None and stack.enable_termination_protection:
        raise ValidationError(stack.name, message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    return plain_delete_stack(self)


plain_delete_stack = CloudFormationResponse.delete_stack


def install(world: World) -> None:
    global WORLD
    WORLD = world
    ResourceMap.build_change_set_actions = build_change_set_actions  # type: ignore[attr-defined]
    models.Stack._create_resource_map = create_resource_map  # type: ignore[method-assign, assignment]
    models.Stack._create_output_map = create_output_map  # type: ignore[method-assign, assignment]
    models.Stack.create_resources = create_resources  # type: ignore[method-assign]
    models.Stack.update = update  # type: ignore[method-assign]
    models.Stack.delete = delete  # type: ignore[method-assign]
    models.CloudFormationBackend.execute_change_set = execute_change_set  # type: ignore[method-assign]
    models.CloudFormationBackend.delete_stack = delete_stack  # type: ignore[method-assign]
    models.CloudFormationBackend.delete_change_set = delete_change_set  # type: ignore[method-assign]
    CloudFormationResponse.update_termination_protection = update_termination_protection  # type: ignore[attr-defined]
    CloudFormationResponse._validate_different_update = validate_different_update  # type: ignore[method-assign]
    CloudFormationResponse.delete_stack = refuse_protected  # type: ignore[method-assign]
