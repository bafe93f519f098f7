"""Amazon DynamoDB: policies of streams, contributor insights, classes of tables."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler

from .memory import Memory
from .store import ApiError, add, asked, kept

CLASSES = Memory("dynamodb", "tables", "TableName", ("TableClass",))
plain_describe = DynamoHandler.describe_table
plain_put, plain_get = DynamoHandler.put_resource_policy, DynamoHandler.get_resource_policy


class Additions(DynamoHandler):
    """The operations; `install` copies them onto moto's own class."""

    def describe_table(self) -> ActionResult:
        answer = plain_describe(self)
        table = answer.result["Table"]  # type: ignore[index]
        note = CLASSES.notes(self).get(table["TableName"])
        return ActionResult({"Table": {**table, "TableClassSummary": note} if note else table})

    def put_resource_policy(self) -> ActionResult:
        wish = asked(self)
        if "/stream/" not in wish["ResourceArn"]:
            return plain_put(self)
        kept(self.dynamodb_backend, "stream_policies")[wish["ResourceArn"]] = wish
        return ActionResult({"RevisionId": "1"})

    def get_resource_policy(self) -> ActionResult:
        arn = asked(self)["ResourceArn"]
        if "/stream/" not in arn:
            return plain_get(self)
        if arn not in kept(self.dynamodb_backend, "stream_policies"):
            raise ApiError("PolicyNotFoundException", f"{arn} has no policy.")
        return ActionResult({"Policy": kept(self.dynamodb_backend, "stream_policies")[arn]["Policy"], "RevisionId": "1"})

    def update_contributor_insights(self) -> ActionResult:
        wish = asked(self)
        self.dynamodb_backend.get_table(wish["TableName"])
        status = "ENABLED" if wish["ContributorInsightsAction"] == "ENABLE" else "DISABLED"
        kept(self.dynamodb_backend, "insights")[wish["TableName"]] = {"TableName": wish["TableName"], "ContributorInsightsStatus": status}
        return self.describe_contributor_insights()

    def describe_contributor_insights(self) -> ActionResult:
        table = asked(self)["TableName"]
        default = {"TableName": table, "ContributorInsightsStatus": "DISABLED"}
        return ActionResult(kept(self.dynamodb_backend, "insights").get(table, default))


def install() -> None:
    add(Additions, DynamoHandler)
    CLASSES.put(DynamoHandler, "create_table", "update_table")
