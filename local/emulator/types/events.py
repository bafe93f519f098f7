"""Amazon EventBridge."""

from __future__ import annotations

import json
from typing import Any

from ..core import Handler, Resource, Simple, first


class Rule(Handler):
    type = "AWS::Events::Rule"

    def create(self, r: Resource) -> str:
        r.physical_id = r.name("Name", 64)
        pattern = {"EventPattern": json.dumps(r.get("EventPattern"))} if r.get("EventPattern") else {}
        r.make("events", "put_rule", {**r.properties, **pattern}, Name=r.physical_id)
        if r.get("Targets"):
            r.make("events", "put_targets", {"Targets": r.get("Targets")}, Rule=r.physical_id, **self.bus(r))
        return r.physical_id

    @staticmethod
    def bus(r: Resource) -> dict[str, str]:
        return {"EventBusName": r.get("EventBusName")} if r.get("EventBusName") else {}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "EventBusName")):
            return False
        r.properties["Name"] = r.physical_id
        self.create(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        rule = r.call("events", "describe_rule", Name=r.physical_id, **self.bus(r))
        targets = r.call("events", "list_targets_by_rule", Rule=r.physical_id, **self.bus(r))["Targets"]
        tags = r.call("events", "list_tags_for_resource", ResourceARN=rule["Arn"])["Tags"] if r.get("Tags") else []
        return {**rule, "Targets": targets, "Tags": tags}

    def delete(self, r: Resource) -> None:
        ids = [target["Id"] for target in r.get("Targets", [])]
        if ids:
            r.call("events", "remove_targets", Rule=r.physical_id, Ids=ids, **self.bus(r))
        r.call("events", "delete_rule", Name=r.physical_id, **self.bus(r))


class EventBus(Simple):
    type = "AWS::Events::EventBus"
    service, make, identity = "events", "create_event_bus", "=Name"
    get = ("describe_event_bus", {"Name": "$id"}, "")
    drop = ("delete_event_bus", {"Name": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        tags = r.call("events", "list_tags_for_resource", ResourceARN=state["Arn"])["Tags"] if r.get("Tags") else []
        return {**state, "Tags": tags}


class EventBusPolicy(Handler):
    type = "AWS::Events::EventBusPolicy"

    def create(self, r: Resource) -> str:
        if r.get("Statement"):
            statement = {"Sid": r.get("StatementId"), **r.get("Statement")}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            r.call("events", "put_permission", EventBusName=r.get("EventBusName"), Policy=policy)
        else:
            r.make("events", "put_permission")
        return r.get("StatementId")

    def read(self, r: Resource) -> dict[str, Any]:
        bus = r.call("events", "describe_event_bus", Name=r.get("EventBusName", "default"))
        statements = json.loads(bus.get("Policy", '{"Statement": []}'))["Statement"]
        statement = first([item for item in statements if item.get("Sid") == r.physical_id], r.physical_id)
        return {"StatementId": r.physical_id, "EventBusName": bus["Name"], "Statement": statement, **statement}

    def delete(self, r: Resource) -> None:
        r.call("events", "remove_permission", EventBusName=r.get("EventBusName"), StatementId=r.physical_id)


class Archive(Simple):
    type = "AWS::Events::Archive"
    service, make, name, identity = "events", "create_archive", ("ArchiveName", 48), "=ArchiveName"
    rename = {"SourceArn": "EventSourceArn"}
    get = ("describe_archive", {"ArchiveName": "$id"}, "")
    drop = ("delete_archive", {"ArchiveName": "$id"})


class Connection(Simple):
    type = "AWS::Events::Connection"
    service, make, name, identity = "events", "create_connection", ("Name", 64), "=Name"
    get = ("describe_connection", {"Name": "$id"}, "")
    drop = ("delete_connection", {"Name": "$id"})
    secrets = ("AuthParameters",)
    aliases = {"Arn": "ConnectionArn"}


class ApiDestination(Simple):
    type = "AWS::Events::ApiDestination"
    service, make, name, identity = "events", "create_api_destination", ("Name", 64), "=Name"
    get = ("describe_api_destination", {"Name": "$id"}, "")
    drop = ("delete_api_destination", {"Name": "$id"})
    aliases = {"Arn": "ApiDestinationArn"}
