"""Amazon Route 53: health checks that follow an alarm, or a routing control."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.route53.models import HealthCheck
from moto.route53.responses import Route53

from .store import asked

KEPT = ("AlarmIdentifier", "InsufficientDataHealthStatus", "RoutingControlArn")
plain_create, plain_config = Route53.create_health_check, HealthCheck.health_check_config.fget  # type: ignore[attr-defined]


def create_health_check(response: Route53) -> ActionResult:
    answer = plain_create(response)
    wish = asked(response)["HealthCheckConfig"]
    answer.result["HealthCheck"].kept = {name: wish[name] for name in KEPT if name in wish}  # type: ignore[index]
    return answer


def health_check_config(check: HealthCheck) -> dict[str, Any]:
    return {**plain_config(check), **getattr(check, "kept", {})}


def install() -> None:
    Route53.create_health_check = create_health_check  # type: ignore[method-assign]
    HealthCheck.health_check_config = property(health_check_config)  # type: ignore[assignment, method-assign]
