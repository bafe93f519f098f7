"""AWS Multi-party approval: identity sources and approval teams. Nobody is asked to approve."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult, BaseResponse

from .services import register, responses
from .shelf import Shelf
from .store import ApiError, asked

MPA = responses("mpa")
SOURCES = Shelf(
    "mpa",
    "sources",
    ("IdentitySourceArn",),
    arn=("IdentitySourceArn", "arn:aws:mpa:{region}:{account}:identity-source/{uuid}"),
    made={"IdentitySourceType": "IAM_IDENTITY_CENTER", "Status": "ACTIVE"},
)


def checked(response: BaseResponse, wish: dict[str, Any]) -> None:
    """As many approvals as approvers at most, and one identity source that exists."""
    least = wish["ApprovalStrategy"]["MofN"]["MinApprovalsRequired"]
    if not 2 <= least <= len(wish["Approvers"]):
        raise ApiError(
            "ValidationException", f"{least} approvals of {len(wish['Approvers'])} approvers: it takes 2 at least, and not more than there are."
        )
    for approver in wish["Approvers"]:
        SOURCES.found(response, {"IdentitySourceArn": approver["PrimaryIdentitySourceArn"]})


TEAMS = Shelf(
    "mpa",
    "teams",
    ("Arn",),
    arn=("Arn", "arn:aws:mpa:{region}:{account}:approval-team/{Name}-{uuid}"),
    made={"Status": "ACTIVE", "VersionId": "1"},
    check=checked,
)


def told(response: BaseResponse) -> ActionResult:
    return TEAMS.answer(response, numbered(TEAMS.found(response, asked(response))))


def numbered(team: dict[str, Any]) -> dict[str, Any]:
    approvers = [{"ApproverId": str(uuid4()), "ResponseTime": None, **approver} for approver in team["Approvers"]]
    return {**team, "NumberOfApprovers": len(approvers), "Approvers": approvers}


def tags(response: BaseResponse) -> ActionResult:
    arn = asked(response)["ResourceArn"]
    found = TEAMS.things(response).get(arn) or SOURCES.things(response).get(arn)
    if found is None:
        raise ApiError("ResourceNotFoundException", f"{arn} was not found.")
    return ActionResult({"Tags": found.get("Tags") or {}})


def install() -> None:
    verbs = {"put": "create_identity_source", "get": "get_identity_source", "list": "list_identity_sources", "delete": "delete_identity_source"}
    SOURCES.install(MPA, **verbs)
    TEAMS.install(
        MPA, put="create_approval_team", list="list_approval_teams", update="update_approval_team", delete="start_active_approval_team_deletion"
    )
    setattr(MPA, "get_approval_team", told)
    setattr(MPA, "list_tags_for_resource", tags)
    register("mpa", r"https?://mpa\.(.+)\.(?:amazonaws\.com|api\.aws)", MPA)
