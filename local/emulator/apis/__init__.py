"""APIs that moto lacks, added in its own manner: requests are read and answered by AWS's model, what is put is kept per
account and region, and told again by the describe calls. Nothing behaves; everything can be read back.
"""

from . import (
    access_analyzer,
    approvals,
    autoscaling,
    backup,
    backup_jobs,
    client_vpn,
    cloudwatch,
    config,
    dynamodb,
    ec2,
    ecr,
    functions,
    iam,
    identity_center,
    instance_connect,
    logs,
    network_firewall,
    organizations,
    ram,
    rds,
    region_switch,
    route53,
    ssm,
)

MODULES = (
    access_analyzer,
    approvals,
    autoscaling,
    backup,
    backup_jobs,
    client_vpn,
    cloudwatch,
    config,
    dynamodb,
    ec2,
    ecr,
    functions,
    iam,
    identity_center,
    instance_connect,
    logs,
    network_firewall,
    organizations,
    ram,
    rds,
    region_switch,
    route53,
    ssm,
)


def install() -> None:
    """Adds them to moto."""
    for module in MODULES:
        module.install()
