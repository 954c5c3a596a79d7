//! What AWS would create: `template.yaml` as its own translator expands it (`tests/expand.py`), held against the template
//! as it is written, which the other tests read.
//!
//! The translator is a Python tool that `.ci/run` installs. Where it is not there, CI fails; anywhere else these tests say
//! how to get it, and the template is held to the code as it is written.

use serde_json::Value;
use specification::template::{Grant, Template, grant};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Everything that is created is of these types; another one is a decision.
const TYPES: [&str; 19] = [
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Stage",
    "AWS::CloudFormation::Stack",
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SES::ConfigurationSet",
    "AWS::SES::ConfigurationSetEventDestination",
    "AWS::SES::EmailIdentity",
    "AWS::SQS::Queue",
    "AWS::Scheduler::Schedule",
];

/// S12
#[test]
fn a_role_that_is_created_allows_what_the_template_says_and_nothing_is_added() {
    let Some(expanded) = Expanded::read() else { return };
    let template = Template::read();
    let mut roles: BTreeSet<_> = expanded.of_type("AWS::IAM::Role").map(|(name, _)| name).collect();
    let functions: BTreeSet<_> = expanded.of_type("AWS::Lambda::Function").map(|(name, _)| name).collect();
    assert_eq!(functions, template.functions().map(|(name, _)| name).collect());
    for (name, function) in expanded.of_type("AWS::Lambda::Function") {
        let role = format!("{name}Role");
        assert_eq!(said(&function["Role"]), [format!("{role}.Arn")], "{name}");
        assert_eq!(expanded.grants(&role), template.grants(name), "{name}");
        assert!(roles.remove(role.as_str()), "{name}");
    }
    // What is left wakes the functions by their schedules.
    for (name, schedule) in expanded.of_type("AWS::Scheduler::Schedule") {
        let [role] = said(&schedule["Target"]["RoleArn"]).try_into().unwrap();
        let role = role.trim_end_matches(".Arn");
        let [function] = said(&schedule["Target"]["Arn"]).try_into().unwrap();
        assert_eq!(expanded.grants(role), [grant("lambda:InvokeFunction", &function)].into(), "{name}");
        assert!(roles.remove(role), "{name}");
    }
    assert_eq!(roles, BTreeSet::new());
}

/// S12
#[test]
fn nobody_may_call_a_function_but_the_gateway_and_the_rule_that_are_for_it() {
    let Some(expanded) = Expanded::read() else { return };
    for (name, permission) in expanded.of_type("AWS::Lambda::Permission") {
        let source = said(&permission["SourceArn"]).concat();
        match permission["Principal"].as_str().unwrap() {
            "apigateway.amazonaws.com" => assert!(source.contains("${__ApiId__}"), "{name}: {source}"),
            "events.amazonaws.com" => {
                let (rule, _) = source.split_once('.').unwrap();
                let targets = &expanded.resource(rule)["Properties"]["Targets"];
                let function = said(&permission["FunctionName"]).concat();
                assert_eq!(said(&targets[0]["Arn"]), [format!("{function}.Arn")], "{name}");
            }
            other => panic!("{name}: {other}"),
        }
    }
}

/// What refers to each other in a ring can never be created; no lint sees it.
#[test]
fn nothing_that_is_created_waits_for_itself() {
    let Some(expanded) = Expanded::read() else { return };
    let mut waits: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, resource) in expanded.resources() {
        let mut on = BTreeSet::new();
        refers(resource, &mut on);
        on.retain(|other| !expanded.resource(other).is_null());
        waits.insert(name, on);
    }
    while !waits.is_empty() {
        let made: BTreeSet<_> =
            waits.iter().filter(|(_, on)| on.is_empty()).map(|(name, _)| (*name).to_owned()).collect();
        assert!(!made.is_empty(), "these wait for each other: {waits:#?}");
        waits.retain(|name, _| !made.contains(*name));
        for on in waits.values_mut() {
            on.retain(|other| !made.contains(other));
        }
    }
}

