"""The reading back, against an emulator in another process: it must notice what is not there."""

import json
import os
import socket
import subprocess
import sys
import time
import unittest
import urllib.request

from emulator import verify
from emulator.clients import RemoteClients

ACCOUNT, REGION = "200000000009", "eu-central-1"
BLOCK = {key: True for key in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")}
TEMPLATE = {
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"PublicAccessBlockConfiguration": BLOCK}},
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Thing": {"Type": "AWS::Nobody::Thing"},
    }
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.endpoint = f"http://localhost:{port}"
        cls.server = subprocess.Popen([sys.executable, "-m", "emulator", str(port)], env=os.environ, stderr=subprocess.DEVNULL)
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{cls.endpoint}/dtap-api/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        cls.clients = RemoteClients(cls.endpoint)
        cls.client("cloudformation").create_stack(StackName="read", TemplateBody=json.dumps(TEMPLATE))

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.wait()

    @classmethod
    def client(cls, service):
        return cls.clients.client(service, ACCOUNT, REGION)

    def test_it_counts_tells_and_notices_what_goes_missing(self):
        report = verify.report(self.endpoint)
        self.assertEqual(report["failures"], [])
        self.assertEqual([(row["stack"], row["created"], row["notHeld"]) for row in report["stacks"]], [("read", 2, ["AWS::Nobody::Thing"])])

        entries = verify.fetched(self.endpoint, "/dtap-api/resources")
        names = {entry["logicalId"]: entry["physicalId"] for entry in entries}
        self.client("s3").delete_public_access_block(Bucket=names["Bucket"])
        self.client("sns").delete_topic(TopicArn=names["Topic"])
        report = verify.report(self.endpoint)
        self.assertEqual([row["created"] for row in report["stacks"]], [1])
        self.assertRegex(report["failures"][0], "AWS::S3::Bucket Bucket lost PublicAccessBlockConfiguration")
        self.assertRegex(report["failures"][1], "AWS::SNS::Topic Topic is recorded as created and the API does not have it")

    def test_accounts_and_regions_are_apart(self):
        elsewhere = self.clients.client("cloudformation", "200000000008", REGION).list_stacks()["StackSummaries"]
        other_region = self.clients.client("cloudformation", ACCOUNT, "eu-west-1").list_stacks()["StackSummaries"]
        self.assertEqual((elsewhere, other_region), ([], []))


if __name__ == "__main__":
    unittest.main()
