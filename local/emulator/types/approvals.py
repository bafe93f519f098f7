"""AWS Multi-party approval."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple, tagged


class IdentitySource(Simple):
    type = "AWS::MPA::IdentitySource"
    service, make, identity = "mpa", "create_identity_source", "IdentitySourceArn"
    get = ("get_identity_source", {"IdentitySourceArn": "$id"}, "")
    drop = ("delete_identity_source", {"IdentitySourceArn": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "Tags": tagged(r)}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Tags": r.call("mpa", "list_tags_for_resource", ResourceArn=r.physical_id)["Tags"]}


class ApprovalTeam(IdentitySource):
    type = "AWS::MPA::ApprovalTeam"
    make, identity = "create_approval_team", "Arn"
    get = ("get_approval_team", {"Arn": "$id"}, "")
    drop = ("start_active_approval_team_deletion", {"Arn": "$id"})
