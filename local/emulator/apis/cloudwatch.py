"""Amazon CloudWatch: composite alarms and anomaly detectors."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from .store import ApiError, add, asked, kept

SUPPRESSOR = {
    "ActionsSuppressor": "actions_suppressor",
    "ActionsSuppressorWaitPeriod": "actions_suppressor_wait_period",
    "ActionsSuppressorExtensionPeriod": "actions_suppressor_extension_period",
}


def described(wish: dict[str, Any]) -> dict[str, Any]:
    """A detector is named by what it watches, not by a name."""
    single = wish.get("SingleMetricAnomalyDetector") or {
        name: wish[name] for name in ("Namespace", "MetricName", "Stat", "Dimensions") if name in wish
    }
    math = wish.get("MetricMathAnomalyDetector")
    return {"MetricMathAnomalyDetector": math} if math else {"SingleMetricAnomalyDetector": single, **single}


class Additions(CloudWatchResponse):
    """The operations; `install` copies them onto moto's own class."""

    def put_composite_alarm(self) -> EmptyResult:
        wish = asked(self)
        self.put_metric_alarm()
        alarm = self.cloudwatch_backend.alarms[wish["AlarmName"]]
        for parameter, attribute in SUPPRESSOR.items():
            if parameter in wish:
                setattr(alarm, attribute, wish[parameter])
        return EmptyResult()

    def put_anomaly_detector(self) -> ActionResult:
        wish = asked(self)
        detectors, subject = kept(self.cloudwatch_backend, "detectors"), described(wish)
        same = [key for key, one in detectors.items() if described(one) == subject]
        identity = same[0] if same else str(uuid4())
        detectors[identity] = {"Configuration": wish.get("Configuration"), "StateValue": "PENDING_TRAINING", "AnomalyDetectorId": identity, **subject}
        return ActionResult({"AnomalyDetectorId": identity})

    def describe_anomaly_detectors(self) -> ActionResult:
        ids = asked(self).get("AnomalyDetectorIds")
        found = kept(self.cloudwatch_backend, "detectors").items()
        return ActionResult({"AnomalyDetectors": [one for identity, one in found if not ids or identity in ids]})

    def delete_anomaly_detector(self) -> EmptyResult:
        wish, detectors = asked(self), kept(self.cloudwatch_backend, "detectors")
        same = [key for key, one in detectors.items() if key == wish.get("AnomalyDetectorId") or described(one) == described(wish)]
        if not same:
            raise ApiError("ResourceNotFoundException", "The anomaly detector was not found.")
        del detectors[same[0]]
        return EmptyResult()


def install() -> None:
    add(Additions, CloudWatchResponse)
