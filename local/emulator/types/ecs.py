"""Amazon ECS and Application Auto Scaling."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first


class Cluster(Simple):
    type = "AWS::ECS::Cluster"
    service, make, name, identity = "ecs", "create_cluster", ("ClusterName", 255), "=ClusterName"
    get = ("describe_clusters", {"clusters": ["$id"], "include": ["SETTINGS", "CONFIGURATIONS", "TAGS"]}, "clusters[?status=='ACTIVE'] | [0]")
    drop = ("delete_cluster", {"cluster": "$id"})
    rename = {"ClusterSettings": "settings", "Configuration": "configuration"}

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("ClusterName") not in (None, old.physical_id):
            return False
        r.properties["ClusterName"] = old.physical_id
        r.make("ecs", "update_cluster", self.values(r), cluster=r.physical_id)
        return True

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "clusterArn"}.get(name, name))


class ClusterCapacityProviders(Handler):
    type = "AWS::ECS::ClusterCapacityProviderAssociations"

    def create(self, r: Resource) -> str:
        r.make("ecs", "put_cluster_capacity_providers")
        return r.get("Cluster")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("Cluster") == old.get("Cluster") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        cluster = first(r.call("ecs", "describe_clusters", clusters=[r.physical_id])["clusters"], r.physical_id)
        return {**cluster, "Cluster": cluster["clusterName"]}


class CapacityProvider(Simple):
    type = "AWS::ECS::CapacityProvider"
    service, make, name, identity = "ecs", "create_capacity_provider", ("Name", 255), "=Name"
    get = ("describe_capacity_providers", {"capacityProviders": ["$id"]}, "capacityProviders[0]")
    drop = ("delete_capacity_provider", {"capacityProvider": "$id"})


class TaskDefinition(Simple):
    type = "AWS::ECS::TaskDefinition"
    service, make, name, identity = "ecs", "register_task_definition", ("Family", 255), "taskDefinition.taskDefinitionArn"
    get = ("describe_task_definition", {"taskDefinition": "$id", "include": ["TAGS"]}, "taskDefinition")
    drop = ("deregister_task_definition", {"taskDefinition": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        described = r.call("ecs", "describe_task_definition", taskDefinition=r.physical_id, include=["TAGS"])
        return {**state, "Tags": described.get("tags")}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "TaskDefinitionArn" else super().attribute(r, name)


class Service(Simple):
    type = "AWS::ECS::Service"
    service, make, name, identity = "ecs", "create_service", ("ServiceName", 255), "service.serviceArn"
    get = ("describe_services", {"cluster": "$Cluster", "services": ["$id"], "include": ["TAGS"]}, "services[?status=='ACTIVE'] | [0]")
    drop = ("delete_service", {"cluster": "$Cluster", "service": "$id", "force": True})
    aliases = {"Cluster": "clusterArn"}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Cluster", "LaunchType", "LoadBalancers", "ServiceName")):
            return False
        r.make("ecs", "update_service", service=r.physical_id)
        return True

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Name": "serviceName"}.get(name, name))


def target_id(r: Resource) -> str:
    return "|".join([r.get("ResourceId"), r.get("ScalableDimension"), r.get("ServiceNamespace")])


class ScalableTarget(Handler):
    type = "AWS::ApplicationAutoScaling::ScalableTarget"
    service = "application-autoscaling"

    def create(self, r: Resource) -> str:
        r.make(self.service, "register_scalable_target")
        return target_id(r)

    def update(self, r: Resource, old: Resource) -> bool:
        return target_id(r) == target_id(old) and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        where = {"ServiceNamespace": r.get("ServiceNamespace"), "ResourceIds": [r.get("ResourceId")], "ScalableDimension": r.get("ScalableDimension")}
        return first(r.call(self.service, "describe_scalable_targets", **where)["ScalableTargets"], r.physical_id)

    def delete(self, r: Resource) -> None:
        where = {name: r.get(name) for name in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
        r.call(self.service, "deregister_scalable_target", **where)


class ScalingPolicy(Handler):
    type = "AWS::ApplicationAutoScaling::ScalingPolicy"
    service = "application-autoscaling"

    def where(self, r: Resource) -> dict[str, str]:
        if r.get("ScalingTargetId"):
            resource, dimension, namespace = r.get("ScalingTargetId").split("|")
        else:
            resource, dimension, namespace = (r.get(name) for name in ("ResourceId", "ScalableDimension", "ServiceNamespace"))
        return {"ResourceId": resource, "ScalableDimension": dimension, "ServiceNamespace": namespace}

    def create(self, r: Resource) -> str:
        return r.make(self.service, "put_scaling_policy", **self.where(r))["PolicyARN"]

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("PolicyName") == old.get("PolicyName") and self.where(r) == self.where(old) and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        where = self.where(r)
        policies = r.call(self.service, "describe_scaling_policies", **where)["ScalingPolicies"]
        policy = first([policy for policy in policies if policy["PolicyARN"] == r.physical_id], r.physical_id)
        identity = "|".join([policy["ResourceId"], policy["ScalableDimension"], policy["ServiceNamespace"]])
        return {**policy, "ScalingTargetId": identity}

    def delete(self, r: Resource) -> None:
        r.call(self.service, "delete_scaling_policy", PolicyName=r.get("PolicyName"), **self.where(r))
