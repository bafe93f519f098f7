"""AWS Step Functions and Amazon EventBridge Scheduler: stored, never run."""

from __future__ import annotations

import json
from typing import Any

from ..core import Resource, Simple


class StateMachine(Simple):
    type = "AWS::StepFunctions::StateMachine"
    service, make, name, identity = "stepfunctions", "create_state_machine", ("StateMachineName", 80), "stateMachineArn"
    get = ("describe_state_machine", {"stateMachineArn": "$id"}, "")
    drop = ("delete_state_machine", {"stateMachineArn": "$id"})
    tags = ("list_tags_for_resource", {"resourceArn": "$id"}, "tags")
    aliases = {"StateMachineName": "name", "StateMachineType": "type", "DefinitionString": "definition", "Arn": "stateMachineArn"}
    instructions = ("Definition", "DefinitionSubstitutions", "DefinitionS3Location")

    def definition(self, r: Resource) -> str:
        text = r.get("DefinitionString") or json.dumps(r.get("Definition"))
        for name, value in r.get("DefinitionSubstitutions", {}).items():
            text = text.replace("${" + name + "}", str(value))
        return text

    def values(self, r: Resource) -> dict[str, Any]:
        values = super().values(r)
        return {**values, "name": values["StateMachineName"], "type": r.get("StateMachineType"), "definition": self.definition(r)}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("StateMachineName", "StateMachineType", "Tags")):
            return False
        r.make("stepfunctions", "update_state_machine", {**r.properties, "definition": self.definition(r)}, stateMachineArn=r.physical_id)
        return True

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Name": "name"}.get(name, name))


class Activity(Simple):
    type = "AWS::StepFunctions::Activity"
    service, make, identity = "stepfunctions", "create_activity", "activityArn"
    get = ("describe_activity", {"activityArn": "$id"}, "")
    drop = ("delete_activity", {"activityArn": "$id"})
    tags = ("list_tags_for_resource", {"resourceArn": "$id"}, "tags")
    aliases = {"Arn": "activityArn"}


class ScheduleGroup(Simple):
    type = "AWS::Scheduler::ScheduleGroup"
    service, make, name, identity = "scheduler", "create_schedule_group", ("Name", 64), "=Name"
    get = ("get_schedule_group", {"Name": "$id"}, "")
    drop = ("delete_schedule_group", {"Name": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Tags": r.call("scheduler", "list_tags_for_resource", ResourceArn=state["Arn"])["Tags"]}


class Schedule(Simple):
    type = "AWS::Scheduler::Schedule"
    service, make, name, identity = "scheduler", "create_schedule", ("Name", 64), "=Name"

    def where(self, r: Resource) -> dict[str, str]:
        return {"Name": r.physical_id, **({"GroupName": r.get("GroupName")} if r.get("GroupName") else {})}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "GroupName")):
            return False
        r.make("scheduler", "update_schedule", **self.where(r))
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("scheduler", "get_schedule", **self.where(r))

    def delete(self, r: Resource) -> None:
        r.call("scheduler", "delete_schedule", **self.where(r))