#[test]
fn what_is_created_is_of_known_types_and_what_holds_data_is_encrypted_and_kept_for_as_long_as_is_said() {
    let Some(expanded) = Expanded::read() else { return };
    let types: BTreeSet<_> = expanded.resources().map(|(_, resource)| resource["Type"].as_str().unwrap()).collect();
    assert_eq!(types, TYPES.into());
    for (name, table) in expanded.of_type("AWS::DynamoDB::Table") {
        assert_eq!(table["SSESpecification"]["SSEEnabled"], true, "{name}");
        assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true, "{name}");
        assert_eq!(expanded.resource(name)["DeletionPolicy"], "Retain", "{name}");
    }
    for (name, _) in expanded.of_type("AWS::KMS::Key") {
        assert_eq!(
            expanded.resource(name)["DeletionPolicy"],
            "Retain",
            "{name}: what it sealed would never open again"
        );
    }
    for (name, queue) in expanded.of_type("AWS::SQS::Queue") {
        assert_eq!(queue["SqsManagedSseEnabled"], true, "{name}");
        assert_eq!(queue["MessageRetentionPeriod"], 1_209_600, "{name} keeps what failed for two weeks");
    }
    for (name, log) in expanded.of_type("AWS::Logs::LogGroup") {
        assert_eq!(said(&log["RetentionInDays"]), ["LogRetentionDays"], "{name}");
    }
    for (name, function) in expanded.of_type("AWS::Lambda::Function") {
        assert_eq!(said(&function["Architectures"][0]), ["Architecture"], "{name}");
        assert_eq!(function["Runtime"], "provided.al2023", "{name}");
    }
}

/// The template as CloudFormation is handed it.
struct Expanded(Value);

impl Expanded {
    /// Expands it; none where the translator is not there, and this is not CI.
    fn read() -> Option<Self> {
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let python = house.join("target/ci/aws-sam-cli/bin/python");
        if !python.exists() {
            assert!(std::env::var_os("CI").is_none(), "{} is not there: .ci/run installs it", python.display());
            println!(
                "Not expanded: python3 -m venv target/ci/aws-sam-cli && target/ci/aws-sam-cli/bin/pip install aws-sam-cli"
            );
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("expanded.json");
        let done = Command::new(python)
            .arg(house.join("tests/expand.py"))
            .arg(&there)
            .env("AWS_DEFAULT_REGION", "eu-central-1")
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Some(Self(serde_json::from_slice(&std::fs::read(there).unwrap()).unwrap()))
    }

    fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0["Resources"].as_object().unwrap().iter().map(|(name, resource)| (name.as_str(), resource))
    }

    fn resource(&self, name: &str) -> &Value {
        &self.0["Resources"][name]
    }

    /// The name and properties of every resource of a type.
    fn of_type(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.resources()
            .filter(move |(_, resource)| resource["Type"] == kind)
            .map(|(name, resource)| (name, &resource["Properties"]))
    }

    /// What a role allows, each action on each resource.
    fn grants(&self, role: &str) -> BTreeSet<Grant> {
        let properties = &self.resource(role)["Properties"];
        assert!(properties["ManagedPolicyArns"].is_null(), "{role}");
        let policies = properties["Policies"].as_array().unwrap().iter();
        let statements = policies.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array().unwrap());
        let each = statements.flat_map(|statement| {
            assert_eq!(statement["Effect"], "Allow", "{role}");
            let (actions, resources) = (said(&statement["Action"]), said(&statement["Resource"]));
            let on =
                move |action: String| resources.iter().map(|resource| grant(&action, resource)).collect::<Vec<_>>();
            actions.into_iter().flat_map(on).collect::<Vec<_>>()
        });
        each.collect()
    }
}

/// A text, or the list of them, as the template would write it: `{"Fn::GetAtt": ["Files", "Arn"]}` is `Files.Arn`.
fn said(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(said).collect(),
        Value::Object(of) => match of.iter().next().unwrap() {
            (kind, Value::Array(parts)) if kind == "Fn::GetAtt" => {
                vec![parts.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(".")]
            }
            // A text with names, and the text that the names stand for.
            (kind, Value::Array(parts)) if kind == "Fn::Sub" => said(&parts[0]),
            (_, inner) => said(inner),
        },
        other => panic!("no text: {other}"),
    }
}

/// Every name that a resource refers to.
fn refers(value: &Value, to: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| refers(one, to)),
        Value::Object(of) => {
            for (key, inner) in of {
                match key.as_str() {
                    "Ref" | "DependsOn" => to.extend(said(inner)),
                    "Fn::GetAtt" => {
                        to.extend(said(value).iter().filter_map(|said| said.split('.').next()).map(str::to_owned))
                    }
                    "Fn::Sub" => {
                        for text in said(value) {
                            let names = text.split("${").skip(1).filter_map(|rest| rest.split(['}', '.']).next());
                            to.extend(names.map(str::to_owned));
                        }
                        refers(inner, to);
                    }
                    _ => refers(inner, to),
                }
            }
        }
        _ => {}
    }
}
