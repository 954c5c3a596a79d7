"""Expands template.yaml as AWS would before it creates anything, and writes what comes of it.

    target/ci/aws-sam-cli/bin/python tests/expand.py target/ci/expanded.json

The translator is AWS's own (samtranslator); the specification reads what it makes (tests/rules/house/expanded.rs).
"""

import json
import os
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.transform import transform

# The translator asks for one; nothing depends on which.
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")


class NoManagedPolicies:
    """No function may use one, so there is none to look up."""

    def load(self):
        return {}


def expanded(path):
    """What CloudFormation is handed in place of this template."""
    template = yaml_parse(path.read_text(encoding="utf-8"))
    # What `sam build` puts there: where the packages and the nested templates are.
    for name, resource in template["Resources"].items():
        kind = resource["Type"]
        if kind == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://packages/{name}"
        if kind == "AWS::Serverless::Application":
            resource["Properties"]["Location"] = f"https://s3.amazonaws.com/packages/{name}.yaml"
    return transform(template, {}, NoManagedPolicies())


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    try:
        made = expanded(here / "template.yaml")
    except InvalidDocumentException as error:
        sys.exit(f"template.yaml cannot be expanded: {[cause.message for cause in error.causes]}")
    Path(sys.argv[1]).write_text(json.dumps(made, indent=1, sort_keys=True), encoding="utf-8")
