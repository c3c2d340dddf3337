"""What this workflow and the systems around it have agreed on."""

import re
import unittest

import common
import plainyaml


class Contract(common.Promises, unittest.TestCase):
    workflow = plainyaml.read(common.text("provisioning.yml"))

    def test_the_job_uses_the_secrets_of_the_manifest_in_the_grant_alone(self):
        declared = sorted(secret["name"] for secret in common.manifest()["secrets"])
        used = {
            name: sorted(set(re.findall(r"secrets\.([A-Z_]+)", str(job))))
            for name, job in self.workflow["jobs"].items()
        }
        self.assertEqual(used, {"check": [], "grant": declared})
        self.assertNotIn("inherit", common.text("provisioning.yml"))

    def test_the_host_is_a_variable_of_the_environment(self):
        variables = set(re.findall(r"vars\.([A-Z_]+)", common.text("provisioning.yml")))
        self.assertEqual(variables, set(common.hosts()["prod"]))

    def test_the_script_gets_what_it_reads(self):
        read = set(re.findall(r'environment\.get\("([A-Z_]+)"', common.text("provision.py")))
        asked = {"PERSON", "ROLE", "DAYS", "TICKET", "REQUESTER"}
        step = self.workflow["jobs"]["grant"]["steps"][-1]
        self.assertEqual(set(step["env"]), read | asked)

    def test_access_ends_by_itself_and_nothing_permanent_is_permitted(self):
        for permission in common.manifest()["permissions"]:
            self.assertRegex(permission, r"^idp:(groups:read|memberships:create-temporary)$")
