"""Elastic Load Balancing (application and network)."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple


class Elb(Simple):
    service = "elbv2"

    def with_tags(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        if not r.get("Tags"):
            return state
        described = r.call("elbv2", "describe_tags", ResourceArns=[r.physical_id])["TagDescriptions"]
        return {**state, "Tags": described[0]["Tags"]}


class LoadBalancer(Elb):
    type = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    instructions = ("MinimumLoadBalancerCapacity",)
    make, name, identity = "create_load_balancer", ("Name", 32), "LoadBalancers[0].LoadBalancerArn"
    get = ("describe_load_balancers", {"LoadBalancerArns": ["$id"]}, "LoadBalancers[0]")
    drop = ("delete_load_balancer", {"LoadBalancerArn": "$id"})
    aliases = {"Name": "LoadBalancerName", "Subnets": "AvailabilityZones[].SubnetId"}

    def after(self, r: Resource) -> None:
        if r.get("LoadBalancerAttributes"):
            r.make("elbv2", "modify_load_balancer_attributes", {"Attributes": r.get("LoadBalancerAttributes")}, LoadBalancerArn=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Scheme", "Type", "Subnets", "SubnetMappings")):
            return False
        self.after(r)
        if r.get("SecurityGroups"):
            r.call("elbv2", "set_security_groups", LoadBalancerArn=r.physical_id, SecurityGroups=r.get("SecurityGroups"))
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        held = r.call("elbv2", "describe_load_balancer_attributes", LoadBalancerArn=r.physical_id)["Attributes"]
        full = r.physical_id.split(":loadbalancer/")[1]
        names = {"LoadBalancerFullName": full, "CanonicalHostedZoneID": state.get("CanonicalHostedZoneId")}
        return self.with_tags(r, {**state, **names, "LoadBalancerAttributes": held})

    def delete(self, r: Resource) -> None:
        off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
        r.call("elbv2", "modify_load_balancer_attributes", LoadBalancerArn=r.physical_id, Attributes=off)
        super().delete(r)


class TargetGroup(Elb):
    type = "AWS::ElasticLoadBalancingV2::TargetGroup"
    make, name, identity = "create_target_group", ("Name", 32), "TargetGroups[0].TargetGroupArn"
    get = ("describe_target_groups", {"TargetGroupArns": ["$id"]}, "TargetGroups[0]")
    drop = ("delete_target_group", {"TargetGroupArn": "$id"})
    aliases = {"Name": "TargetGroupName"}

    def after(self, r: Resource) -> None:
        if r.get("TargetGroupAttributes"):
            r.make("elbv2", "modify_target_group_attributes", {"Attributes": r.get("TargetGroupAttributes")}, TargetGroupArn=r.physical_id)
        if r.get("Targets"):
            r.make("elbv2", "register_targets", {"Targets": r.get("Targets")}, TargetGroupArn=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        held = r.call("elbv2", "describe_target_group_attributes", TargetGroupArn=r.physical_id)["Attributes"]
        state = {**state, "TargetGroupAttributes": held, "TargetGroupFullName": r.physical_id.split(":")[5]}
        if r.get("Targets"):
            health = r.call("elbv2", "describe_target_health", TargetGroupArn=r.physical_id)["TargetHealthDescriptions"]
            state["Targets"] = [item["Target"] for item in health]
        return self.with_tags(r, state)


class Listener(Elb):
    type = "AWS::ElasticLoadBalancingV2::Listener"
    make, identity = "create_listener", "Listeners[0].ListenerArn"
    get = ("describe_listeners", {"ListenerArns": ["$id"]}, "Listeners[0]")
    drop = ("delete_listener", {"ListenerArn": "$id"})

    def after(self, r: Resource) -> None:
        if r.get("ListenerAttributes"):
            r.make("elbv2", "modify_listener_attributes", {"Attributes": r.get("ListenerAttributes")}, ListenerArn=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("LoadBalancerArn") != old.get("LoadBalancerArn"):
            return False
        r.make("elbv2", "modify_listener", ListenerArn=r.physical_id)
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        if r.get("ListenerAttributes"):
            held = r.call("elbv2", "describe_listener_attributes", ListenerArn=r.physical_id)["Attributes"]
            state = {**state, "ListenerAttributes": held}
        return state


class ListenerCertificate(Elb):
    type = "AWS::ElasticLoadBalancingV2::ListenerCertificate"
    make, identity = "add_listener_certificates", "=ListenerArn"
    get = ("describe_listener_certificates", {"ListenerArn": "$id"}, "")

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "ListenerArn": r.physical_id}


class ListenerRule(Elb):
    type = "AWS::ElasticLoadBalancingV2::ListenerRule"
    make, identity = "create_rule", "Rules[0].RuleArn"
    get = ("describe_rules", {"RuleArns": ["$id"]}, "Rules[0]")
    drop = ("delete_rule", {"RuleArn": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "ListenerArn": r.physical_id.replace(":listener-rule/", ":listener/").rsplit("/", 1)[0]}
