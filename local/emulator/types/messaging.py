"""Amazon SNS and Amazon SQS."""

from __future__ import annotations

import json
from typing import Any

from ..core import Handler, Resource, tagged
from ..shape import to_text


def as_attributes(r: Resource, names: tuple[str, ...]) -> dict[str, str]:
    return {name: to_text(r.get(name)) for name in names if r.get(name) is not None}


class Topic(Handler):
    type = "AWS::SNS::Topic"
    SETTINGS = ("DisplayName", "KmsMasterKeyId", "FifoTopic", "ContentBasedDeduplication", "SignatureVersion", "TracingConfig")

    def create(self, r: Resource) -> str:
        out = r.call("sns", "create_topic", Name=r.name("TopicName", 256), Attributes=as_attributes(r, self.SETTINGS), Tags=r.get("Tags", []))
        for subscription in r.get("Subscription", []):
            r.call("sns", "subscribe", TopicArn=out["TopicArn"], **subscription)
        return out["TopicArn"]

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("TopicName") != old.get("TopicName"):
            return False
        for name, value in as_attributes(r, self.SETTINGS).items():
            r.call("sns", "set_topic_attributes", TopicArn=r.physical_id, AttributeName=name, AttributeValue=value)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("sns", "get_topic_attributes", TopicArn=r.physical_id)["Attributes"]
        subscriptions = r.call("sns", "list_subscriptions_by_topic", TopicArn=r.physical_id)["Subscriptions"]
        tags = r.call("sns", "list_tags_for_resource", ResourceArn=r.physical_id)["Tags"]
        return {**state, "TopicName": r.physical_id.split(":")[-1], "Subscription": subscriptions, "Tags": tags}

    def delete(self, r: Resource) -> None:
        r.call("sns", "delete_topic", TopicArn=r.physical_id)


class TopicPolicy(Handler):
    type = "AWS::SNS::TopicPolicy"

    def create(self, r: Resource) -> str:
        for topic in r.get("Topics"):
            r.call("sns", "set_topic_attributes", TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(r.get("PolicyDocument")))
        return f"{r.logical_id}-{r.suffix}"

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("Topics") == old.get("Topics") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        policies = {topic: r.call("sns", "get_topic_attributes", TopicArn=topic)["Attributes"].get("Policy") for topic in r.get("Topics")}
        held = [
            topic
            for topic, policy in policies.items()
            if policy == json.dumps(r.get("PolicyDocument")) or json.loads(policy or "{}") == r.get("PolicyDocument")
        ]
        return {"Topics": held, "PolicyDocument": next(iter(policies.values()))}


class Subscription(Handler):
    type = "AWS::SNS::Subscription"
    SETTINGS = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy", "DeliveryPolicy", "SubscriptionRoleArn")

    def create(self, r: Resource) -> str:
        attributes = as_attributes(r, self.SETTINGS)
        out = r.make("sns", "subscribe", Attributes=attributes, ReturnSubscriptionArn=True)
        return out["SubscriptionArn"]

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("sns", "get_subscription_attributes", SubscriptionArn=r.physical_id)["Attributes"]

    def delete(self, r: Resource) -> None:
        r.call("sns", "unsubscribe", SubscriptionArn=r.physical_id)


class Queue(Handler):
    type = "AWS::SQS::Queue"
    SETTINGS = (
        "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "MessageRetentionPeriod", "VisibilityTimeout",
        "RedrivePolicy", "RedriveAllowPolicy", "DelaySeconds", "MaximumMessageSize", "ReceiveMessageWaitTimeSeconds",
        "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
    )  # fmt: skip

    def create(self, r: Resource) -> str:
        name = r.name("QueueName", 80)
        out = r.call("sqs", "create_queue", QueueName=name, Attributes=as_attributes(r, self.SETTINGS), tags=tagged(r) or {})
        return out["QueueUrl"]

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("QueueName", "FifoQueue")):
            return False
        r.call("sqs", "set_queue_attributes", QueueUrl=r.physical_id, Attributes=as_attributes(r, self.SETTINGS))
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("sqs", "get_queue_attributes", QueueUrl=r.physical_id, AttributeNames=["All"])["Attributes"]
        tags = r.call("sqs", "list_queue_tags", QueueUrl=r.physical_id).get("Tags", {})
        return {**state, "Arn": state["QueueArn"], "QueueName": state["QueueArn"].split(":")[-1], "QueueUrl": r.physical_id, "Tags": tags}

    def delete(self, r: Resource) -> None:
        r.call("sqs", "delete_queue", QueueUrl=r.physical_id)


class QueuePolicy(Handler):
    type = "AWS::SQS::QueuePolicy"

    def create(self, r: Resource) -> str:
        for queue in r.get("Queues"):
            r.call("sqs", "set_queue_attributes", QueueUrl=queue, Attributes={"Policy": json.dumps(r.get("PolicyDocument"))})
        return f"{r.logical_id}-{r.suffix}"

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("Queues") == old.get("Queues") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        policies = {
            queue: r.call("sqs", "get_queue_attributes", QueueUrl=queue, AttributeNames=["Policy"])["Attributes"].get("Policy", "{}")
            for queue in r.get("Queues")
        }
        return {"Queues": [queue for queue, policy in policies.items() if json.loads(policy)], "PolicyDocument": next(iter(policies.values()))}
