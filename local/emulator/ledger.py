"""The honest record: what was asked for and is not in the API's state."""

from __future__ import annotations

from typing import Any

from .core import HANDLERS, Resource


class Ledger:
    """Every resource of every live stack, by account, region and stack."""

    def __init__(self) -> None:
        self._stacks: dict[tuple[str, str, str], dict[str, Resource]] = {}

    def open(self, account: str, region: str, stack: str) -> dict[str, Resource]:
        """The live book of one stack; the engine writes in it."""
        return self._stacks.setdefault((account, region, stack), {})

    def close(self, account: str, region: str, stack: str) -> None:
        self._stacks.pop((account, region, stack), None)

    def resources(self) -> list[Resource]:
        return [resource for book in list(self._stacks.values()) for resource in list(book.values())]

    def listed(self) -> list[dict[str, Any]]:
        return [
            {
                "account": r.account,
                "region": r.region,
                "stack": r.stack_name,
                "logicalId": r.logical_id,
                "physicalId": r.physical_id,
                "type": r.type,
                "held": r.held,
                "reason": r.reason,
                "properties": r.asked,
            }
            for r in self.resources()
        ]

    def unheld(self) -> dict[str, Any]:
        """Resources that are not in the API's state, and properties that got lost on the way, measured now."""
        absent, partial = [], []
        for r in self.resources():
            where = {"account": r.account, "region": r.region, "stack": r.stack_name, "logicalId": r.logical_id, "type": r.type}
            if not r.held:
                absent.append({**where, "reason": r.reason})
                continue
            lost = HANDLERS[r.type].gaps(r)
            if lost:
                partial.append({**where, "without": lost})
        return {"resources": absent, "properties": partial}


LEDGER = Ledger()
