"""AWS Resource Access Manager: tags of shares."""

from __future__ import annotations

import json
from typing import Any

from moto.ram.responses import ResourceAccessManagerResponse as RamResponse

from .memory import opened
from .store import asked, kept

plain_create, plain_get = RamResponse.create_resource_share, RamResponse.get_resource_shares


def create_resource_share(response: RamResponse) -> Any:
    answer, wish = plain_create(response), asked(response)
    arn = opened(answer)["resourceShare"]["resourceShareArn"]
    kept(response.ram_backend, "tags")[arn] = {"tags": wish.get("tags") or []}
    return answer


def get_resource_shares(response: RamResponse) -> str:
    """With tags, and only the shares that were asked for."""
    content, wanted = opened(plain_get(response)), asked(response).get("resourceShareArns")
    content["resourceShares"] = [share for share in content["resourceShares"] if not wanted or share["resourceShareArn"] in wanted]
    for share in content["resourceShares"]:
        share.update(kept(response.ram_backend, "tags").get(share["resourceShareArn"], {}))
    return json.dumps(content)


def install() -> None:
    RamResponse.create_resource_share = create_resource_share  # type: ignore[method-assign]
    RamResponse.get_resource_shares = get_resource_shares  # type: ignore[method-assign]
