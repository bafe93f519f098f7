"""What counts as held, and how properties become API parameters."""

import unittest

import botocore.session
from emulator.compare import missing
from emulator.shape import to_api


class Missing(unittest.TestCase):
    def test_nothing_is_missing_when_the_state_says_the_same_in_its_own_case(self):
        self.assertEqual(missing({"KmsKeyId": "k", "RetentionInDays": 30}, {"kmsKeyId": "k", "retentionInDays": 30, "more": 1}), [])

    def test_a_dropped_property_is_named_with_its_path(self):
        asked = {"Rules": [{"Id": "a", "Status": "Enabled"}], "Name": "n"}
        self.assertEqual(missing(asked, {"Rules": [{"Id": "a"}], "Name": "n"}), ["Rules[0].Status"])

    def test_another_value_is_missing(self):
        self.assertEqual(missing({"Encrypted": True}, {"Encrypted": False}), ["Encrypted"])
        self.assertEqual(missing({"Port": 5432}, {"Port": "5433"}), ["Port"])
        self.assertEqual(missing({"Name": "prod"}, {"Name": "xprod"}), ["Name"])

    def test_an_entry_of_a_list_must_be_there_each_time_it_is_asked(self):
        self.assertEqual(missing({"Ids": ["a", "a"]}, {"Ids": ["a", "b"]}), ["Ids[1]"])
        self.assertEqual(missing({"Ids": ["b", "a"]}, {"Ids": ["a", "b"]}), [])
        self.assertEqual(missing({"Ids": ["a"]}, {"Ids": []}), ["Ids[0]"])

    def test_a_policy_is_compared_by_what_it_says(self):
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*"}]}
        self.assertEqual(missing({"Policy": policy}, {"Policy": '{"Statement":[{"Action":"s3:*","Effect":"Deny"}],"Version":"2012-10-17"}'}), [])
        weakened = '{"Statement":[{"Action":"s3:*","Effect":"Allow"}],"Version":"2012-10-17"}'
        self.assertEqual(missing({"Policy": policy}, {"Policy": weakened}), ["Policy.Statement[0].Effect"])

    def test_a_statement_nobody_asked_for_is_reported(self):
        one, other = {"Effect": "Deny", "Action": "a:*"}, {"Effect": "Allow", "Action": "b:*"}
        self.assertEqual(missing({"Policy": {"Statement": [one]}}, {"Policy": {"Statement": [one, other]}}), ["Policy.Statement: 1 more than asked"])

    def test_a_name_and_its_arn_are_one_thing(self):
        self.assertEqual(missing({"Key": "arn:aws:kms:eu-central-1:1:key/abc"}, {"Key": "abc"}), [])

    def test_tags_are_compared_in_either_form(self):
        asked = {"Tags": [{"Key": "a", "Value": "1"}]}
        self.assertEqual(missing(asked, {"Tags": {"a": "1"}}), [])
        self.assertEqual(missing({"Tags": {"a": "1"}}, {"Tags": [{"Key": "a", "Value": "2"}]}), ["Tags.a"])

    def test_no_state_at_all_holds_nothing(self):
        self.assertEqual(missing({"A": {"B": 1}}, {"A": None}), ["A"])


class Shape(unittest.TestCase):
    def shape(self, service, operation):
        return botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape

    def test_names_match_without_case_and_values_are_cast(self):
        out = to_api({"LogGroupName": "g", "RetentionInDays": "30", "Unknown": 1}, self.shape("logs", "PutRetentionPolicy"))
        self.assertEqual(out, {"logGroupName": "g", "retentionInDays": 30})

    def test_a_document_becomes_text(self):
        out = to_api({"Policy": {"Statement": []}, "EnableKeyRotation": True}, self.shape("kms", "CreateKey"))
        self.assertEqual(out, {"Policy": '{"Statement": []}'})

    def test_lists_and_maps_of_tags_become_what_the_api_takes(self):
        self.assertEqual(to_api({"Tags": [{"Key": "a", "Value": "b"}]}, self.shape("logs", "CreateLogGroup")), {"tags": {"a": "b"}})
        self.assertEqual(to_api({"Tags": {"a": "b"}}, self.shape("ssm", "PutParameter")), {"Tags": [{"Key": "a", "Value": "b"}]})


if __name__ == "__main__":
    unittest.main()
