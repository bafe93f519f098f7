"""Amazon EC2: VPC block public access, VPC encryption control, block public access of snapshots."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

from .store import add, asked, kept, known, new_id, tags_of

EXCLUSION_ERROR = "InvalidVpcBlockPublicAccessExclusionId.NotFound"
CONTROL_ERROR = "InvalidVpcEncryptionControlId.NotFound"
CONTROLLED = (
    "InternetGateway", "EgressOnlyInternetGateway", "NatGateway", "VirtualPrivateGateway", "VpcPeering", "Lambda", "VpcLattice",
    "ElasticFileSystem",
)  # fmt: skip


class Additions(EC2Response):
    """The operations; `install` copies them onto moto's own class."""

    def modify_vpc_block_public_access_options(self) -> ActionResult:
        options = kept(self.ec2_backend, "public_access_options")
        options["options"] = {
            "AwsAccountId": self.current_account,
            "AwsRegion": self.region,
            "State": "update-complete",
            "InternetGatewayBlockMode": asked(self)["InternetGatewayBlockMode"],
            "ManagedBy": "account",
            "ExclusionsAllowed": "allowed",
        }
        return ActionResult({"VpcBlockPublicAccessOptions": options["options"]})

    def describe_vpc_block_public_access_options(self) -> ActionResult:
        default = {"AwsAccountId": self.current_account, "AwsRegion": self.region, "State": "default-state", "InternetGatewayBlockMode": "off"}
        options = kept(self.ec2_backend, "public_access_options").get("options", default)
        return ActionResult({"VpcBlockPublicAccessOptions": options})

    def create_vpc_block_public_access_exclusion(self) -> ActionResult:
        wish = asked(self)
        if wish.get("SubnetId"):
            self.ec2_backend.get_subnet(wish["SubnetId"])
            resource = f"subnet/{wish['SubnetId']}"
        else:
            self.ec2_backend.get_vpc(wish["VpcId"])
            resource = f"vpc/{wish['VpcId']}"
        exclusion = {
            "ExclusionId": new_id("vpcbpa-exclude"),
            "InternetGatewayExclusionMode": wish["InternetGatewayExclusionMode"],
            "ResourceArn": f"arn:aws:ec2:{self.region}:{self.current_account}:{resource}",
            "State": "create-complete",
            "Tags": tags_of(wish),
        }
        kept(self.ec2_backend, "exclusions")[exclusion["ExclusionId"]] = exclusion
        return ActionResult({"VpcBlockPublicAccessExclusion": exclusion})

    def describe_vpc_block_public_access_exclusions(self) -> ActionResult:
        ids = asked(self).get("ExclusionIds") or list(kept(self.ec2_backend, "exclusions"))
        found = [known(self.ec2_backend, "exclusions", one, EXCLUSION_ERROR) for one in ids]
        return ActionResult({"VpcBlockPublicAccessExclusions": found})

    def delete_vpc_block_public_access_exclusion(self) -> ActionResult:
        exclusion = known(self.ec2_backend, "exclusions", asked(self)["ExclusionId"], EXCLUSION_ERROR)
        del kept(self.ec2_backend, "exclusions")[exclusion["ExclusionId"]]
        return ActionResult({"VpcBlockPublicAccessExclusion": {**exclusion, "State": "delete-complete"}})

    def create_vpc_encryption_control(self) -> ActionResult:
        wish = asked(self)
        self.ec2_backend.get_vpc(wish["VpcId"])
        control: dict[str, Any] = {
            "VpcId": wish["VpcId"],
            "VpcEncryptionControlId": new_id("vpcec"),
            "Mode": "monitor",
            "State": "available",
            "ResourceExclusions": {},
            "Tags": tags_of(wish),
        }
        kept(self.ec2_backend, "encryption_controls")[control["VpcEncryptionControlId"]] = control
        return ActionResult({"VpcEncryptionControl": control})

    def modify_vpc_encryption_control(self) -> ActionResult:
        wish = asked(self)
        control = known(self.ec2_backend, "encryption_controls", wish["VpcEncryptionControlId"], CONTROL_ERROR)
        control["Mode"] = wish.get("Mode", control["Mode"])
        for name in CONTROLLED:
            choice = wish.get(f"{name}Exclusion")
            if choice:
                control["ResourceExclusions"][name] = {"State": "enabled" if choice == "enable" else "disabled"}
        return ActionResult({"VpcEncryptionControl": control})

    def describe_vpc_encryption_controls(self) -> ActionResult:
        wish, controls = asked(self), kept(self.ec2_backend, "encryption_controls")
        ids = wish.get("VpcEncryptionControlIds") or list(controls)
        found = [known(self.ec2_backend, "encryption_controls", one, CONTROL_ERROR) for one in ids]
        vpcs = wish.get("VpcIds")
        return ActionResult({"VpcEncryptionControls": [control for control in found if not vpcs or control["VpcId"] in vpcs]})

    def delete_vpc_encryption_control(self) -> ActionResult:
        control = known(self.ec2_backend, "encryption_controls", asked(self)["VpcEncryptionControlId"], CONTROL_ERROR)
        del kept(self.ec2_backend, "encryption_controls")[control["VpcEncryptionControlId"]]
        return ActionResult({"VpcEncryptionControl": {**control, "State": "deleted"}})

    def enable_snapshot_block_public_access(self) -> ActionResult:
        state = kept(self.ec2_backend, "snapshots")["block"] = {"State": asked(self)["State"]}
        return ActionResult(state)

    def disable_snapshot_block_public_access(self) -> ActionResult:
        kept(self.ec2_backend, "snapshots").clear()
        return ActionResult({"State": "unblocked"})

    def get_snapshot_block_public_access_state(self) -> ActionResult:
        return ActionResult(kept(self.ec2_backend, "snapshots").get("block", {"State": "unblocked"}))


def install() -> None:
    add(Additions, EC2Response)
