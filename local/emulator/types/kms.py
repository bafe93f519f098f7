"""AWS Key Management Service."""

from __future__ import annotations

from typing import Any

from ..core import Absent, Handler, Resource


class Key(Handler):
    type = "AWS::KMS::Key"
    instructions = ("PendingWindowInDays", "BypassPolicyLockoutSafetyCheck")  # used when the key is deleted, made

    def create(self, r: Resource) -> str:
        tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in r.get("Tags", [])]
        values = {"Policy": r.get("KeyPolicy"), **r.properties}
        out = r.make("kms", "create_key", values, Tags=tags)
        r.physical_id = out["KeyMetadata"]["KeyId"]
        self.configure(r)
        return r.physical_id

    def configure(self, r: Resource) -> None:
        if str(r.get("EnableKeyRotation", False)).lower() == "true":
            r.call("kms", "enable_key_rotation", KeyId=r.physical_id, RotationPeriodInDays=r.get("RotationPeriodInDays"))
        if str(r.get("Enabled", True)).lower() == "false":
            r.call("kms", "disable_key", KeyId=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("KeySpec", "KeyUsage", "MultiRegion", "Origin")):
            return False
        r.make("kms", "put_key_policy", {"Policy": r.get("KeyPolicy")}, KeyId=r.physical_id, PolicyName="default")
        if r.get("Description"):
            r.call("kms", "update_key_description", KeyId=r.physical_id, Description=r.get("Description"))
        self.configure(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        key = {"KeyId": r.physical_id}
        metadata = r.call("kms", "describe_key", **key)["KeyMetadata"]
        if metadata["KeyState"] == "PendingDeletion":
            raise Absent(r.physical_id)
        rotation = r.call("kms", "get_key_rotation_status", **key) if metadata.get("KeySpec") == "SYMMETRIC_DEFAULT" else {}
        tags = r.call("kms", "list_resource_tags", **key)["Tags"]
        return {
            **metadata,
            "KeyPolicy": r.call("kms", "get_key_policy", **key, PolicyName="default")["Policy"],
            "EnableKeyRotation": rotation.get("KeyRotationEnabled", False),
            "RotationPeriodInDays": rotation.get("RotationPeriodInDays"),
            "Tags": {tag["TagKey"]: tag["TagValue"] for tag in tags},
        }

    def delete(self, r: Resource) -> None:
        r.call("kms", "schedule_key_deletion", KeyId=r.physical_id, PendingWindowInDays=int(r.get("PendingWindowInDays", 30)))


class ReplicaKey(Key):
    type = "AWS::KMS::ReplicaKey"

    def create(self, r: Resource) -> str:
        primary = r.get("PrimaryKeyArn")
        tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in r.get("Tags", [])]
        source = r.clients.client("kms", r.account, primary.split(":")[3])
        out = source.replicate_key(KeyId=primary.split("/")[-1], ReplicaRegion=r.region, Tags=tags, Description=r.get("Description", ""))
        r.physical_id = out["ReplicaKeyMetadata"]["KeyId"]
        r.make("kms", "put_key_policy", {"Policy": r.get("KeyPolicy")}, KeyId=r.physical_id, PolicyName="default")
        if r.get("Description"):
            r.call("kms", "update_key_description", KeyId=r.physical_id, Description=r.get("Description"))
        if tags:
            r.call("kms", "tag_resource", KeyId=r.physical_id, Tags=tags)
        self.configure(r)
        return r.physical_id

    def read(self, r: Resource) -> dict[str, Any]:
        state = super().read(r)
        return {**state, "PrimaryKeyArn": state.get("MultiRegionConfiguration", {}).get("PrimaryKey", {}).get("Arn")}


class Alias(Handler):
    type = "AWS::KMS::Alias"

    def create(self, r: Resource) -> str:
        r.make("kms", "create_alias")
        return r.get("AliasName")

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("AliasName") != old.get("AliasName"):
            return False
        r.make("kms", "update_alias")
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        for page in r.client("kms").get_paginator("list_aliases").paginate():
            for alias in page["Aliases"]:
                if alias["AliasName"] == r.physical_id:
                    return alias
        raise Absent(r.physical_id)

    def delete(self, r: Resource) -> None:
        r.call("kms", "delete_alias", AliasName=r.physical_id)
