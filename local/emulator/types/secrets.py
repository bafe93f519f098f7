"""AWS Secrets Manager."""

from __future__ import annotations

import json
from typing import Any

from ..core import Handler, Resource


def generated(r: Resource) -> str:
    wish = r.get("GenerateSecretString")
    renamed = {"RequireEachIncludedType": True, **wish}
    password = r.make("secretsmanager", "get_random_password", renamed)["RandomPassword"]
    if "SecretStringTemplate" not in wish:
        return password
    return json.dumps({**json.loads(wish["SecretStringTemplate"]), wish["GenerateStringKey"]: password})


class Secret(Handler):
    type = "AWS::SecretsManager::Secret"
    instructions = ("GenerateSecretString",)
    secrets = ("SecretString",)

    def create(self, r: Resource) -> str:
        value = generated(r) if r.get("GenerateSecretString") is not None else r.get("SecretString", "{}")
        replicas = r.get("ReplicaRegions")
        values = {key: item for key, item in r.properties.items() if key != "ReplicaRegions"}
        extra = {"AddReplicaRegions": [dict(replica) for replica in replicas]} if replicas else {}
        return r.make("secretsmanager", "create_secret", values, Name=r.name("Name", 512), SecretString=value, **extra)["ARN"]

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "GenerateSecretString", "ReplicaRegions")):
            return False
        r.make("secretsmanager", "update_secret", {key: r.get(key) for key in ("Description", "KmsKeyId", "SecretString")}, SecretId=r.physical_id)
        if r.get("Tags"):
            r.call("secretsmanager", "tag_resource", SecretId=r.physical_id, Tags=r.get("Tags"))
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("secretsmanager", "describe_secret", SecretId=r.physical_id)
        r.call("secretsmanager", "get_secret_value", SecretId=r.physical_id)
        return {**state, "Id": state["ARN"], "ReplicaRegions": state.get("ReplicationStatus")}

    def delete(self, r: Resource) -> None:
        regions = [replica["Region"] for replica in r.get("ReplicaRegions", [])]
        if regions:
            r.call("secretsmanager", "remove_regions_from_replication", SecretId=r.physical_id, RemoveReplicaRegions=regions)
        r.call("secretsmanager", "delete_secret", SecretId=r.physical_id, ForceDeleteWithoutRecovery=True)


def database(r: Resource) -> dict[str, Any]:
    """Where the database of an attachment answers."""
    kind, target = r.get("TargetType"), r.get("TargetId")
    if kind == "AWS::RDS::DBCluster":
        cluster = r.call("rds", "describe_db_clusters", DBClusterIdentifier=target)["DBClusters"][0]
        found = {"dbClusterIdentifier": target, "host": cluster["Endpoint"], "port": cluster["Port"], "engine": cluster["Engine"]}
        return {**found, **({"dbname": cluster["DatabaseName"]} if cluster.get("DatabaseName") else {})}
    instance = r.call("rds", "describe_db_instances", DBInstanceIdentifier=target)["DBInstances"][0]
    found = {
        "dbInstanceIdentifier": target,
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "engine": instance["Engine"],
    }
    return {**found, **({"dbname": instance["DBName"]} if instance.get("DBName") else {})}


class SecretTargetAttachment(Handler):
    """Writes the database's address into the secret, as CloudFormation does."""

    type = "AWS::SecretsManager::SecretTargetAttachment"

    def create(self, r: Resource) -> str:
        secret = r.call("secretsmanager", "get_secret_value", SecretId=r.get("SecretId"))
        value = {**json.loads(secret["SecretString"]), **database(r)}
        r.call("secretsmanager", "put_secret_value", SecretId=r.get("SecretId"), SecretString=json.dumps(value))
        return secret["ARN"]

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        value = json.loads(r.call("secretsmanager", "get_secret_value", SecretId=r.physical_id)["SecretString"])
        target = value.get("dbClusterIdentifier") or value.get("dbInstanceIdentifier")
        kind = "AWS::RDS::DBCluster" if "dbClusterIdentifier" in value else "AWS::RDS::DBInstance"
        return {"SecretId": r.physical_id, "TargetId": target, "TargetType": kind if target else None}


class RotationSchedule(Handler):
    type = "AWS::SecretsManager::RotationSchedule"
    instructions = ("RotateImmediatelyOnUpdate", "HostedRotationLambda")

    def create(self, r: Resource) -> str:
        # Rotating at once would run the function, which needs a container; the schedule is what is stored.
        values = {"RotationLambdaARN": r.get("RotationLambdaARN"), "RotationRules": r.get("RotationRules")}
        r.make("secretsmanager", "rotate_secret", values, SecretId=r.get("SecretId"), RotateImmediately=False)
        return r.get("SecretId")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("SecretId") == old.get("SecretId") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("secretsmanager", "describe_secret", SecretId=r.physical_id)
        return {**state, "SecretId": state["ARN"], "RotationRules": state.get("RotationRules") if state.get("RotationEnabled") else None}


class ResourcePolicy(Handler):
    type = "AWS::SecretsManager::ResourcePolicy"

    def create(self, r: Resource) -> str:
        r.make("secretsmanager", "put_resource_policy", SecretId=r.get("SecretId"))
        return r.get("SecretId")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("SecretId") == old.get("SecretId") and bool(self.create(r))

    instructions = ("BlockPublicPolicy",)

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("secretsmanager", "get_resource_policy", SecretId=r.physical_id)
        return {"SecretId": state["ARN"], "ResourcePolicy": state.get("ResourcePolicy")}

    def delete(self, r: Resource) -> None:
        r.call("secretsmanager", "delete_resource_policy", SecretId=r.physical_id)
