"""Amazon EC2 Auto Scaling: who is told of what happens to a group."""

from __future__ import annotations

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult

from .store import add, asked, kept


class Additions(AutoScalingResponse):
    """The operations; `install` copies them onto moto's own class."""

    def put_notification_configuration(self) -> EmptyResult:
        wish = asked(self)
        self.autoscaling_backend.describe_auto_scaling_groups([wish["AutoScalingGroupName"]])
        kept(self.autoscaling_backend, "notifications")[f"{wish['AutoScalingGroupName']}|{wish['TopicARN']}"] = wish
        return EmptyResult()

    def describe_notification_configurations(self) -> ActionResult:
        names = asked(self).get("AutoScalingGroupNames")
        found = [
            {"AutoScalingGroupName": one["AutoScalingGroupName"], "TopicARN": one["TopicARN"], "NotificationType": kind}
            for one in kept(self.autoscaling_backend, "notifications").values()
            if not names or one["AutoScalingGroupName"] in names
            for kind in one["NotificationTypes"]
        ]
        return ActionResult({"NotificationConfigurations": found})

    def delete_notification_configuration(self) -> EmptyResult:
        wish = asked(self)
        kept(self.autoscaling_backend, "notifications").pop(f"{wish['AutoScalingGroupName']}|{wish['TopicARN']}", None)
        return EmptyResult()


def install() -> None:
    add(Additions, AutoScalingResponse)
