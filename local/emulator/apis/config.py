"""AWS Config: remediations, conformance packs, rules of the organisation."""

from __future__ import annotations

from typing import Any

from moto.config.responses import ConfigResponse
from moto.core.responses import ActionResult

from .memory import Memory
from .shelf import Shelf
from .store import ApiError, add, asked, kept

PACKS = Shelf(
    "config",
    "packs",
    ("ConformancePackName",),
    arn=("ConformancePackArn", "arn:aws:config:{region}:{account}:conformance-pack/{ConformancePackName}/{uuid}"),
    born="LastUpdateRequestedTime",
    errors=("NoSuchConformancePackException", "ResourceInUseException"),
)
RULES = Shelf(
    "config",
    "organization_rules",
    ("OrganizationConfigRuleName",),
    arn=("OrganizationConfigRuleArn", "arn:aws:config:{region}:{account}:organization-config-rule/{OrganizationConfigRuleName}"),
    born="LastUpdateTime",
    errors=("NoSuchOrganizationConfigRuleException", "ResourceInUseException"),
)
RECORDERS = Memory("config", "recorders", "name", ("recordingMode",), body="ConfigurationRecorder")


class Additions(ConfigResponse):
    """The operations; `install` copies them onto moto's own class."""

    def put_remediation_configurations(self) -> ActionResult:
        for wish in asked(self)["RemediationConfigurations"]:
            if wish["ConfigRuleName"] not in self.config_backend.config_rules:
                raise ApiError("InvalidParameterValueException", f"The config rule {wish['ConfigRuleName']} does not exist.")
            kept(self.config_backend, "remediations")[wish["ConfigRuleName"]] = wish
        return ActionResult({"FailedBatches": []})

    def describe_remediation_configurations(self) -> ActionResult:
        found: dict[str, dict[str, Any]] = kept(self.config_backend, "remediations")
        names = asked(self)["ConfigRuleNames"]
        return ActionResult({"RemediationConfigurations": [found[name] for name in names if name in found]})

    def delete_remediation_configuration(self) -> ActionResult:
        name = asked(self)["ConfigRuleName"]
        if kept(self.config_backend, "remediations").pop(name, None) is None:
            raise ApiError("NoSuchRemediationConfigurationException", f"{name} has no remediation.")
        return ActionResult({})


def install() -> None:
    add(Additions, ConfigResponse)
    RECORDERS.put(ConfigResponse, "put_configuration_recorder")
    RECORDERS.tell(ConfigResponse, "describe_configuration_recorders", "ConfigurationRecorders")
    PACKS.install(ConfigResponse, put="put_conformance_pack", list="describe_conformance_packs", delete="delete_conformance_pack")
    verbs = {"put": "put_organization_config_rule", "list": "describe_organization_config_rules", "delete": "delete_organization_config_rule"}
    RULES.install(ConfigResponse, **verbs)
