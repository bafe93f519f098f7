"""Amazon DynamoDB."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from ..core import CannotHold, Resource, Simple, tagged


class Table(Simple):
    type = "AWS::DynamoDB::Table"
    service, make, name, identity = "dynamodb", "create_table", ("TableName", 255), "=TableName"
    get = ("describe_table", {"TableName": "$id"}, "Table")
    drop = ("delete_table", {"TableName": "$id"})
    aliases = {
        "BillingMode": "BillingModeSummary.BillingMode",
        "TableClass": "TableClassSummary.TableClass",
        "StreamSpecification": "StreamSpecification",
    }

    def values(self, r: Resource) -> dict[str, Any]:
        stream, sse = r.get("StreamSpecification"), r.get("SSESpecification")
        changes = {
            "StreamSpecification": {**stream, "StreamEnabled": True} if stream else None,
            "SSESpecification": {**sse, "Enabled": sse.get("SSEEnabled")} if sse else None,
            "ResourcePolicy": None,
        }
        return {**super().values(r), **changes}

    def after(self, r: Resource) -> None:
        table = {"TableName": r.physical_id}
        if r.get("PointInTimeRecoverySpecification"):
            r.make("dynamodb", "update_continuous_backups", **table)
        if r.get("TimeToLiveSpecification"):
            r.make("dynamodb", "update_time_to_live", **table)
        for arn, policy in self.policies(r).items():
            r.make("dynamodb", "put_resource_policy", {"Policy": policy}, ResourceArn=arn)
        if r.get("ContributorInsightsSpecification"):
            action = "ENABLE" if r.get("ContributorInsightsSpecification")["Enabled"] else "DISABLE"
            r.call("dynamodb", "update_contributor_insights", **table, ContributorInsightsAction=action)

    def policies(self, r: Resource) -> dict[str, Any]:
        """The policies of the table and of its stream, by the ARN they are put on."""
        state = r.call("dynamodb", "describe_table", TableName=r.physical_id)["Table"]
        wishes = {state["TableArn"]: r.get("ResourcePolicy"), state.get("LatestStreamArn"): r.get("StreamSpecification", {}).get("ResourcePolicy")}
        return {arn: wish["PolicyDocument"] for arn, wish in wishes.items() if arn and wish}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("TableName", "KeySchema", "LocalSecondaryIndexes", "AttributeDefinitions", "Tags")):
            return False
        if r.get("GlobalSecondaryIndexes") != old.get("GlobalSecondaryIndexes"):
            return False
        values = {key: value for key, value in self.values(r).items() if key not in ("AttributeDefinitions", "GlobalSecondaryIndexes", "TableName")}
        values = {key: value for key, value in values.items() if r.get(key) != old.get(key)}
        if r.shaped("dynamodb", "update_table", values):
            r.make("dynamodb", "update_table", values, TableName=r.physical_id)
        self.after(r)
        return True

    def policy(self, r: Resource, arn: str | None) -> dict[str, Any]:
        try:
            return {"PolicyDocument": r.call("dynamodb", "get_resource_policy", ResourceArn=arn)["Policy"]}
        except ClientError:
            return {}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        table = {"TableName": r.physical_id}
        sse = state.get("SSEDescription", {})
        backups = r.call("dynamodb", "describe_continuous_backups", **table)["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        expiry = r.call("dynamodb", "describe_time_to_live", **table)["TimeToLiveDescription"]
        found = {
            **state,
            "SSESpecification": {
                "SSEEnabled": sse.get("Status") == "ENABLED",
                "SSEType": sse.get("SSEType"),
                "KMSMasterKeyId": sse.get("KMSMasterKeyArn"),
            },
            "PointInTimeRecoverySpecification": {**backups, "PointInTimeRecoveryEnabled": backups["PointInTimeRecoveryStatus"] == "ENABLED"},
            "TimeToLiveSpecification": {**expiry, "Enabled": expiry["TimeToLiveStatus"] == "ENABLED"},
            "Tags": r.call("dynamodb", "list_tags_of_resource", ResourceArn=state["TableArn"])["Tags"] if r.get("Tags") else [],
        }
        if r.get("ResourcePolicy"):
            found["ResourcePolicy"] = self.policy(r, state["TableArn"])
        if r.get("StreamSpecification", {}).get("ResourcePolicy"):
            found["StreamSpecification"] = {**state["StreamSpecification"], "ResourcePolicy": self.policy(r, state.get("LatestStreamArn"))}
        if r.get("ContributorInsightsSpecification"):
            insights = r.call("dynamodb", "describe_contributor_insights", **table)["ContributorInsightsStatus"]
            found["ContributorInsightsSpecification"] = {"Enabled": insights == "ENABLED"}
        return found

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "TableArn", "StreamArn": "LatestStreamArn"}.get(name, name))

    def delete(self, r: Resource) -> None:
        r.call("dynamodb", "update_table", TableName=r.physical_id, DeletionProtectionEnabled=False)
        super().delete(r)


class GlobalTable(Table):
    """A table with its replica in the stack's own region; replicas elsewhere are not held."""

    type = "AWS::DynamoDB::GlobalTable"
    HERE = (
        "PointInTimeRecoverySpecification",
        "ContributorInsightsSpecification",
        "DeletionProtectionEnabled",
        "TableClass",
        "Tags",
        "ResourcePolicy",
    )

    def values(self, r: Resource) -> dict[str, Any]:
        replicas = r.get("Replicas", [])
        if [replica["Region"] for replica in replicas] != [r.region]:
            raise CannotHold("the emulator's DynamoDB has no replicas in other regions")
        here = replicas[0]
        r.properties.update({name: here[name] for name in self.HERE if name in here})
        sse, key = r.get("SSESpecification"), here.get("SSESpecification", {}).get("KMSMasterKeyId")
        if sse and key:
            r.properties["SSESpecification"] = {**sse, "KMSMasterKeyId": key}
        return super().values(r)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        here = first_replica(r)
        r.properties.update({name: here[name] for name in self.HERE if name in here})
        found = super().extra(r, state)
        return {**found, "Replicas": [{"Region": r.region, **found, "Tags": tagged(r) and found["Tags"]}]}


def first_replica(r: Resource) -> dict[str, Any]:
    return r.get("Replicas", [{}])[0]
