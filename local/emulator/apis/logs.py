"""Amazon CloudWatch Logs: saved queries, policies of an account."""

from __future__ import annotations

from uuid import uuid4

from moto.core.utils import unix_time_millis
from moto.logs.responses import LogsResponse

from .memory import Memory
from .shelf import Shelf


def milliseconds() -> int:
    return int(unix_time_millis())


QUERIES = Shelf("logs", "queries", ("queryDefinitionId",), minted=lambda: str(uuid4()), born="lastModified", clock=milliseconds)
POLICIES = Shelf("logs", "account_policies", ("policyType", "policyName"), made={"scope": "ALL"}, born="lastUpdatedTime", clock=milliseconds)
FILTERS = Memory("logs", "metric_filters", "filterName", ("applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFieldDimensions"))
GROUPS = Memory("logs", "groups", "logGroupName", ("deletionProtectionEnabled",))


def install() -> None:
    QUERIES.install(LogsResponse, put="put_query_definition", list="describe_query_definitions", delete="delete_query_definition")
    POLICIES.install(LogsResponse, put="put_account_policy", list="describe_account_policies", delete="delete_account_policy")
    FILTERS.put(LogsResponse, "put_metric_filter")
    FILTERS.tell(LogsResponse, "describe_metric_filters", "metricFilters")
    GROUPS.put(LogsResponse, "create_log_group")
    GROUPS.tell(LogsResponse, "describe_log_groups", "logGroups")
