"""Amazon CloudWatch."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple


class Alarm(Simple):
    type = "AWS::CloudWatch::Alarm"
    service, make, name, identity = "cloudwatch", "put_metric_alarm", ("AlarmName", 255), "=AlarmName"
    get = ("describe_alarms", {"AlarmNames": ["$id"]}, "MetricAlarms[0]")
    drop = ("delete_alarms", {"AlarmNames": ["$id"]})

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("AlarmName") and r.get("AlarmName") != old.physical_id:
            return False
        r.make("cloudwatch", self.make, AlarmName=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        tags = r.call("cloudwatch", "list_tags_for_resource", ResourceARN=state["AlarmArn"])["Tags"] if r.get("Tags") else []
        return {**state, "Arn": state["AlarmArn"], "Tags": tags}


class Dashboard(Simple):
    type = "AWS::CloudWatch::Dashboard"
    service, make, name, identity = "cloudwatch", "put_dashboard", ("DashboardName", 255), "=DashboardName"
    get = ("get_dashboard", {"DashboardName": "$id"}, "")
    drop = ("delete_dashboards", {"DashboardNames": ["$id"]})


class CompositeAlarm(Alarm):
    type = "AWS::CloudWatch::CompositeAlarm"
    make = "put_composite_alarm"
    get = ("describe_alarms", {"AlarmNames": ["$id"], "AlarmTypes": ["CompositeAlarm"]}, "CompositeAlarms[0]")


class AnomalyDetector(Simple):
    type = "AWS::CloudWatch::AnomalyDetector"
    service, make, identity = "cloudwatch", "put_anomaly_detector", "AnomalyDetectorId"
    get = ("describe_anomaly_detectors", {"AnomalyDetectorIds": ["$id"]}, "AnomalyDetectors[0]")
    drop = ("delete_anomaly_detector", {"AnomalyDetectorId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state.get("SingleMetricAnomalyDetector", {}), **state}
