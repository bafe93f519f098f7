"""Reads what the APIs tell of the network of each account and region, over HTTP and with keys of each account.

`python -m emulator.network ENDPOINT ACCOUNT/REGION...` prints one JSON document. Nothing is judged here, and nothing of it
comes from the templates: physical ids are put back to logical ones by what CloudFormation's API tells of its stacks.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .clients import RemoteClients

#: What is told: service, operation, and where the answer holds it.
CALLS = {
    "vpcs": ("ec2", "describe_vpcs", "Vpcs"),
    "subnets": ("ec2", "describe_subnets", "Subnets"),
    "routeTables": ("ec2", "describe_route_tables", "RouteTables"),
    "internetGateways": ("ec2", "describe_internet_gateways", "InternetGateways"),
    "egressOnlyGateways": ("ec2", "describe_egress_only_internet_gateways", "EgressOnlyInternetGateways"),
    "natGateways": ("ec2", "describe_nat_gateways", "NatGateways"),
    "networkAcls": ("ec2", "describe_network_acls", "NetworkAcls"),
    "securityGroups": ("ec2", "describe_security_groups", "SecurityGroups"),
    "peerings": ("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections"),
    "endpoints": ("ec2", "describe_vpc_endpoints", "VpcEndpoints"),
    "accessBlock": ("ec2", "describe_vpc_block_public_access_options", "VpcBlockPublicAccessOptions"),
    "accessExclusions": ("ec2", "describe_vpc_block_public_access_exclusions", "VpcBlockPublicAccessExclusions"),
    "loadBalancers": ("elbv2", "describe_load_balancers", "LoadBalancers"),
    "databases": ("rds", "describe_db_clusters", "DBClusters"),
    "instances": ("rds", "describe_db_instances", "DBInstances"),
    "subnetGroups": ("rds", "describe_db_subnet_groups", "DBSubnetGroups"),
}
TOOLKIT = "CDKToolkit"


def told(client: Any, operation: str, key: str, **wish: Any) -> Any:
    if client.can_paginate(operation):
        return [item for page in client.get_paginator(operation).paginate(**wish) for item in page[key]]
    return getattr(client, operation)(**wish)[key]


def listeners(elbv2: Any, balancers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for one in balancers for each in told(elbv2, "describe_listeners", "Listeners", LoadBalancerArn=one["LoadBalancerArn"])]


def services(ecs: Any) -> list[dict[str, Any]]:
    found = []
    for cluster in told(ecs, "list_clusters", "clusterArns"):
        arns = told(ecs, "list_services", "serviceArns", cluster=cluster)
        found += ecs.describe_services(cluster=cluster, services=arns)["services"] if arns else []
    return found


def stacks(cloudformation: Any) -> dict[str, list[dict[str, str]]]:
    """What each stack has made: type, logical and physical id. Some resources go by the id of another one."""
    names = [stack["StackName"] for stack in told(cloudformation, "describe_stacks", "Stacks") if stack["StackName"] != TOOLKIT]
    return {name: [made(one) for one in told(cloudformation, "list_stack_resources", "StackResourceSummaries", StackName=name)] for name in names}


def made(summary: dict[str, Any]) -> dict[str, str]:
    return {"type": summary["ResourceType"], "logicalId": summary["LogicalResourceId"], "physicalId": summary.get("PhysicalResourceId", "")}


def place(clients: RemoteClients, account: str, region: str) -> dict[str, Any]:
    def client(service: str) -> Any:
        return clients.client(service, account, region)

    state = {name: told(client(service), operation, key) for name, (service, operation, key) in CALLS.items()}
    state["listeners"] = listeners(client("elbv2"), state["loadBalancers"])
    state["services"] = services(client("ecs"))
    return {"account": account, "region": region, "stacks": stacks(client("cloudformation")), "state": state}


def report(endpoint: str, places: list[str]) -> list[dict[str, Any]]:
    clients = RemoteClients(endpoint)
    with ThreadPoolExecutor(max_workers=4) as pool:
        return list(pool.map(lambda one: place(clients, *one.split("/")), places))


def main() -> None:
    json.dump(report(sys.argv[1], sys.argv[2:]), sys.stdout, default=str)


if __name__ == "__main__":
    main()
