"""Amazon CloudWatch Logs."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first, tagged


class LogGroup(Simple):
    type = "AWS::Logs::LogGroup"
    service, make, name, identity = "logs", "create_log_group", ("LogGroupName", 512), "=LogGroupName"
    get = ("describe_log_groups", {"logGroupNamePrefix": "$id"}, "logGroups[?logGroupName=='$id'] | [0]")
    tags = ("list_tags_log_group", {"logGroupName": "$id"}, "tags")
    drop = ("delete_log_group", {"logGroupName": "$id"})

    def after(self, r: Resource) -> None:
        if r.get("RetentionInDays"):
            r.make("logs", "put_retention_policy", logGroupName=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("LogGroupName", "KmsKeyId", "LogGroupClass")) and r.get("LogGroupName") != old.physical_id:
            return False
        if r.get("KmsKeyId") != old.get("KmsKeyId"):
            return False
        self.after(r)
        tags = tagged(r)
        if tags:
            r.call("logs", "tag_log_group", logGroupName=r.physical_id, tags=tags)
        return True

    def attribute(self, r: Resource, name: str) -> Any:
        return r.arn("logs", f"log-group:{r.physical_id}:*") if name == "Arn" else super().attribute(r, name)


class LogStream(Simple):
    type = "AWS::Logs::LogStream"
    service, make, name, identity = "logs", "create_log_stream", ("LogStreamName", 512), "=LogStreamName"
    get = ("describe_log_streams", {"logGroupName": "$LogGroupName"}, "logStreams[?logStreamName=='$id'] | [0]")

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "LogGroupName": r.get("LogGroupName")}


class SubscriptionFilter(Simple):
    type = "AWS::Logs::SubscriptionFilter"
    service, make, name, identity = "logs", "put_subscription_filter", ("FilterName", 512), "=FilterName"
    get = ("describe_subscription_filters", {"logGroupName": "$LogGroupName"}, "subscriptionFilters[?filterName=='$id'] | [0]")
    drop = ("delete_subscription_filter", {"logGroupName": "$LogGroupName", "filterName": "$id"})


class MetricFilter(Simple):
    type = "AWS::Logs::MetricFilter"
    service, make, name, identity = "logs", "put_metric_filter", ("FilterName", 512), "=FilterName"
    get = ("describe_metric_filters", {"logGroupName": "$LogGroupName"}, "metricFilters[?filterName=='$id'] | [0]")
    drop = ("delete_metric_filter", {"logGroupName": "$LogGroupName", "filterName": "$id"})


class ResourcePolicy(Handler):
    type = "AWS::Logs::ResourcePolicy"

    def create(self, r: Resource) -> str:
        r.make("logs", "put_resource_policy")
        return r.get("PolicyName")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("PolicyName") == old.get("PolicyName") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        policies = r.call("logs", "describe_resource_policies")["resourcePolicies"]
        return first([policy for policy in policies if policy["policyName"] == r.physical_id], r.physical_id)

    def delete(self, r: Resource) -> None:
        r.call("logs", "delete_resource_policy", policyName=r.physical_id)


class QueryDefinition(Simple):
    type = "AWS::Logs::QueryDefinition"
    service, make, identity = "logs", "put_query_definition", "queryDefinitionId"
    get = ("describe_query_definitions", {}, "queryDefinitions[?queryDefinitionId=='$id'] | [0]")
    drop = ("delete_query_definition", {"queryDefinitionId": "$id"})


class AccountPolicy(Simple):
    type = "AWS::Logs::AccountPolicy"
    service, make, identity = "logs", "put_account_policy", "=PolicyName"
    get = ("describe_account_policies", {"policyType": "$PolicyType"}, "accountPolicies[?policyName=='$id'] | [0]")
    drop = ("delete_account_policy", {"policyName": "$id", "policyType": "$PolicyType"})


class DeliverySource(Simple):
    type = "AWS::Logs::DeliverySource"
    service, make, identity = "logs", "put_delivery_source", "=Name"
    get = ("get_delivery_source", {"name": "$id"}, "deliverySource")
    drop = ("delete_delivery_source", {"name": "$id"})
    aliases = {"ResourceArn": "resourceArns[0]"}


class DeliveryDestination(Simple):
    type = "AWS::Logs::DeliveryDestination"
    service, make, identity = "logs", "put_delivery_destination", "=Name"
    get = ("get_delivery_destination", {"name": "$id"}, "deliveryDestination")
    drop = ("delete_delivery_destination", {"name": "$id"})
    aliases = {"DestinationResourceArn": "deliveryDestinationConfiguration.destinationResourceArn"}

    def values(self, r: Resource) -> dict[str, Any]:
        target = {"destinationResourceArn": r.get("DestinationResourceArn")}
        return {**super().values(r), "deliveryDestinationConfiguration": target}


class Delivery(Simple):
    type = "AWS::Logs::Delivery"
    service, make, identity = "logs", "create_delivery", "delivery.id"
    get = ("get_delivery", {"id": "$id"}, "delivery")
    drop = ("delete_delivery", {"id": "$id"})
