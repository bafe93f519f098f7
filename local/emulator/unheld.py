"""Stand-ins for what the emulator cannot hold.

They get an id, so that what depends on them deploys, and nothing else: they are in the ledger as not held, never in the
API's state.
"""

from __future__ import annotations

from typing import Any

from .core import Handler, Resource


class Unheld(Handler):
    """A resource that exists in the ledger only."""

    def create(self, r: Resource) -> str:
        return f"{r.logical_id[:40]}-unheld-{r.suffix}"

    def attribute(self, r: Resource, name: str) -> Any:
        service = r.type.split("::")[1].lower()
        if name.endswith("Arn"):
            return r.arn(service, f"unheld/{r.physical_id}")
        return f"{r.physical_id}-{name}"
