"""AWS Systems Manager: associations, service settings, default patch baselines, tasks of maintenance windows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult, EmptyResult
from moto.ssm.models import SimpleSystemManagerBackend
from moto.ssm.responses import SimpleSystemManagerResponse

from .memory import Memory
from .shelf import Shelf
from .store import ApiError, add, asked, kept

ASSOCIATIONS = Shelf(
    "ssm",
    "associations",
    ("AssociationId",),
    minted=lambda: str(uuid4()),
    made={"AssociationVersion": "1", "Overview": {"Status": "Pending"}},
    born="Date",
    errors=("AssociationDoesNotExist", "AssociationAlreadyExists"),
)
WINDOWS = Memory("ssm", "windows", "WindowId", ("AllowUnassociatedTargets",))


class Additions(SimpleSystemManagerResponse):
    """The operations; `install` copies them onto moto's own class."""

    def update_service_setting(self) -> EmptyResult:
        wish = asked(self)
        kept(self.ssm_backend, "settings")[wish["SettingId"]] = wish
        return EmptyResult()

    def get_service_setting(self) -> ActionResult:
        setting = asked(self)["SettingId"]
        found = kept(self.ssm_backend, "settings").get(setting)
        if found is None:
            raise ApiError("ServiceSettingNotFound", f"{setting} has its default.")
        return ActionResult({"ServiceSetting": {**found, "Status": "Customized"}})

    def reset_service_setting(self) -> EmptyResult:
        kept(self.ssm_backend, "settings").pop(asked(self)["SettingId"], None)
        return EmptyResult()

    def get_patch_baseline(self) -> ActionResult:
        baseline = baseline_of(self, asked(self)["BaselineId"])
        told = baseline.to_json()
        groups = [name for name, group in self.ssm_backend.patch_groups.items() if baseline.id in group.associations.values()]
        return ActionResult({**told, "Name": told["BaselineName"], "Description": told["BaselineDescription"], "PatchGroups": groups})

    def register_default_patch_baseline(self) -> ActionResult:
        baseline = baseline_of(self, asked(self)["BaselineId"])
        for other in self.ssm_backend.baselines.values():
            if other.operating_system == baseline.operating_system:
                other.default_baseline = other is baseline
        return ActionResult({"BaselineId": baseline.id})

    def get_default_patch_baseline(self) -> ActionResult:
        system = asked(self).get("OperatingSystem", "WINDOWS")
        found = [one for one in self.ssm_backend.baselines.values() if one.operating_system == system and one.default_baseline]
        return ActionResult({"BaselineId": found[0].id if found else f"AWS-{system}DefaultPatchBaseline", "OperatingSystem": system})

    def get_maintenance_window_task(self) -> ActionResult:
        wish = asked(self)
        task = self.ssm_backend.windows[wish["WindowId"]].tasks.get(wish["WindowTaskId"])
        if task is None:
            raise ApiError("DoesNotExistException", f"{wish['WindowTaskId']} was not found.")
        return ActionResult({**task.to_json(), "CutoffBehavior": task.cutoff_behavior})


plain_validation = SimpleSystemManagerBackend._validate_resource_type_and_id


def validate_resource(backend: SimpleSystemManagerBackend, resource_type: str, resource_id: str) -> str:
    """moto has patch baselines and associations, and refuses to tag them."""
    if resource_type == "PatchBaseline" and resource_id in backend.baselines:
        return resource_id
    if resource_type == "Association" and resource_id in kept(backend, "associations"):
        return resource_id
    return plain_validation(backend, resource_type, resource_id)


def baseline_of(response: Any, identity: str) -> Any:
    if identity not in response.ssm_backend.baselines:
        raise ApiError("DoesNotExistException", f"{identity} was not found.")
    return response.ssm_backend.baselines[identity]


def install() -> None:
    SimpleSystemManagerBackend._validate_resource_type_and_id = validate_resource  # type: ignore[method-assign]
    add(Additions, SimpleSystemManagerResponse)
    verbs = {"create": "create_association", "get": "describe_association", "list": "list_associations"}
    ASSOCIATIONS.install(SimpleSystemManagerResponse, **verbs, update="update_association", delete="delete_association")
    WINDOWS.put(SimpleSystemManagerResponse, "create_maintenance_window")
    WINDOWS.tell(SimpleSystemManagerResponse, "get_maintenance_window")
