"""Amazon RDS and Amazon Aurora."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple


class Rds(Simple):
    service = "rds"
    lower = True

    def with_tags(self, r: Resource, state: dict[str, Any], arn: str) -> dict[str, Any]:
        tags = r.call("rds", "list_tags_for_resource", ResourceName=state[arn])["TagList"] if r.get("Tags") else []
        return {**state, "Tags": tags}


class SubnetGroup(Rds):
    type = "AWS::RDS::DBSubnetGroup"
    make, name, identity = "create_db_subnet_group", ("DBSubnetGroupName", 255), "DBSubnetGroup.DBSubnetGroupName"
    get = ("describe_db_subnet_groups", {"DBSubnetGroupName": "$id"}, "DBSubnetGroups[0]")
    drop = ("delete_db_subnet_group", {"DBSubnetGroupName": "$id"})
    aliases = {"SubnetIds": "Subnets[].SubnetIdentifier"}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return self.with_tags(r, state, "DBSubnetGroupArn")


class ParameterGroup(Rds):
    type = "AWS::RDS::DBParameterGroup"
    make, name, identity = "create_db_parameter_group", ("DBParameterGroupName", 255), "=DBParameterGroupName"
    get = ("describe_db_parameter_groups", {"DBParameterGroupName": "$id"}, "DBParameterGroups[0]")
    drop = ("delete_db_parameter_group", {"DBParameterGroupName": "$id"})
    rename = {"Family": "DBParameterGroupFamily"}
    modify, describe, arn = "modify_db_parameter_group", "describe_db_parameters", "DBParameterGroupArn"

    def own_name(self) -> str:
        assert self.name is not None
        return self.name[0]

    def after(self, r: Resource) -> None:
        changes = [
            {"ParameterName": key, "ParameterValue": str(value), "ApplyMethod": "pending-reboot"} for key, value in r.get("Parameters", {}).items()
        ]
        for start in range(0, len(changes), 20):
            r.call("rds", self.modify, Parameters=changes[start : start + 20], **{self.own_name(): r.physical_id})

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Family", "Description")):
            return False
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        parameters = r.call("rds", self.describe, **{self.own_name(): r.physical_id})["Parameters"]
        held = {item["ParameterName"]: item.get("ParameterValue") for item in parameters}
        return self.with_tags(r, {**state, "Parameters": held}, self.arn)


class ClusterParameterGroup(ParameterGroup):
    type = "AWS::RDS::DBClusterParameterGroup"
    make, name, identity = "create_db_cluster_parameter_group", ("DBClusterParameterGroupName", 255), "=DBClusterParameterGroupName"
    get = ("describe_db_cluster_parameter_groups", {"DBClusterParameterGroupName": "$id"}, "DBClusterParameterGroups[0]")
    drop = ("delete_db_cluster_parameter_group", {"DBClusterParameterGroupName": "$id"})
    modify, describe = "modify_db_cluster_parameter_group", "describe_db_cluster_parameters"
    arn = "DBClusterParameterGroupArn"


class OptionGroup(Rds):
    type = "AWS::RDS::OptionGroup"
    make, name, identity = "create_option_group", ("OptionGroupName", 255), "=OptionGroupName"
    get = ("describe_option_groups", {"OptionGroupName": "$id"}, "OptionGroupsList[0]")
    drop = ("delete_option_group", {"OptionGroupName": "$id"})

    def after(self, r: Resource) -> None:
        if r.get("OptionConfigurations"):
            values = {"OptionsToInclude": r.get("OptionConfigurations")}
            r.make("rds", "modify_option_group", values, OptionGroupName=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "OptionConfigurations": state.get("Options")}


SHARED_ALIASES = {
    "VPCSecurityGroups": "VpcSecurityGroups[].VpcSecurityGroupId",
    "VpcSecurityGroupIds": "VpcSecurityGroups[].VpcSecurityGroupId",
    "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
}


class Cluster(Rds):
    type = "AWS::RDS::DBCluster"
    make, name, identity = "create_db_cluster", ("DBClusterIdentifier", 63), "DBCluster.DBClusterIdentifier"
    get = ("describe_db_clusters", {"DBClusterIdentifier": "$id"}, "DBClusters[0]")
    drop = ("delete_db_cluster", {"DBClusterIdentifier": "$id", "SkipFinalSnapshot": True})
    instructions = ("DeleteAutomatedBackups",)
    secrets = ("MasterUserPassword",)
    rename = {"PerformanceInsightsEnabled": "EnablePerformanceInsights"}
    aliases = {
        **SHARED_ALIASES,
        "DBSubnetGroupName": "DBSubnetGroup",
        "DBClusterParameterGroupName": "DBClusterParameterGroup",
        "EnableHttpEndpoint": "HttpEndpointEnabled",
    }

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "MasterUserSecretKmsKeyId": r.get("MasterUserSecret", {}).get("KmsKeyId")}

    def update(self, r: Resource, old: Resource) -> bool:
        fixed = ("DBClusterIdentifier", "Engine", "StorageEncrypted", "KmsKeyId", "DBSubnetGroupName", "MasterUsername", "DatabaseName")
        if any(r.get(name) != old.get(name) for name in fixed):
            return False
        r.make("rds", "modify_db_cluster", {**r.properties, "Tags": None}, DBClusterIdentifier=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        state["ManageMasterUserPassword"] = "MasterUserSecret" in state
        return self.with_tags(r, state, "DBClusterArn")

    def attribute(self, r: Resource, name: str) -> Any:
        paths = {
            "Endpoint.Address": "Endpoint",
            "Endpoint.Port": "Port",
            "ReadEndpoint.Address": "ReaderEndpoint",
            "DBClusterResourceId": "DbClusterResourceId",
        }
        value = super().attribute(r, paths.get(name, name))
        return str(value) if name == "Endpoint.Port" else value

    def delete(self, r: Resource) -> None:
        if r.get("GlobalClusterIdentifier"):
            where = {"GlobalClusterIdentifier": r.get("GlobalClusterIdentifier"), "DbClusterIdentifier": self.read(r)["DBClusterArn"]}
            r.call("rds", "remove_from_global_cluster", **where)
        r.call("rds", "modify_db_cluster", DBClusterIdentifier=r.physical_id, DeletionProtection=False)
        super().delete(r)


class Instance(Rds):
    type = "AWS::RDS::DBInstance"
    make, name, identity = "create_db_instance", ("DBInstanceIdentifier", 63), "DBInstance.DBInstanceIdentifier"
    get = ("describe_db_instances", {"DBInstanceIdentifier": "$id"}, "DBInstances[0]")
    drop = ("delete_db_instance", {"DBInstanceIdentifier": "$id", "SkipFinalSnapshot": True})
    instructions = ("DeleteAutomatedBackups", "AllowMajorVersionUpgrade", "ApplyImmediately")
    secrets = ("MasterUserPassword",)
    rename = {"VPCSecurityGroups": "VpcSecurityGroupIds"}
    aliases = {
        **SHARED_ALIASES,
        "DBSubnetGroupName": "DBSubnetGroup.DBSubnetGroupName",
        "DBParameterGroupName": "DBParameterGroups[0].DBParameterGroupName",
        "OptionGroupName": "OptionGroupMemberships[0].OptionGroupName",
        "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    }

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "MasterUserSecretKmsKeyId": r.get("MasterUserSecret", {}).get("KmsKeyId")}

    def update(self, r: Resource, old: Resource) -> bool:
        fixed = ("DBInstanceIdentifier", "Engine", "StorageEncrypted", "KmsKeyId", "DBSubnetGroupName", "MasterUsername", "DBClusterIdentifier")
        if any(r.get(name) != old.get(name) for name in fixed):
            return False
        r.make("rds", "modify_db_instance", {**self.values(r), "Tags": None}, DBInstanceIdentifier=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        state["ManageMasterUserPassword"] = "MasterUserSecret" in state
        return self.with_tags(r, state, "DBInstanceArn")

    def attribute(self, r: Resource, name: str) -> Any:
        value = super().attribute(r, name)
        return str(value) if name == "Endpoint.Port" else value

    def delete(self, r: Resource) -> None:
        r.call("rds", "modify_db_instance", DBInstanceIdentifier=r.physical_id, DeletionProtection=False)
        super().delete(r)


class GlobalCluster(Rds):
    type = "AWS::RDS::GlobalCluster"
    make, name, identity = "create_global_cluster", ("GlobalClusterIdentifier", 63), "=GlobalClusterIdentifier"
    get = ("describe_global_clusters", {"GlobalClusterIdentifier": "$id"}, "GlobalClusters[0]")
    drop = ("delete_global_cluster", {"GlobalClusterIdentifier": "$id"})
    aliases = {"SourceDBClusterIdentifier": "GlobalClusterMembers[?IsWriter].DBClusterArn | [0]"}

    def update(self, r: Resource, old: Resource) -> bool:
        changes = {name for name in {*r.asked, *old.asked} if r.asked.get(name) != old.asked.get(name)}
        if not changes <= {"DeletionProtection", "EngineVersion"}:
            return False
        r.make("rds", "modify_global_cluster", GlobalClusterIdentifier=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Tags": state.get("TagList")}

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"GlobalEndpoint.Address": "Endpoint"}.get(name, name))

    def delete(self, r: Resource) -> None:
        r.call("rds", "modify_global_cluster", GlobalClusterIdentifier=r.physical_id, DeletionProtection=False)
        super().delete(r)


class EventSubscription(Rds):
    type = "AWS::RDS::EventSubscription"
    make, name, identity = "create_event_subscription", ("SubscriptionName", 255), "=SubscriptionName"
    get = ("describe_event_subscriptions", {"SubscriptionName": "$id"}, "EventSubscriptionsList[0]")
    drop = ("delete_event_subscription", {"SubscriptionName": "$id"})
    aliases = {"SourceIds": "SourceIdsList", "EventCategories": "EventCategoriesList"}
