"""Amazon Application Recovery Controller, Region switch: plans. They are stored, never executed."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from .services import register, responses
from .shelf import Shelf
from .store import ApiError, asked

SERVICE = "arc-region-switch"
SWITCH = responses(SERVICE)


def checked(response: BaseResponse, wish: dict[str, Any]) -> None:
    if len(set(wish["regions"])) != 2:
        raise ApiError("ValidationException", "A plan is between two Regions.")
    if wish["recoveryApproach"] == "activePassive" and wish.get("primaryRegion") not in wish["regions"]:
        raise ApiError("ValidationException", "An active/passive plan names which of its Regions is the primary one.")


PLANS = Shelf(
    SERVICE,
    "plans",
    ("arn",),
    arn=("arn", "arn:aws:arc-region-switch::{account}:plan/{name}:{uuid}"),
    made={"version": "1"},
    born="updatedAt",
    check=checked,
    region="us-east-1",
)


def tags(response: BaseResponse) -> ActionResult:
    return ActionResult({"resourceTags": PLANS.found(response, asked(response)).get("tags") or {}})


def install() -> None:
    PLANS.install(SWITCH, put="create_plan", get="get_plan", list="list_plans", update="update_plan", delete="delete_plan")
    setattr(SWITCH, "get_plan_in_region", PLANS.get)
    setattr(SWITCH, "list_tags_for_resource", tags)
    register(SERVICE, r"https?://arc-region-switch(?:-control-plane)?\.(.+)\.(?:amazonaws\.com|api\.aws)", SWITCH)
