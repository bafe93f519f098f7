"""Amazon EC2 Auto Scaling."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple, first


class AutoScalingGroup(Simple):
    type = "AWS::AutoScaling::AutoScalingGroup"
    service, make, name, identity = "autoscaling", "create_auto_scaling_group", ("AutoScalingGroupName", 255), "=AutoScalingGroupName"
    get = ("describe_auto_scaling_groups", {"AutoScalingGroupNames": ["$id"]}, "AutoScalingGroups[0]")
    drop = ("delete_auto_scaling_group", {"AutoScalingGroupName": "$id", "ForceDelete": True})

    def values(self, r: Resource) -> dict[str, Any]:
        values = super().values(r)
        return {
            **values,
            "VPCZoneIdentifier": ",".join(r.get("VPCZoneIdentifier", [])) or None,
            "Tags": [{**tag, "ResourceId": values["AutoScalingGroupName"], "ResourceType": "auto-scaling-group"} for tag in r.get("Tags", [])],
        }

    def after(self, r: Resource) -> None:
        group = {"AutoScalingGroupName": r.physical_id}
        for wish in r.get("NotificationConfigurations", []):
            topic = wish["TopicARN"][0] if isinstance(wish["TopicARN"], list) else wish["TopicARN"]
            r.call("autoscaling", "put_notification_configuration", **group, TopicARN=topic, NotificationTypes=wish["NotificationTypes"])
        for wish in r.get("MetricsCollection", []):
            r.make("autoscaling", "enable_metrics_collection", wish, **group)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("AutoScalingGroupName", "Tags", "LoadBalancerNames", "TargetGroupARNs")):
            return False
        r.properties["AutoScalingGroupName"] = r.physical_id
        r.make("autoscaling", "update_auto_scaling_group", self.values(r))
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        told = r.call("autoscaling", "describe_notification_configurations", AutoScalingGroupNames=[r.physical_id])
        return {
            **state,
            "VPCZoneIdentifier": state.get("VPCZoneIdentifier", "").split(","),
            "Cooldown": state.get("DefaultCooldown"),
            "LaunchTemplateSpecification": state.get("LaunchTemplate"),
            "NotificationConfigurations": by_topic(told["NotificationConfigurations"]),
            "MetricsCollection": [{"Granularity": "1Minute", "Metrics": [metric["Metric"] for metric in state.get("EnabledMetrics", [])]}],
        }


def by_topic(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The API tells one entry for each topic and kind of event."""
    topics: dict[str, list[str]] = {}
    for one in told:
        topics.setdefault(one["TopicARN"], []).append(one["NotificationType"])
    return [{"TopicARN": topic, "NotificationTypes": kinds} for topic, kinds in topics.items()]


class LifecycleHook(Simple):
    type = "AWS::AutoScaling::LifecycleHook"
    service, make, name, identity = "autoscaling", "put_lifecycle_hook", ("LifecycleHookName", 255), "=LifecycleHookName"
    get = ("describe_lifecycle_hooks", {"AutoScalingGroupName": "$AutoScalingGroupName", "LifecycleHookNames": ["$id"]}, "LifecycleHooks[0]")
    drop = ("delete_lifecycle_hook", {"AutoScalingGroupName": "$AutoScalingGroupName", "LifecycleHookName": "$id"})


class GroupScalingPolicy(Simple):
    """Its `Ref` is the ARN; moto tells that in the describe call only."""

    type = "AWS::AutoScaling::ScalingPolicy"
    service, make, name, identity = "autoscaling", "put_scaling_policy", ("PolicyName", 255), "=PolicyName"
    get = ("describe_policies", {"AutoScalingGroupName": "$AutoScalingGroupName"}, "ScalingPolicies[?PolicyARN=='$id'] | [0]")
    drop = ("delete_policy", {"AutoScalingGroupName": "$AutoScalingGroupName", "PolicyName": "$PolicyName"})

    def after(self, r: Resource) -> None:
        where = {"AutoScalingGroupName": r.get("AutoScalingGroupName"), "PolicyNames": [r.physical_id]}
        r.physical_id = first(r.call("autoscaling", "describe_policies", **where)["ScalingPolicies"], r.physical_id)["PolicyARN"]

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "PolicyARN"}.get(name, name))


class ScheduledAction(Simple):
    type = "AWS::AutoScaling::ScheduledAction"
    service, make, name, identity = "autoscaling", "put_scheduled_update_group_action", ("ScheduledActionName", 255), "=ScheduledActionName"
    get = (
        "describe_scheduled_actions",
        {"AutoScalingGroupName": "$AutoScalingGroupName", "ScheduledActionNames": ["$id"]},
        "ScheduledUpdateGroupActions[0]",
    )
    drop = ("delete_scheduled_action", {"AutoScalingGroupName": "$AutoScalingGroupName", "ScheduledActionName": "$id"})


class WarmPool(Simple):
    type = "AWS::AutoScaling::WarmPool"
    service, make, identity = "autoscaling", "put_warm_pool", "=AutoScalingGroupName"
    get = ("describe_warm_pool", {"AutoScalingGroupName": "$id"}, "WarmPoolConfiguration")
    aliases = {"AutoScalingGroupName": "'$id'"}
    drop = ("delete_warm_pool", {"AutoScalingGroupName": "$id", "ForceDelete": True})
